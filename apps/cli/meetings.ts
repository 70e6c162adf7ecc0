import { type LocalDate, type PlanId, Refusal, shown } from '#language';
import {
  becomesFrom,
  ChangesSince,
  type Concern,
  Conclude,
  type ConclusionView,
  ConveneMeeting,
  FollowUp,
  FreezeAgenda,
  MeetingByNumber,
  MeetingList,
  ProposedAgenda,
  type Verdict,
} from '#meetings';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

/** `tiendo meeting list <plan>` */
export async function listMeetings({ queries }: Installation, screen: Screen, plan: PlanId): Promise<void> {
  const list = await queries.execute(new MeetingList(plan));
  const { say } = screen;
  const none = say('Chưa có phiên họp nào.', 'No meeting yet.');
  screen.answer(
    list,
    list.rows.length === 0
      ? [none]
      : columns(
          list.rows.map((it) => [
            String(it.number),
            shown(it.sitsOn),
            it.agenda === null
              ? say('chưa chốt chương trình', 'agenda not frozen')
              : say(`${it.agenda} mục`, `${it.agenda} lines`),
            say(`${it.conclusions} kết luận`, `${it.conclusions} conclusions`),
            it.title,
          ]),
        ),
  );
}

/** `tiendo meeting convene <plan> <number>` */
export async function conveneMeeting(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  number: number,
  { title, on, as }: { readonly title: string; readonly on: LocalDate; readonly as: string },
): Promise<void> {
  const command = new ConveneMeeting(plan, number, { title, sitsOn: on }, await it.envelope(as));
  const { position } = await it.commands.execute(command);
  await it.caughtUp(position);
  await listMeetings(it, screen, plan);
}

/** `tiendo meeting agenda <plan> [number]`: the frozen agenda of a meeting, or what would be on the next one now. */
export async function showAgenda(
  { queries }: Installation,
  screen: Screen,
  plan: PlanId,
  number: number | undefined,
): Promise<void> {
  const { say } = screen;
  const frozen = number === undefined ? null : (await queries.execute(new MeetingByNumber(plan, number))).agenda;
  const { lines, leftOut = 0 } =
    number === undefined ? await queries.execute(new ProposedAgenda(plan)) : (frozen ?? { lines: [] });
  const none =
    frozen === null && number !== undefined
      ? say('Chưa chốt chương trình.', 'Not frozen yet.')
      : say('Không có mục nào.', 'Nothing.');
  screen.answer(
    { plan, number: number ?? null, frozen: frozen !== null, lines, leftOut },
    lines.length === 0
      ? [none]
      : [
          ...columns(
            lines.map((it) => [
              say(...concerns[it.concern]),
              it.task,
              it.lateDays > 0 ? say(`muộn ${it.lateDays} ngày`, `${it.lateDays} days late`) : it.dueOn ? shown(it.dueOn) : '–',
              it.title,
            ]),
          ),
          ...(leftOut > 0 ? [say(`… và ${leftOut} việc nữa.`, `… and ${leftOut} more.`)] : []),
        ],
  );
}

/** `tiendo meeting freeze <plan> <number>`: the agenda at the log's position now; once. */
export async function freezeAgenda(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  number: number,
  { as }: { readonly as: string },
): Promise<void> {
  const { position } = await it.commands.execute(new FreezeAgenda(plan, number, {}, await it.envelope(as)));
  await it.caughtUp(position);
  await showAgenda(it, screen, plan, number);
}

