import type { Words } from '../vi';

export const reminders: Words['reminders'] = {
  title: 'Reminders',
  lead: 'Each step of the ladder is recorded once with what became of it: who, when, whether the mail server took it.',
  link: 'Record of reminders',
  none: 'Nobody has been reminded yet.',
  count: '{{count}} reminders',
  agency: 'Agency',
  everyAgency: 'Every agency',
  columns: { on: 'Day', task: 'About', step: 'Step', to: 'Recipients', result: 'Result' },
  before: '{{count}} working days left',
  after: '{{count}} working days overdue',
  due: 'due {{day}}',
  closes: 'to be sent by {{day}}',
  report: 'Report of {{round}}',
  waiting: 'waiting to be sent',
  erased: 'no account any more',
  nobody: 'nobody to write to',
  beforeAccounts: 'no account yet',
  beforeAccountsLead:
    'In the simulated year the steps were recorded before there was any account: they name no recipient, and nothing was sent.',
  results: { sent: 'sent', failed: 'could not be sent', 'not-sent': 'not sent' },
  reasons: {
    'no-mail-configured': 'no mail configured',
    'no-address': 'no address',
    nobody: 'nobody to write to',
    'too-old': 'too old',
    simulated: 'simulated data',
  },
  roles: {
    officer: 'officer',
    head: 'head',
    standing: 'standing agency',
    committee: 'committee',
  },
  older: 'Older',
  newer: 'Newer',
};
