/**
 * Which tables are in a backup, apart from the log: those that nothing can make again, in the order in which they can be filled
 * (a table after those that it refers to). Passwords are in `account` as Argon2id hashes.
 */
export const keptTables = ['account', 'account_address', 'evidence', 'evidence_brought', 'loaded'] as const;

/**
 * Which are not, and why. `event` and `log_head` are the log, which is in it event by event. A projection's tables are never in it: they
 * are made again from the events.
 */
export const leftOutTables = {
  event: 'the log',
  log_head: 'the log',
  migration: 'what the tables have been through; in the manifest',
  projection_status: 'made again with the projections',
  projection_state: 'made again with the projections',
  aggregate_snapshot: 'a cache; made again as streams are loaded',
  followed_log: 'a restore writes which log the rows then follow',
  consumer_checkpoint: 'the log is read again; what was delivered is in it and is not sent again',
  outbox: 'filled again from the log',
  session: 'a restore ends every session; everybody signs in again',
  account_request: 'which request added an account; of use for an hour, to whoever asks again',
  sign_in_attempt: 'failed sign-ins of the last minutes',
} as const;
