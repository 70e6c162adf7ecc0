import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Gathering, prepared } from '#database';
import { CLOCK, type Clock, type Instant, instant, type UserId } from '#language';
import { accountOf } from './accounts.js';
import { type CookieCarrier, referenceIn } from './cookie.js';
import { type SignedInAs, sessionEnds } from './session.js';

/** 256 random bits; what the cookie holds. The table has only its SHA-256, so that a stolen table opens nothing. */
const newReference = (): string => randomBytes(32).toString('base64url');
const digest = (purpose: string, reference: string): string => hash('sha256', `${purpose}\n${reference}`, 'base64url');

/** Follows from the reference: a page that has the session has the token, a foreign page has neither. */
export const csrfOf = (reference: string): string => digest('csrf', reference);

export function sameToken(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Milliseconds: to write so often that somebody is there is enough to know it. */
const minute = 60_000;

/** Milliseconds from a look that served many to the next. */
const pause = 1;

type Row = Parameters<typeof accountOf>[0] & { readonly session: string; readonly began: Date; readonly seen: Date };

interface Found {
  readonly session: SignedInAs;
  /** Until then (epoch, milliseconds) it neither ends by itself nor has to be written down as seen. */
  readonly until: number;
}

@Injectable()
export class Sessions {
  /** One look at the table serves all requests that came before it began; none is answered from an earlier one. */
  private readonly looking: Gathering<string | null, SignedInAs | null>;
  /** Who was found since something was committed last, by reference. */
  private known = { committed: '', sessions: new Map<string | null, Found>() };

  constructor(
    private readonly source: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.looking = new Gathering(async (references) => {
      const found = await this.findAll(references);
      return references.map((it) => found.get(it)?.session ?? null);
    }, pause);
  }

  /** Always a new reference (no session is carried over a sign-in); clears out what has ended. */
  async begin(account: UserId): Promise<string> {
    const reference = newReference();
    const now = this.clock.now();
    await this.source.query('delete from session where created_at < $1 or seen_at < $2', [
      before(now, sessionEnds.absolute),
      before(now, sessionEnds.idle),
    ]);
    await this.source.query('insert into session (id, account, created_at, seen_at) values ($1, $2, $3, $3)', [
      digest('session', reference),
      account,
      now,
    ]);
    return reference;
  }

  /** Who is behind a request, by its cookie; null when nobody is. */
  behind(request: CookieCarrier): Promise<SignedInAs | null> {
    return this.looking.ask(referenceIn(request));
  }

  /** The same of many, in one look of their own. `committed` (#database): who was found when it was the same is not looked for again. */
  async behindAll(requests: readonly CookieCarrier[], committed: string): Promise<(SignedInAs | null)[]> {
    if (this.known.committed !== committed) this.known = { committed, sessions: new Map() };
    const { sessions } = this.known;
    const references = requests.map(referenceIn);
    const now = Date.parse(this.clock.now());
    const holds = (it: string | null) => (sessions.get(it)?.until ?? 0) > now;
    const others = references.filter((it) => !holds(it));
    const found = others.length > 0 ? await this.findAll(others) : new Map<string | null, Found>();
    for (const [reference, it] of found) sessions.set(reference, it);
    return references.map((it) => (holds(it) ? sessions.get(it) : found.get(it))?.session ?? null);
  }

  /** Who is behind a reference; null when unknown, ended, or the account is disabled. */
  find(reference: string): Promise<SignedInAs | null> {
    return this.looking.ask(reference);
  }

  private async findAll(references: readonly (string | null)[]): Promise<Map<string | null, Found>> {
    const ids = new Map<string, string>();
    for (const it of references) if (it !== null && !ids.has(it) && /^[\w-]{43}$/.test(it)) ids.set(it, digest('session', it));
    const found = await this.withIds([...ids.values()]);
    const sessions = new Map<string | null, Found>();
    for (const [reference, id] of ids) {
      const it = found.get(id);
      if (it) sessions.set(reference, { session: { ...it.session, csrf: csrfOf(reference) }, until: it.until });
    }
    return sessions;
  }

  private async withIds(ids: readonly string[]): Promise<Map<string, { session: Omit<SignedInAs, 'csrf'>; until: number }>> {
    if (ids.length === 0) return new Map();
    const now = this.clock.now();
    const rows = await prepared<Row>(this.source, {
      name: 'sessions',
      text: `select account.id, username, name, role, agency, account.created_at, disabled_at,
                    session.id as session, session.created_at as began, session.seen_at as seen
               from session join account on account.id = session.account
              where session.id = any($1) and account.disabled_at is null and session.created_at > $2 and session.seen_at > $3`,
      values: [ids, before(now, sessionEnds.absolute), before(now, sessionEnds.idle)],
    });
    const unseen = rows.filter(({ seen }) => Date.parse(now) - seen.getTime() > minute).map(({ session }) => session);
    if (unseen.length > 0) await this.source.query('update session set seen_at = $2 where id = any($1)', [unseen, now]);
    return new Map(
      rows.map((row) => {
        const { id: user, username, name, role, agency } = accountOf(row);
        const endsAt = instant(new Date(row.began.getTime() + sessionEnds.absolute).toISOString());
        const until = Math.min(Date.parse(endsAt), row.seen.getTime() + minute);
        return [row.session, { session: { user, username, name, role, agency, session: row.session, endsAt }, until }];
      }),
    );
  }

  /** How many have not ended. */
  async open(): Promise<number> {
    const now = this.clock.now();
    const [row] = await this.source.query<{ n: string }[]>(
      'select count(*) as n from session where created_at > $1 and seen_at > $2',
      [before(now, sessionEnds.absolute), before(now, sessionEnds.idle)],
    );
    return Number(row?.n ?? 0);
  }

  /** Those of these sessions that still are; asking does not keep them alive. */
  async alive(ids: readonly string[]): Promise<Set<string>> {
    const now = this.clock.now();
    const rows = await this.source.query<{ id: string }[]>(
      `select session.id from session join account on account.id = session.account
        where session.id = any($1) and account.disabled_at is null and session.created_at > $2 and session.seen_at > $3`,
      [ids, before(now, sessionEnds.absolute), before(now, sessionEnds.idle)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async end(session: string): Promise<void> {
    await this.source.query('delete from session where id = $1', [session]);
  }
}

const before = (now: Instant, ms: number): string => new Date(Date.parse(now) - ms).toISOString();
