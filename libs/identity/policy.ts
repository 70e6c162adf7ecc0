import type { Role } from '#language';

/**
 * Everything a person may be allowed to do. Relations are not here: that an officer acts for the own agency only, and that
 * owner and verifier differ, are rules of the deciders, which know the task.
 */
export const permissions = [
  'read-plans', // plans, items, targets, results, projects and their findings
  'import-plan',
  'settle-findings',
  'read-tasks', // register, task pages, timelines, own tasks
  'read-boards', // overdue board, tallies
  'read-agencies',
  'read-scorecards', // of the province
  'read-own-scorecard',
  'read-history', // the whole record, event by event
  'read-own-history', // what is about the own agency
  'replay',
  'read-evidence', // of every agency
  'read-own-evidence',
  'upload-evidence',
  'report-progress', // milestones, planned milestones, delays, extension requests, completion, for the own agency
  'correct', // own reports and claims
  'judge-reports', // accept and return reports and completions
  'read-due', // settle what day the printed words mean
  'change-due',
  'grant-extensions',
  'direct-tasks', // exceed, suspend, resume, reassign, change coordination, cancel, reopen
  'run-rounds', // open, exempt, return, close and reopen reporting rounds
  'sign-reports', // an agency's periodic report
  'hold-meetings', // convene, freeze the agenda, conclude, follow up
  'read-targets', // targets, their figures and verdicts, last year's results
  'measure-targets', // figures of the own agency's targets, and of those it monitors
  'judge-targets', // met or not; the decider knows who monitors
  'settle-targets', // readings, bodies, links
  'read-projects',
  'disburse-projects', // payments of the own agency's projects
  'accept-projects', // acceptance, and changes of money and owner by a document
  'manage-agencies',
  'arrange-succession', // open, direct, park, conclude, withdraw
  'manage-users',
  'run-projections', // rebuild, resume after a failing event
] as const;
export type Permission = (typeof permissions)[number];

/** The plan is public: whoever is signed in reads it, its tasks and the boards. */
const everybody = ['read-plans', 'read-tasks', 'read-boards', 'read-agencies', 'read-targets', 'read-projects'] as const;
/** Agencies measure what they implement, judge what they monitor, and pay for what they own. */
const implementer = ['measure-targets', 'judge-targets', 'disburse-projects'] as const;
/** Plan 267, section V: agencies given tasks carry them out and report. */
const agency = [
  ...everybody,
  'read-own-scorecard',
  'read-own-history',
  'read-own-evidence',
  'upload-evidence',
  'report-progress',
  'correct',
  ...implementer,
] as const;
const reviewer = [...everybody, 'read-scorecards', 'read-evidence'] as const;
const verifier = [
  ...reviewer,
  'upload-evidence',
  'judge-reports',
  'read-due',
  'change-due',
  'direct-tasks',
  'judge-targets',
  'settle-targets',
  'accept-projects',
] as const;

const byRole: Readonly<Record<Role, readonly Permission[]>> = {
  officer: agency,
  head: [...agency, 'sign-reports'],
  // The standing agency also has tasks of its own, and reports them like everybody.
  standing: [
    ...verifier,
    ...implementer,
    'import-plan',
    'settle-findings',
    'arrange-succession',
    'run-rounds',
    'hold-meetings',
    'report-progress',
    'correct',
    'read-history',
  ],
  committee: [...verifier, 'grant-extensions', 'hold-meetings', 'read-history'],
  interior: [...reviewer, 'read-history'],
  auditor: [...reviewer, 'read-history', 'replay'],
  admin: [...everybody, 'read-history', 'manage-agencies', 'arrange-succession', 'manage-users', 'run-projections'],
  // The watch and the importer act inside the process; nobody signs in as system.
  system: [],
};

export const permissionsOf = (role: Role): readonly Permission[] => byRole[role];

export const allows = (role: Role, permission: Permission): boolean => byRole[role].includes(permission);
