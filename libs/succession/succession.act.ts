import { type AgencyRecord, agencyOn, holds, notRegistered, type Registry } from '#agencies';
import { type AgencyId, addDays, Refusal, shown } from '#language';
import type { Act, GroupChange } from './succession.events.js';

/** Who is proposed for the duties of a body: whom the act names, else the only one that may take over. */
export const heirOf = (act: Act, from: AgencyId): AgencyId | null =>
  act.heirs.find((it) => it.from === from)?.to ?? (act.to.length === 1 ? (act.to[0] ?? null) : null);

const refuse = (code: string, field: string, vi: string, en: string, figures: Record<string, unknown>): never => {
  throw new Refusal(code, { field, vi, en, figures });
};

/** Refuses an act that does not fit in itself or with the registry: unknown bodies, bodies that are no more, a ring, wrong numbers for its kind. */
export function mustFit(act: Act, registry: Registry): void {
  const known = new Map(registry.agencies.map((it): [AgencyId, AgencyRecord] => [it.id, it]));
  const born = new Set(act.bodies.map((it) => it.agency));
  mustHaveSides(act);
  for (const id of [...act.from, ...act.changes.map((it) => it.agency)]) mustStandUntil(act, id, known.get(id), 'from');
  for (const id of act.to) if (!born.has(id)) mustStandUntil(act, id, known.get(id), 'to');
  for (const id of born)
    if (known.has(id))
      refuse(
        'agency-already-registered',
        'bodies',
        `“${id}” đã có trong danh mục; hãy nêu ở bên nhận, không đăng ký mới.`,
        `“${id}” is registered already; name it on the receiving side instead of registering it.`,
        { agency: id },
      );
  for (const { group } of act.groups)
    if (!registry.groups.some((it) => it.id === group))
      refuse('unknown-group', 'groups', `Danh mục không có nhóm “${group}”.`, `The registry has no group “${group}”.`, { group });
}

function mustHaveSides({ kind, from, to, ends, heirs, changes }: Act): void {
  const wrong = (field: string, vi: string, en: string) =>
    refuse('wrong-sides', field, vi, en, { kind, from: from.length, to: to.length });
  if (from.length === 0 && changes.length === 0)
    wrong('from', 'Chưa nêu cơ quan nào thay đổi.', 'No body is named that changes.');
  if (kind === 'rename' && changes.length === 0) wrong('changes', 'Đổi tên cần tên mới.', 'A renaming needs the new name.');
  if (kind === 'merge' && to.length !== 1)
    wrong('to', 'Hợp nhất có đúng một cơ quan nhận.', 'A merger has exactly one receiving body.');
  if (kind === 'split' && (from.length !== 1 || to.length < 2))
    wrong('to', 'Chia tách là từ một cơ quan ra ít nhất hai.', 'A split is of one body into two or more.');
  if (kind === 'move-function' && (ends.length > 0 || to.length === 0))
    wrong(
      'ends',
      'Chuyển chức năng không giải thể cơ quan nào và cần cơ quan nhận.',
      'Moving a function ends no body and needs a receiving one.',
    );
  const stray = ends.find((it) => !from.includes(it)) ?? heirs.find((it) => !from.includes(it.from) || !to.includes(it.to))?.from;
  if (stray) wrong('heirs', `“${stray}” không thuộc bên giao hoặc bên nhận.`, `“${stray}” is on neither side of the act.`);
  const ring = to.find((it) => from.includes(it));
  if (ring)
    refuse(
      'succeeds-itself',
      'to',
      `“${ring}” vừa giao vừa nhận; cơ quan tiếp tục tồn tại chỉ nêu ở bên nhận.`,
      `“${ring}” both passes on and receives; a body that goes on is named on the receiving side only.`,
      { agency: ring },
    );
}

function mustStandUntil(act: Act, id: AgencyId, record: AgencyRecord | undefined, field: string): void {
  if (!record) throw notRegistered(id, field);
  const before = addDays(act.on, -1);
  if (record.to !== null)
    refuse(
      'agency-dissolved',
      field,
      `“${agencyOn(record, before).name}” đã kết thúc từ ${shown(record.to)}; không kế thừa lần nữa được.`,
      `“${id}” ended on ${shown(record.to)} and cannot be succeeded again.`,
      { agency: id, dissolvedOn: record.to },
    );
  if (!holds(record, before))
    refuse(
      'not-yet-an-agency',
      field,
      `“${agencyOn(record, act.on).name}” chưa có vào ngày ${shown(before)}; kiểm tra ngày hiệu lực.`,
      `“${id}” did not exist on ${shown(before)}; check the effective day.`,
      { agency: id, from: record.from },
    );
}

/**
 * How the groups change when nothing else is said: who ends leaves every group; a body that takes over and is of the same
 * sort joins the groups that its predecessors were in. A commune does not join the group of districts.
 */
export function groupChangesOf(act: Omit<Act, 'groups'>, registry: Registry): readonly GroupChange[] {
  const before = addDays(act.on, -1);
  const kindOf = (id: AgencyId) => {
    const record = registry.agencies.find((it) => it.id === id);
    return act.bodies.find((it) => it.agency === id)?.kind ?? (record ? agencyOn(record, before).kind : null);
  };
  return registry.groups.flatMap(({ id: group, members }) => {
    const inside = new Set(members.filter((it) => holds(it, before)).map((it) => it.agency));
    const leaving = act.ends.filter((it) => inside.has(it));
    const joining = act.to.filter((to) => {
      const gone = leaving.filter((it) => act.to.length === 1 || act.heirs.some((heir) => heir.from === it && heir.to === to));
      return !inside.has(to) && gone.some((it) => kindOf(it) === kindOf(to));
    });
    return [
      ...leaving.map((agency): GroupChange => ({ group, agency, change: 'leaves' })),
      ...joining.map((agency): GroupChange => ({ group, agency, change: 'joins' })),
    ];
  });
}
