/** Where English has another word for one than for many; Vietnamese has not, so these stand beside the words that both have. */
export const singular = {
  board: {
    agencies_one: '{{count}} agency',
    days_one: '{{count}} day',
    asked_one: 'asked {{on}}, {{count, number}} day ago',
    askedBy_one: 'asked by {{agency}} {{on}}, {{count, number}} day ago',
  },
  scorecards: {
    tenures: { more_one: '{{count}} more tenure, from {{day}} on, is not shown here.' },
    behind_one: 'See the {{count}} task behind it',
  },
  plans: {
    many: {
      accept_one: 'Accept {{count}} proposal',
    },
    noDocumentTasks_one: '{{count, number}} task in the register',
    openFindings_one: '{{count}} finding is not settled',
  },
  imports: {
    changes_one: 'The file differs from the imported one in {{count}} place, listed below. Confirm to record them.',
    written_one: '{{count}} event written',
    done_one: 'The plan was imported, {{count}} event written.',
  },
  agencies: {
    lead_one: '{{count}} body named in the plan, with their other names, heads by tenure and the source of each fact.',
    members_one: '{{count}} member',
  },
  meetings: {
    agendaLines_one: 'Agenda frozen: {{count}} matter',
    previousLeft_one: '{{count}} conclusion of a still earlier meeting is not done.',
    leftOut_one: '{{count}} more matter is not in this list, for an agenda has no more lines than these; the register has it.',
    late_one: '{{count}} day overdue',
    waited_one: 'waited {{count}} day',
  },
  obstacles: {
    days_one: '{{count}} day',
    ofTask: {
      notLate_one: 'Not late. Since the obstacle was raised others were waited for {{count}} day.',
    },
  },
  reminders: {
    count_one: '{{count}} reminder',
  },
  rounds: {
    lateBy_one: '{{count}} day late',
    returnedTimes_one: 'returned {{count}} time',
    supplementedTimes_one: 'supplemented {{count}} time after the closing',
    because: {
      leads_one: 'leads {{tasks}} task',
    },
  },
  succession: {
    inherited_one: 'inherited: {{count}} day overdue',
    mustSettle_one: '{{count}} duty has neither a successor nor been parked; it cannot be concluded yet.',
  },
  targets: {
    count_one: '{{count}} target',
  },
  projects: {
    lead_one: '{{count}} project; {{disbursed}} of {{allotted}} allotted is disbursed ({{unit}}).',
    filtered_one: 'Filtered: {{count}} project.',
    count_one: '{{count}} project',
  },
  tasks: {
    lateNow_one: '{{count}} day overdue',
    lateDone_one: '{{count}} day late',
    reportAge_one: 'reported {{count}} day ago',
    countFoot_one: '{{count}} task',
  },
  task: {
    earlierLate_one: 'Besides this, {{count}} late day stays on record.',
    inherited_one: 'Of these, {{count}} day ran while another agency was accountable.',
    backdated_one: 'recorded {{count}} day later',
  },
  mine: {
    undated_one: '{{count}} task without a due date.',
  },
};
