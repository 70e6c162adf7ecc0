import { type LocalDate, type PlanId, shown } from '#language';
import { type Concern, ConveneMeeting, MeetingByNumber, MeetingList, ProposedAgenda } from '#meetings';
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
  const lines = number === undefined ? await queries.execute(new ProposedAgenda(plan)) : (frozen?.lines ?? []);
  const none =
    frozen === null && number !== undefined
      ? say('Chưa chốt chương trình.', 'Not frozen yet.')
      : say('Không có mục nào.', 'Nothing.');
  screen.answer(
    { plan, number: number ?? null, frozen: frozen !== null, lines },
    lines.length === 0
      ? [none]
      : columns(
          lines.map((it) => [
            say(...concerns[it.concern]),
            it.task,
            it.lateDays > 0 ? say(`muộn ${it.lateDays} ngày`, `${it.lateDays} days late`) : it.dueOn ? shown(it.dueOn) : '–',
            it.title,
          ]),
        ),
  );
}

const concerns: Readonly<Record<Concern, readonly [string, string]>> = {
  overdue: ['quá hạn', 'overdue'],
  blocked: ['vướng mắc', 'blocked'],
  undated: ['chưa có hạn', 'undated'],
  silent: ['im lặng', 'silent'],
};
