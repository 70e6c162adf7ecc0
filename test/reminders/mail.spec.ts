import type { AddressInfo } from 'node:net';
import { CommandBus } from '@nestjs/cqrs';
import { SMTPServer } from 'smtp-server';
import { DataSource } from 'typeorm';
import { EVENT_STORE, type EventStore, ProjectionRunner } from '#event-store';
import { Accounts, Addresses } from '#identity';
import { agencyId, instant, localDate } from '#language';
import { DeliverReminders, RunReminders } from '#reminders';
import { type Client, startTestServer, type TestServer } from '../server.js';

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

/** A mail server in this process that keeps what it is sent; `refuse` answers with that code. */
async function mailServer() {
  const mails: Mail[] = [];
  const state = { refuse: 0 };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      if (!state.refuse) return done();
      done(Object.assign(new Error('no such user'), { responseCode: state.refuse }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map((it) => it.address), text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { mails, state, url: `smtp://127.0.0.1:${port}`, close: () => new Promise<void>((done) => server.close(() => done())) };
}

/** The plain text part, decoded. */
function plain(mail: Mail): string {
  const part = /Content-Type: text\/plain(.*?)\r\n\r\n(.*?)\r\n--/is.exec(mail.text);
  const [, head = '', body = ''] = part ?? [];
  return /base64/i.test(head)
    ? Buffer.from(body, 'base64').toString('utf8')
    : Buffer.from(
        body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8');
}

describe('reminders by mail', () => {
  let smtp: Awaited<ReturnType<typeof mailServer>>;
  let server: TestServer;
  let standing: Client;
  const run = (on: string) => server.running.app.get(CommandBus).execute(new RunReminders(localDate(on)));
  const deliver = () => server.running.app.get(CommandBus).execute(new DeliverReminders());
  const head = async () => String(await server.running.app.get<EventStore>(EVENT_STORE).head());
  const results = async (agency = 'so-noi-vu') => {
    const { body } = await standing.get(`/reminders?agency=${agency}&after=${await head()}`);
    return body.rows.flatMap((it: { results: { result: string; reason: string | null }[] }) => it.results);
  };
  const person = async (role: 'officer' | 'head', agency: string, mail: string | null) => {
    const { account } = await server.running.app
      .get(Accounts, { strict: false })
      .add({ username: `${role}-${agency}`, name: 'Nguyễn Thị Hoa', role, agency: agencyId(agency) });
    if (mail) await server.running.app.get(Addresses, { strict: false }).set(account.id, mail);
    return account.id;
  };

  beforeAll(async () => {
    smtp = await mailServer();
    server = await startTestServer({
      now: '2025-12-24T09:00:00+07:00',
      over: { mail: { smtp: smtp.url, from: 'Tiến Độ <tiendo@example.gov.vn>', page: 'https://tiendo.example.gov.vn' } },
    });
    await person('officer', 'so-noi-vu', 'officer@example.gov.vn');
    await person('head', 'so-noi-vu', 'head@example.gov.vn');
    await person('officer', 'so-y-te', null);
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
  }, 120_000);
  afterAll(async () => {
    await server?.close();
    await smtp?.close();
  });

  it('five working days before the day, the officer gets one digest with a text part, and the record says it was sent', async () => {
    const first = await run('2025-12-24');
    expect(first.recorded).toBeGreaterThan(10);
    expect((await run('2025-12-24')).recorded).toBe(0);
    await deliver();
    const mine = smtp.mails.filter((it) => it.to.includes('officer@example.gov.vn'));
    expect(mine).toHaveLength(1);
    const [mail] = mine;
    const words = mail ? plain(mail) : '';
    expect(words).toContain('Nhắc việc: còn 5 ngày làm việc');
    expect(words).toContain('hạn 31/12/2025 · Sở Nội vụ');
    expect(words).toContain('https://tiendo.example.gov.vn/tasks/267-2025/');
    expect(smtp.mails.some((it) => it.to.includes('head@example.gov.vn'))).toBe(false);
    expect(new Set((await results()).map((it: { result: string }) => it.result))).toEqual(new Set(['sent']));
  });

  it('says of whom no address is kept that nothing was sent, and of an agency without people that there was nobody', async () => {
    expect((await results('so-y-te')).map((it: { reason: string }) => it.reason)).toEqual(expect.arrayContaining(['no-address']));
    expect((await results('so-tu-phap')).every((it: { reason: string }) => it.reason === 'nobody')).toBe(true);
  });

  it('has neither a name nor an address in the record', async () => {
    const log = await server.running.app.get<EventStore>(EVENT_STORE).readLog({ streams: ['reminder-'], limit: 1000 });
    const text = JSON.stringify(log.map((it) => [it.data, it.meta]));
    expect(text).not.toMatch(/example\.gov\.vn|Nguyễn Thị Hoa/);
  });

  it('06.15 replaying, rebuilding and delivering again send nothing', async () => {
    const before = smtp.mails.length;
    await server.running.app.get(ProjectionRunner).rebuild('reminder-record');
    await deliver();
    const db = server.running.app.get(DataSource);
    await db.query("delete from consumer_checkpoint where name = 'reminder-outbox'");
    await db.query('delete from outbox');
    expect((await deliver()).tried).toBe(0);
    expect(smtp.mails.length).toBe(before);
  });

  it('06.7 escalates to the head three working days after the day; a refused mail is failed, and tried no more', async () => {
    server.clock.set(instant('2026-01-07T09:00:00+07:00'));
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    await run('2026-01-07');
    smtp.state.refuse = 550;
    await deliver();
    smtp.state.refuse = 0;
    await deliver();
    expect(smtp.mails.some((it) => it.to.includes('head@example.gov.vn'))).toBe(false);
    const { body } = await standing.get(`/reminders?agency=so-noi-vu&after=${await head()}`);
    const urged = body.rows.filter((it: { step: string }) => it.step === 'after-3');
    expect(urged.length).toBeGreaterThan(0);
    expect(urged[0].recipients.map((it: { role: string }) => it.role).sort()).toEqual(['head', 'officer']);
    expect(
      urged[0].results.every((it: { result: string; reason: string }) => it.result === 'failed' && it.reason === 'smtp-550'),
    ).toBe(true);
  });

  it('a mail server that is away is tried again later, and two senders at once send one mail each', async () => {
    server.clock.set(instant('2026-01-09T09:00:00+07:00'));
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    await run('2026-01-09');
    smtp.state.refuse = 451;
    await deliver();
    smtp.state.refuse = 0;
    const before = smtp.mails.length;
    expect((await deliver()).tried).toBe(0);
    server.clock.set(instant('2026-01-09T09:10:00+07:00'));
    await Promise.all([deliver(), deliver(), deliver()]);
    const sent = smtp.mails.slice(before).flatMap((it) => it.to);
    expect(sent.sort()).toEqual(['head@example.gov.vn', 'officer@example.gov.vn']);
  });
});

describe('reminders of the reports owed in a round', () => {
  let smtp: Awaited<ReturnType<typeof mailServer>>;
  let server: TestServer;
  let standing: Client;
  const commands = () => server.running.app.get(CommandBus);
  const at = async (day: string) => {
    server.clock.set(instant(`${day}T07:00:00+07:00`));
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    const { recorded } = await commands().execute(new RunReminders(localDate(day)));
    await commands().execute(new DeliverReminders());
    return recorded;
  };
  const steps = async (agency: string) => {
    const head = String(await server.running.app.get<EventStore>(EVENT_STORE).head());
    const { body } = await standing.get(`/reminders?plan=267-2025&round=2025-Q1&agency=${agency}&after=${head}`);
    return [...body.rows].reverse().map((it: { step: string; due: string }) => `${it.step} ${it.due}`);
  };
  const mailed = () => smtp.mails.splice(0).map((it) => it.to.join());
  const person = async (role: 'officer' | 'head' | 'committee', agency: string | null) => {
    const id = `${role}.${agency ?? 'bcd'}`;
    const { account } = await server.running.app
      .get(Accounts, { strict: false })
      .add({ username: id, name: 'Trần Văn Bé', role, agency: agency === null ? null : agencyId(agency) });
    await server.running.app.get(Addresses, { strict: false }).set(account.id, `${id}@example.gov.vn`);
  };

  beforeAll(async () => {
    smtp = await mailServer();
    server = await startTestServer({
      now: '2025-03-10T09:00:00+07:00',
      over: { mail: { smtp: smtp.url, from: 'tiendo@example.gov.vn', page: 'https://tiendo.example.gov.vn' } },
    });
    await person('officer', 'so-y-te');
    await person('head', 'so-y-te');
    await person('officer', 'so-tu-phap');
    await person('committee', null);
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    const asked = { plan: '267-2025', round: '2025-Q1' };
    expect((await standing.post('/rounds', asked)).status).toBe(201);
  }, 120_000);
  afterAll(async () => {
    await server?.close();
    await smtp?.close();
  });

  it('06.7 silence escalates once a step: officer, officer, head, and after ten working days the committee', async () => {
    // Five working days before 18 March; a second run the same day records nothing.
    expect(await at('2025-03-11')).toBeGreaterThan(10);
    const [first] = smtp.mails.filter((it) => it.to.includes('officer.so-y-te@example.gov.vn'));
    const words = first ? plain(first) : '';
    expect(words).toContain('Nhắc nộp báo cáo kỳ: còn không quá 5 ngày làm việc');
    expect(words).toContain('Báo cáo quý I/2025');
    expect(words).toContain('267-2025/2025-Q1/so-y-te · hạn gửi 18/03/2025 · Sở Y tế');
    expect(words).toContain('https://tiendo.example.gov.vn/rounds/267-2025/2025-Q1/so-y-te');
    // The committee hears of two tasks that were due in January, of no report yet.
    const ofAgencies = mailed().filter((it) => !it.startsWith('committee'));
    expect(ofAgencies.sort()).toEqual(['officer.so-tu-phap@example.gov.vn', 'officer.so-y-te@example.gov.vn']);
    expect(await at('2025-03-11')).toBe(0);
    // Whoever signed is left alone.
    const officer = await server.as('officer', 'so-tu-phap');
    const head = await server.as('head', 'so-tu-phap');
    const report = '/rounds/267-2025/2025-Q1/reports/so-tu-phap';
    expect((await officer.post(report, { summary: 'Đủ', entries: [] })).status).toBe(201);
    expect((await head.post(`${report}/signature`)).status).toBe(201);
    await at('2025-03-19');
    expect(mailed()).toEqual(['officer.so-y-te@example.gov.vn']);
    await at('2025-03-21');
    expect(mailed().sort()).toEqual(['head.so-y-te@example.gov.vn', 'officer.so-y-te@example.gov.vn']);
    await at('2025-04-01');
    expect(mailed()).toEqual(expect.arrayContaining(['committee.bcd@example.gov.vn', 'head.so-y-te@example.gov.vn']));
    expect(await steps('so-y-te')).toEqual([
      'report-before-5 2025-03-18',
      'report-after-1 2025-03-18',
      'report-after-3 2025-03-18',
      'report-after-10 2025-03-18',
    ]);
    expect(await steps('so-tu-phap')).toEqual(['report-before-5 2025-03-18']);
  });

  it('begins the ladder anew when the agency was given more time, and ends when the round is closed', async () => {
    const more = { agency: 'so-y-te', until: '2025-04-10', reason: 'Đang bàn giao' };
    expect((await standing.post('/rounds/267-2025/2025-Q1/extensions', more)).status).toBe(201);
    await at('2025-04-11');
    expect((await steps('so-y-te')).at(-1)).toBe('report-after-1 2025-04-10');
    expect((await standing.post('/rounds/267-2025/2025-Q1/closing')).status).toBe(201);
    await at('2025-04-15');
    expect((await steps('so-y-te')).at(-1)).toBe('report-after-1 2025-04-10');
  });

  it('as of an earlier day only what had been reminded of by then is told, and of the plan that was asked for', async () => {
    const asked = (query: string) => standing.get(`/reminders?agency=so-y-te&round=2025-Q1&${query}`);
    const stepsOf = ({ body }: Awaited<ReturnType<typeof asked>>) => body.rows.map((it: { step: string }) => it.step);
    const then = await asked('plan=267-2025&asOf=2025-03-19');
    expect(stepsOf(then)).toEqual(['report-after-1', 'report-before-5']);
    expect(then.body).toMatchObject({ total: 2, asOf: '2025-03-19', knownOn: null });
    expect(stepsOf(await asked('knownOn=2025-03-18'))).toEqual(['report-before-5']);
    expect(stepsOf(await asked('knownOn=2025-03-18&asOf=2025-03-31'))).toEqual(['report-before-5']);
    expect((await asked('asOf=2025-03-10')).body.total).toBe(0);
    expect((await asked('plan=268-2025')).body.total).toBe(0);
    expect((await asked('asOf=30/06/2025')).status).toBe(400);
  });

  it('06.15 rebuilding the rows and reading the log again sends none of them', async () => {
    mailed();
    await server.running.app.get(ProjectionRunner).rebuild('reminder-record');
    await server.running.app.get(DataSource).query("delete from consumer_checkpoint where name = 'reminder-outbox'");
    await server.running.app.get(DataSource).query('delete from outbox');
    await commands().execute(new DeliverReminders());
    expect(mailed()).toEqual([]);
    const history = (await (await server.as('auditor')).get('/history?q=nộp báo cáo kỳ&limit=5')).body.rows;
    expect(history[0]).toMatchObject({ type: 'report-reminded', vi: expect.stringContaining('2025-Q1') });
  });
});

describe('without a mail server', () => {
  it('every step is recorded as not sent, and says why', async () => {
    const server = await startTestServer({ now: '2025-12-24T09:00:00+07:00' });
    try {
      const officer = await server.as('officer', 'so-noi-vu');
      await server.running.app.get(CommandBus).execute(new RunReminders(localDate('2025-12-24')));
      const { tried, recorded } = await server.running.app.get(CommandBus).execute(new DeliverReminders());
      expect([tried, recorded > 0]).toEqual([0, true]);
      await server.settled();
      const { body } = await officer.get('/reminders?agency=so-noi-vu');
      expect(body.rows[0].results).toMatchObject([{ result: 'not-sent', reason: 'no-mail-configured' }]);
    } finally {
      await server.close();
    }
  }, 120_000);
});
