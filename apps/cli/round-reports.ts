import { type AgencyId, type Percent, type PlanId, percent, Refusal, shown, type TaskId } from '#language';
import {
  type Entry,
  PrepareRoundReport,
  ReturnRoundReport,
  RoundReportOf,
  RoundSynthesis,
  type Saying,
  SignRoundReport,
  SupplementRoundReport,
  type Telling,
} from '#reporting';
import type { Clocks } from '#tasks';
import type { Installation } from './installation.js';
import { type Acting, type InRound, showRound, words } from './rounds.js';
import { columns, type Screen } from './screen.js';

/** `tiendo round report <plan> <round> <agency>`: what it owes, what it says, and what it could say. */
export async function showReport(
  { queries }: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  clocks: Clocks,
): Promise<void> {
  const it = await queries.execute(new RoundReportOf(plan, round, agency, clocks));
  const { say, bold, dim } = screen;
  screen.answer(it, [
    bold(`${it.agency.name} · ${it.title}`),
    `${say(...words[it.standing])} · ${say('hạn', 'due')} ${shown(it.closesOn)}`,
    ...(it.summary ? [it.summary] : []),
    ...columns(
      it.owed.map((line) => {
        const { entry, suggested } = line;
        const told = entry ? toldIn(entry, screen) : suggested ? dim(say('có thể điền sẵn', 'could be filled in')) : '–';
        return [line.item, told, (entry ?? suggested)?.words || line.title];
      }),
    ),
  ]);
}

export interface PrepareOptions extends Acting {
  readonly summary?: string;
  /** Fill in what was reported on the tasks in the window. */
  readonly prefill?: boolean;
  /** `IV.I.1=zero:Chưa phát sinh`, an item each. */
  readonly say?: readonly string[];
}

/** `tiendo round prepare …`: what was reported already, and what is said besides; the head signs it. */
export async function prepareReport(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  { summary, prefill = true, say = [], as }: PrepareOptions,
): Promise<void> {
  const report = await it.queries.execute(new RoundReportOf(plan, round, agency));
  const entries = new Map<TaskId, Entry>();
  for (const { task, entry, suggested } of report.owed) {
    const from = entry ?? (prefill ? suggested : null);
    if (from) entries.set(task, { task, said: from.said, progress: from.progress, words: from.words });
  }
  for (const text of say) {
    const [, item = '', said = '', progress, told = ''] =
      /^([^=]+)=(reported|zero|not-applicable)(?:@(\d{1,3}))?(?::(.*))?$/s.exec(text) ?? [];
    const line = report.owed.find((one) => one.item === item);
    if (!line) throw unreadable(text);
    const reached = progress === undefined ? null : percent(Number(progress));
    entries.set(line.task, { task: line.task, said: said as Saying, progress: reached, words: told });
  }
  const body = { summary: summary ?? report.summary, entries: [...entries.values()] };
  const { position } = await it.commands.execute(new PrepareRoundReport(plan, round, agency, body, await it.envelope(as)));
  await it.caughtUp(position);
  await showReport(it, screen, plan, round, agency, {});
}

/** `tiendo round sign <plan> <round> <agency>`: the head signs, and the report is sent. */
export async function signReport(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  { as }: Acting,
): Promise<void> {
  const { position } = await it.commands.execute(new SignRoundReport(plan, round, agency, {}, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

/** `tiendo round return <plan> <round> <agency>`: what was sent goes back, with the reason. */
export async function returnReport(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  { reason, as }: InRound,
): Promise<void> {
  const { position } = await it.commands.execute(new ReturnRoundReport(plan, round, agency, { reason }, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

export interface SupplementOptions extends InRound {
  readonly text: string;
  readonly progress?: Percent;
}

/** `tiendo round supplement <plan> <round> <agency> <item>`: after the closing; the report as closed stays. */
export async function supplementReport(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  item: string,
  { text, progress, reason, document, as }: SupplementOptions,
): Promise<void> {
  const { owed } = await it.queries.execute(new RoundReportOf(plan, round, agency));
  const line = owed.find((one) => one.item === item);
  if (!line) throw unreadable(item);
  const entries = [{ task: line.task, said: 'reported' as const, progress: progress ?? null, words: text }];
  const body = { reason, entries, document: document === undefined ? null : { number: document } };
  const { position } = await it.commands.execute(new SupplementRoundReport(plan, round, agency, body, await it.envelope(as)));
  await it.caughtUp(position);
  await showReport(it, screen, plan, round, agency, {});
}

/** `tiendo round synthesis <plan> <round>`: what was received, item by item, each word with who said it. */
export async function showSynthesis(
  { queries }: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  clocks: Clocks,
): Promise<void> {
  const it = await queries.execute(new RoundSynthesis(plan, round, clocks));
  const { say, bold } = screen;
  const { reported, zero, blank, exempt } = it.told;
  const silent = it.told['no-report'];
  screen.answer(it, [
    bold(it.title),
    say(
      `${reported} có kết quả, ${zero} chưa phát sinh, ${it.told['not-applicable']} không áp dụng, ${blank} để trống, ${exempt} được miễn, ${silent} không nêu gì`,
      `${reported} reported, ${zero} zero, ${it.told['not-applicable']} not applicable, ${blank} left blank, ${exempt} exempt, ${silent} with nothing said`,
    ),
    ...it.items.flatMap(({ item, title, entries }) => [
      '',
      bold(`${item} ${title}`),
      ...entries.map((one) => `  ${one.agency.name}: ${one.words || say(...sayingWords[one.said])}`),
    ]),
  ]);
}

const sayingWords: Readonly<Record<Telling, readonly [string, string]>> = {
  reported: ['có kết quả', 'reported'],
  zero: ['chưa phát sinh', 'zero'],
  'not-applicable': ['không áp dụng', 'not applicable'],
  blank: ['để trống', 'left blank'],
  'no-report': ['không nêu gì', 'nothing said'],
  exempt: ['được miễn', 'exempt'],
};

const toldIn = ({ said, progress }: Omit<Entry, 'task'>, { say }: Screen) =>
  `${say(...sayingWords[said])}${progress === null ? '' : ` ${progress} %`}`;

const unreadable = (text: string) =>
  new Refusal('not-owed', {
    kind: 'invalid',
    field: 'say',
    vi: `“${text}” không nêu một mục mà cơ quan phải báo cáo; ví dụ đúng: IV.I.1=zero:Chưa phát sinh, IV.I.2=reported@40:Đã triển khai.`,
    en: `“${text}” does not name an item that the agency owes; right is IV.I.1=zero:Nothing yet or IV.I.2=reported@40:Under way.`,
    figures: { text },
  });
