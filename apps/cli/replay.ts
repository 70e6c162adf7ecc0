import { type Replay, ReplayStream } from '#history';
import { dayOf, type Instant, knownUpTo, Refusal, shown } from '#language';
import { taskStream } from '#tasks';
import type { Installation } from './installation.js';
import { columns, type Screen, toJson } from './screen.js';

export interface ReplayOptions {
  /** A version (`7`), a moment, or a day, which means its end. */
  readonly at?: string;
}

/** `tiendo replay`: what happened to a stream, event by event, and the state that it adds up to. */
export async function replay(it: Installation, screen: Screen, name: string, { at }: ReplayOptions): Promise<void> {
  const stream = streamOf(name);
  const version = at === undefined ? undefined : /^\d+$/.test(at) ? Number(at) : await versionAt(it, stream, knownUpTo(at, 'at'));
  const found = await it.queries.execute(new ReplayStream(stream, version));
  screen.answer(found, linesOf(found, screen));
}

/** A task may be named by its own id. */
const streamOf = (name: string) =>
  /^[a-z0-9-]+\/[A-Z]+\.[A-Z0-9.]+\/[a-z0-9-]+$/.test(name) && !name.startsWith('task-') ? taskStream(name) : name;

/** The version that a stream had at a moment. */
async function versionAt({ queries }: Installation, stream: string, moment: Instant): Promise<number> {
  const { events } = await queries.execute(new ReplayStream(stream));
  const last = events.findLast(({ recordedAt }) => recordedAt <= moment);
  if (last) return last.version;
  const first = events[0]?.recordedAt;
  throw new Refusal('nothing-recorded-yet', {
    kind: 'not-found',
    field: 'at',
    vi: `Đến ${moment} chưa có gì được ghi cho “${stream}”; sự kiện đầu tiên ghi lúc ${first}.`,
    en: `Nothing was recorded of “${stream}” by ${moment}; its first event was recorded at ${first}.`,
    figures: { moment, first },
  });
}

function linesOf({ stream, version, lastVersion, events, state }: Replay, { say, bold, dim }: Screen): string[] {
  const rows = events.map((it) => [
    `${it.version}`,
    shown(dayOf(it.recordedAt)),
    `${it.actor.name ?? it.actor.user}${it.actor.agencyName ? `, ${it.actor.agencyName}` : ''}`,
    `${say(it.vi, it.en)}${it.simulated ? dim(say(' (mô phỏng)', ' (simulated)')) : ''}`,
  ]);
  return [
    bold(`${stream}  ${say(`bản ${version} trên ${lastVersion}`, `version ${version} of ${lastVersion}`)}`),
    ...columns([[say('bản', 'version'), say('ghi ngày', 'recorded'), say('ai', 'who'), say('việc', 'what')], ...rows]),
    ...(state === null ? [] : ['', bold(say('Trạng thái', 'State')), toJson(state)]),
  ];
}