/** `tiendo meeting show <plan> <number>`: its conclusions with what came of them, and those of the meetings before. */
export async function showMeeting({ queries }: Installation, screen: Screen, plan: PlanId, number: number): Promise<void> {
  const it = await queries.execute(new MeetingByNumber(plan, number));
  const { say, bold } = screen;
  const outcome = ({ carried, refused }: ConclusionView) =>
    refused
      ? say(refused.vi, refused.en)
      : carried
        ? (carried.item ?? say('đã chuyển', 'carried'))
        : say('chờ chuyển', 'waiting');
  const line = (one: ConclusionView) => {
    const last = one.followUps.at(-1);
    return [`${one.meeting}.${one.conclusion}`, outcome(one), last ? say(...verdictWords[last.verdict]) : '–', one.text];
  };
  const list = (title: string, all: readonly ConclusionView[]) =>
    all.length === 0 ? [] : ['', bold(title), ...columns(all.map(line))];
  screen.answer(it, [
    bold(`${it.number}. ${it.title}`),
    shown(it.sitsOn),
    ...list(say('Kết luận', 'Conclusions'), it.conclusions),
    ...list(say('Kết luận các phiên trước', 'Conclusions of the meetings before'), it.earlier),
  ]);
}

/** `tiendo meeting changes <plan> <number>`: everything recorded since the agenda of the meeting before was frozen. */
export async function showChanges({ queries }: Installation, screen: Screen, plan: PlanId, number: number): Promise<void> {
  const changes = await queries.execute(new ChangesSince(plan, number));
  const { say } = screen;
  const { from, to, rows, total } = changes;
  screen.answer(changes, [
    say(`${total} thay đổi, vị trí ${from} đến ${to} của sổ`, `${total} changes, positions ${from} to ${to} of the log`),
    ...rows.map((it) => `${it.recordedAt.slice(0, 10)}  ${say(it.vi, it.en)}`),
  ]);
}

export interface ConcludeOptions {
  readonly text: string;
  readonly document: string;
  readonly task?: string;
  readonly request?: string;
  readonly until?: LocalDate;
  readonly to?: string;
  readonly cause?: string;
  readonly from?: LocalDate;
  readonly through?: LocalDate;
  readonly agency?: string;
  readonly title?: string;
  readonly due?: LocalDate;
  readonly obstacle?: string;
  readonly next?: string;
  readonly as: string;
}

/** `tiendo meeting conclude <plan> <number> <kind>`: and carries it to its task. */
export async function conclude(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  number: number,
  kind: string,
  { text, document, as, to, through, due, ...rest }: ConcludeOptions,
): Promise<void> {
  const becomes = becomesFrom({ kind, ...rest, to: kind === 'objective-cause' ? through : to, dueOn: due });
  const command = new Conclude(plan, number, { text, document: { number: document }, becomes }, await it.envelope(as));
  await it.commands.execute(command);
  await it.caughtUp(await it.store.head());
  await showMeeting(it, screen, plan, number);
}

/** `tiendo meeting follow-up <plan> <number> <meeting.conclusion> <verdict>` */
export async function followUp(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  number: number,
  of: string,
  verdict: Verdict,
  { note, as }: { readonly note?: string; readonly as: string },
): Promise<void> {
  const [, meeting, conclusion] = /^(\d{1,3})\.(\d{1,3})$/.exec(of) ?? [];
  if (!meeting || !conclusion) throw notAConclusion(of);
  const body = { meeting: Number(meeting), conclusion: Number(conclusion), verdict, note: note ?? null };
  const { position } = await it.commands.execute(new FollowUp(plan, number, body, await it.envelope(as)));
  await it.caughtUp(position);
  await showMeeting(it, screen, plan, number);
}

const notAConclusion = (text: string) =>
  new Refusal('malformed-conclusion', {
    kind: 'invalid',
    field: 'conclusion',
    vi: `“${text}” không phải số kết luận; ví dụ đúng: 1.2 là kết luận 2 của phiên 1.`,
    en: `“${text}” is not the number of a conclusion; 1.2 is conclusion 2 of meeting 1.`,
    figures: { text },
  });

const verdictWords: Readonly<Record<Verdict, readonly [string, string]>> = {
  done: ['đã xong', 'done'],
  'under-way': ['đang làm', 'under way'],
  'not-done': ['chưa làm', 'not done'],
};

const concerns: Readonly<Record<Concern, readonly [string, string]>> = {
  overdue: ['quá hạn', 'overdue'],
  blocked: ['vướng mắc', 'blocked'],
  undated: ['chưa có hạn', 'undated'],
  silent: ['im lặng', 'silent'],
};
