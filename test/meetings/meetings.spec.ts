import { CommandBus } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, commandIdFrom, EVENT_STORE, type EventStore, newCommandId } from '#event-store';
import { agencyId, instant, itemCode, localDate, planId, type TaskId, taskId, userId } from '#language';
import { CarryConclusions, meeting, meetingStream } from '#meetings';
import { AcceptObjectiveCause, AssignTask, RunWatch } from '#tasks';
import { type Answer, type Client, startTestServer, type TestServer } from '../server.js';

/** A meeting over HTTP: its frozen agenda, its conclusions on their way to the tasks, and the next meeting. */
describe('committee meetings over HTTP', () => {
  let server: TestServer;
  let officer: Client;
  let standing: Client;
  let committee: Client;
  let task: string;
  let last: string;
  const first = '/meetings/267-2025/1';
  const document = { number: '15/TB-BCĐ' };
  const posted = (answer: Answer) => {
    expect(answer.status === 201 ? '' : `${answer.status} ${answer.text.slice(0, 400)}`).toBe('');
    last = answer.body.position;
    return answer.body as { stream: string; position: string };
  };
  const on = async (day: string) => {
    server.clock.set(instant(`${day}T09:00:00+07:00`));
    officer = await server.as('officer', 'so-y-te');
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    committee = await server.as('committee');
  };
  const head = async () => String(await server.running.app.get<EventStore>(EVENT_STORE, { strict: false }).head());
  beforeAll(async () => {
    server = await startTestServer({ now: '2026-01-12T09:00:00+07:00' });
    await on('2026-01-12');
    await server.running.app.get(CommandBus, { strict: false }).execute(new RunWatch('2026-01-12' as never));
    const { body } = await officer.get('/tasks?agency=so-y-te&status=overdue&sort=item&size=50');
    task = body.rows.find((it: { dueOn: string }) => it.dueOn === '2025-12-31').id;
  }, 120_000);
  afterAll(() => server.close());

  it('is convened for a plan that is on record, and for no other', async () => {
    const asked = { plan: '999-2025', number: 1, title: 'Phiên họp', sitsOn: '2026-01-13' };
    expect((await standing.post('/meetings', asked)).body).toMatchObject({ status: 404, code: 'unknown-plan' });
  });

  it('freezes its agenda of the overdue, the blocked and the undated at a position of the log', async () => {
    const raised = { task, title: 'Chờ phê duyệt', description: 'Đã trình.', waits: 'decision', since: '2026-01-05' };
    posted(await officer.post('/obstacles', raised));
    const body = { plan: '267-2025', number: 1, title: 'Phiên họp quý I', sitsOn: '2026-01-13' };
    posted(await standing.post('/meetings', body));
    expect((await standing.post('/meetings', body)).body.code).toBe('meeting-already-convened');
    const frozen = posted(await standing.post(`${first}/agenda`));
    const { agenda } = (await committee.get(`${first}?after=${frozen.position}`)).body;
    const concerns = new Set(agenda.lines.map((it: { concern: string }) => it.concern));
    expect(['overdue', 'blocked', 'undated'].filter((it) => !concerns.has(it))).toEqual([]);
    expect(Number(agenda.position)).toBeLessThan(Number(frozen.position));
    // What happens afterwards does not change it.
    posted(
      await officer.post(`/tasks/${task}/completion`, { narrative: 'Xong', evidence: [], document, occurredOn: '2026-01-12' }),
    );
    expect((await committee.get(`${first}?after=${last}`)).body.agenda).toEqual(agenda);
    expect((await standing.post(`${first}/agenda`)).status).toBe(200);
  });

  it('concludes through the commands of the tasks and obstacles, and says where one was refused', async () => {
    const conclude = (becomes: object, text = 'Theo kết luận của Trưởng Ban') =>
      committee.post(`${first}/conclusions`, { text, document, becomes });
    expect((await conclude({ kind: 'note' })).body.code).toBe('meeting-not-yet-held');
    await on('2026-01-13');
    expect((await standing.post(`${first}/conclusions`, { text: 'x', document, becomes: { kind: 'note' } })).body.code).toBe(
      'not-the-committee',
    );
    expect((await conclude({ kind: 'reward' })).body).toMatchObject({ code: 'malformed-conclusion', field: 'becomes.kind' });
    posted(
      await conclude({ kind: 'new-task', agency: 'so-y-te', title: 'Hoàn thiện hồ sơ sức khỏe điện tử', dueOn: '2026-03-31' }),
    );
    const cause = { kind: 'objective-cause', task, cause: 'awaiting-decision', from: '2026-01-05', to: '2026-01-12' };
    posted(await conclude(cause));
    posted(await conclude({ kind: 'extension', task, request: 'khong-co', until: '2026-02-28' }));
    const { conclusions } = (await committee.get(`${first}?after=${await head()}`)).body;
    expect(conclusions).toMatchObject([
      { conclusion: 1, carried: { item: 'KL-1.1' }, refused: null },
      { conclusion: 2, carried: { item: null }, refused: null },
      { conclusion: 3, carried: null, refused: { code: expect.any(String) } },
    ]);
    const made = (await officer.get(`/tasks/267-2025/KL-1.1/so-y-te`)).body;
    expect(made).toMatchObject({ agency: { name: 'Sở Y tế' }, dueOn: '2026-03-31', status: 'not-started' });
    const history = (await officer.get(`/tasks/${task}/history`)).body.rows;
    expect(history.at(-1)).toMatchObject({ type: 'objective-cause-accepted', vi: expect.stringContaining('khách quan') });
  });

  it('an accepted objective cause reaches the task, the register and the scorecard: told apart, and no late day taken off', async () => {
    // Due on 31 December, claimed on 12 January; accepted were the 5th to the 12th.
    const { body } = await officer.get(`/tasks/${task}`);
    expect(body).toMatchObject({ status: 'awaiting-acceptance', lateDays: 12, excusedDays: 8 });
    expect(body.objectiveCauses).toMatchObject([{ cause: 'awaiting-decision', from: '2026-01-05', to: '2026-01-12' }]);
    expect(body.why.steps.map((it: { vi: string }) => it.vi).join(' ')).toContain('công nhận nguyên nhân khách quan');
    const { rows } = (await officer.get(`/tasks?agency=so-y-te&size=100&after=${await head()}`)).body;
    expect(rows.find((it: { id: string }) => it.id === task)).toMatchObject({ lateDays: 12, excusedDays: 8 });
    // On the officer's own page the month has as many overdue as the board: a claim made late clears nothing while it waits.
    const isLate = (it: { dueOn: string | null; lateDays: number }) => it.dueOn?.startsWith('2025-12') && it.lateDays > 0;
    const { calendar } = (await officer.get('/my-tasks')).body;
    expect(calendar.find((it: { month: string }) => it.month === '2025-12').overdue).toBe(rows.filter(isLate).length);
    const interior = await server.as('interior');
    const card = (await interior.get('/scorecards/so-y-te')).body;
    expect(card.objective).toMatchObject({ tasks: 1, wholly: 0, lateDays: 12, excusedDays: 8 });
    const figure = card.figures.find((it: { key: string }) => it.key === 'objective');
    expect(figure.tasks).toMatchObject([{ id: task, lateDays: 12, excusedDays: 8 }]);
    expect(figure.tasks[0].events.map((it: { type: string }) => it.type)).toContain('objective-cause-accepted');
    const all = (await interior.get('/scorecards')).body;
    expect(all.total.objective).toEqual({ ...card.objective, onTime: all.total.objective.onTime });
    expect(all.rows.find((it: { agency: { id: string } }) => it.agency.id === 'so-y-te').objective).toEqual(card.objective);
    // The day before it was accepted nothing of it is known.
    expect((await officer.get(`/tasks/${task}?asOf=2026-01-12`)).body).toMatchObject({ lateDays: 12, excusedDays: 0 });
  });

  it('carries a conclusion once, killed before its command or between the command and the record of it', async () => {
    const aggregates = server.running.app.get<Aggregates>(AGGREGATES, { strict: false });
    const commands = server.running.app.get(CommandBus, { strict: false });
    const stream = meetingStream(planId('267-2025'), 1);
    const actor = { user: userId('u_chair'), agency: null, role: 'committee' } as const;
    const becomes = { kind: 'new-task', agency: 'so-tu-phap', title: 'Rà soát văn bản', dueOn: '2026-04-30' } as never;
    // Written, and the process dies before carrying.
    const command = { type: 'conclude', text: 'Giao Sở Tư pháp', document, becomes } as const;
    await aggregates.execute(meeting, stream, command, { actor, commandId: newCommandId() });
    await commands.execute(new CarryConclusions());
    // Carried, and the process dies before it is written down: the task's own command is already there.
    const span = { cause: 'funding', from: '2026-01-02', to: '2026-01-04' } as never as {
      cause: 'funding';
      from: never;
      to: never;
    };
    const accepted = { ...command, becomes: { kind: 'objective-cause', task, ...span } as never };
    await aggregates.execute(meeting, stream, accepted, { actor, commandId: newCommandId() });
    const event = (await server.running.app.get<EventStore>(EVENT_STORE, { strict: false }).read(stream)).at(-1);
    const commandId = commandIdFrom(actor.user, `conclusion ${event?.id}`);
    const body = { ...span, reason: command.text, document };
    await commands.execute(new AcceptObjectiveCause(task as TaskId, body, { actor, commandId }));
    expect(await commands.execute(new CarryConclusions())).toBe(1);
    const causes = (await officer.get(`/tasks/${task}/history`)).body.rows.filter(
      (it: { type: string; data: { cause?: string } }) => it.type === 'objective-cause-accepted' && it.data.cause === 'funding',
    );
    expect(causes).toHaveLength(1);
    const before = await head();
    // Again from the start, as after a kill: nothing is written twice.
    await commands.execute(new CarryConclusions());
    await commands.execute(new CarryConclusions(stream));
    expect(await head()).toBe(before);
    const { rows } = (await standing.get(`/tasks/267-2025/KL-1.4/so-tu-phap/history`)).body;
    expect(rows.map((it: { type: string }) => it.type)).toEqual(['assigned']);
  });

  it('the next meeting shows what changed since, and follows the conclusions up', async () => {
    await on('2026-02-10');
    const elsewhere = taskId(planId('9-2026'), itemCode('IV.I.1'), agencyId('so-y-te'));
    const assigned = {
      ...{ plan: planId('9-2026'), item: itemCode('IV.I.1'), section: 'I', title: 'Việc của kế hoạch khác' },
      ...{ agency: agencyId('so-y-te'), printedLead: 'Sở Y tế', group: null, unit: null, coordinating: [] },
      due: { kind: 'unset', printed: '' } as const,
      on: localDate('2026-02-10'),
    };
    const actor = { user: userId('u_standing'), agency: agencyId('so-thong-tin-va-truyen-thong'), role: 'standing' } as const;
    await server.running.app
      .get(CommandBus, { strict: false })
      .execute(new AssignTask(elsewhere, assigned, { actor, commandId: newCommandId() }));
    const raised = { task: elsewhere, title: 'Chờ', description: 'Chờ.', waits: 'none', since: '2026-02-10' };
    const foreign = posted(await officer.post('/obstacles', raised)).stream;
    const up = { to: 'standing', reason: 'Vượt thẩm quyền' };
    posted(await officer.post(`/obstacles/${foreign.slice('obstacle-'.length)}/escalation`, up));
    // Blocked and in time: its line says when it is due all the same.
    const blocked = posted(await officer.post('/obstacles', { ...raised, task: '267-2025/KL-1.1/so-y-te' })).stream;
    const monitored = { monitor: 'so-y-te', reason: 'Giao Sở Y tế theo dõi', document };
    posted(await standing.post('/targets/267-2025/III.I.1/bodies', monitored));
    posted(await standing.post('/meetings', { plan: '267-2025', number: 2, title: 'Phiên họp tháng 2', sitsOn: '2026-02-10' }));
    const { position: frozen } = posted(await standing.post('/meetings/267-2025/2/agenda'));
    const { lines } = (await committee.get(`/meetings/267-2025/2?after=${frozen}`)).body.agenda;
    expect(lines.find((it: { obstacle: string | null }) => blocked === `obstacle-${it.obstacle}`)).toMatchObject({
      ...{ concern: 'blocked', task: '267-2025/KL-1.1/so-y-te', agency: 'so-y-te' },
      ...{ dueOn: '2026-03-31', lateDays: 0 },
    });
    const changes = (await committee.get('/meetings/267-2025/2/changes')).body;
    // Each as the history says it.
    const auditor = await server.as('auditor');
    const recorded = (await auditor.get(`/history?limit=200&after=${frozen}`)).body.rows;
    const said = (rows: { position: string; vi: string; en: string }[]) =>
      rows.map(({ position, vi, en }) => ({ position, vi, en })).sort((a, b) => Number(a.position) - Number(b.position));
    const positions = new Set(changes.rows.map((it: { position: string }) => it.position));
    expect(said(changes.rows)).toEqual(said(recorded.filter((it: { position: string }) => positions.has(it.position))));
    expect(changes.counts).toMatchObject({ 'bodies-changed': 1 });
    expect(changes.counts).toMatchObject({ assigned: 2, completed: 1, 'objective-cause-accepted': 2 });
    // What happened to an obstacle of another plan is that plan’s business.
    expect(changes.rows.every((it: { stream: string }) => it.stream !== foreign)).toBe(true);
    expect(changes.rows.map((it: { vi: string }) => it.vi).join(' ')).toContain('Sở Y tế');
    const followUp = { meeting: 1, conclusion: 1, verdict: 'under-way', note: 'Đã lập kế hoạch' };
    posted(await standing.post('/meetings/267-2025/2/follow-ups', followUp));
    expect((await standing.post('/meetings/267-2025/2/follow-ups', { ...followUp, conclusion: 9 })).body.code).toBe(
      'unknown-conclusion',
    );
    expect((await standing.post('/meetings/267-2025/1/follow-ups', followUp)).body.code).toBe('not-an-earlier-meeting');
    const { earlier } = (await committee.get(`/meetings/267-2025/2?after=${await head()}`)).body;
    expect(earlier.find((it: { conclusion: number }) => it.conclusion === 1).followUps).toMatchObject([
      { at: 2, verdict: 'under-way' },
    ]);
    const done = async () =>
      (await committee.get(`/meetings/267-2025?after=${last}`)).body.rows.map((it: { number: number; done: number }) => [
        it.number,
        it.done,
      ]);
    expect(await done()).toEqual([
      [2, 0],
      [1, 0],
    ]);
    posted(await standing.post('/meetings/267-2025/2/follow-ups', { ...followUp, verdict: 'done', note: 'Đã ban hành' }));
    expect(await done()).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });
});
