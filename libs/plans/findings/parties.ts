import type { ReadParty } from '#agencies';
import { type Observation, quoted } from '../finding.js';
import type { PartiesRead } from '../plan.assignments.js';
import type { DraftSection } from '../plan.draft.js';
import type { ItemRow, ReadRow } from '../plan.events.js';

interface Named {
  readonly appendix: string;
  readonly section: string;
  readonly row: ReadRow;
  readonly role: string;
  readonly party: ReadParty;
}

/** What the names of bodies leave open: groups that lead, names nobody knows, several spellings of one, turned roles. */
export function partyFindings(sections: readonly DraftSection[], parties: PartiesRead): Observation[] {
  const named = sections.flatMap(({ appendix, section, rows }) =>
    rows.flatMap((row) =>
      ['lead', 'coordinating', 'executor', 'monitor', 'owner'].flatMap((role) =>
        (parties[`${row.code}/${role}`] ?? []).map((party): Named => ({ appendix, section: section.numeral, row, role, party })),
      ),
    ),
  );
  return [
    ...leads(sections, parties),
    ...unknown(named),
    ...spellings(named),
    ...vague(named),
    ...groupCounts(sections, parties),
    ...turnedRoles(sections, parties),
  ];
}

function leads(sections: readonly DraftSection[], parties: PartiesRead): Observation[] {
  return sections.flatMap(({ appendix, rows }) =>
    rows.flatMap((row): Observation[] => {
      if (row.kind !== 'item') return [];
      const read = parties[`${row.code}/lead`] ?? [];
      const at = { item: row.code, appendix, line: row.line, printed: row.lead };
      const title = quoted(row.title, 60);
      const members = new Set(read.flatMap((it) => (it.kind === 'group' ? it.members.map((member) => member.id) : [])));
      const found: Observation[] = [];
      if (read.some((it) => it.kind === 'group'))
        found.push({
          ...at,
          severity: 'decision',
          code: members.size > 0 ? 'lead-is-group' : 'lead-group-without-members',
          proposed: members.size > 0 ? [...members].join(', ') : null,
          vi: `${row.code} “${title}”: cơ quan chủ trì là nhóm “${row.lead}”; ${members.size > 0 ? `tách thành ${members.size} nhiệm vụ, mỗi thành viên một nhiệm vụ` : 'nhóm chưa có thành viên nên chưa giao được cho ai'}.`,
          en: `${row.code} “${title}”: a group leads, “${row.lead}”; ${members.size > 0 ? `it becomes ${members.size} tasks, one for each member` : 'the group has no members, so nobody is accountable yet'}.`,
          figures: { members: members.size, groups: read.filter((it) => it.kind === 'group').map((it) => it.id) },
        });
      const agencies = read.filter((it) => it.kind === 'agency');
      if (agencies.length > 1)
        found.push({
          ...at,
          severity: 'decision',
          code: 'lead-is-several',
          vi: `${row.code} “${title}”: ${agencies.length} cơ quan cùng chủ trì; mỗi cơ quan nhận một nhiệm vụ.`,
          en: `${row.code} “${title}”: ${agencies.length} agencies lead together; each gets a task.`,
          figures: { agencies: agencies.map((it) => it.id) },
        });
      for (const { unit, printed, name } of read)
        if (unit)
          found.push({
            ...at,
            severity: 'notice',
            code: 'lead-names-sub-unit',
            printed,
            vi: `${row.code}: trong ngoặc là đơn vị trực tiếp làm (“${unit}”); cơ quan chịu trách nhiệm là ${name ?? printed}.`,
            en: `${row.code}: the unit in parentheses does the work (“${unit}”); the accountable agency is ${name ?? printed}.`,
            figures: { unit },
          });
      return found;
    }),
  );
}

function unknown(named: readonly Named[]): Observation[] {
  const seen = new Map<string, Named[]>();
  for (const it of named)
    if (it.party.kind === 'unknown') seen.set(it.party.printed, [...(seen.get(it.party.printed) ?? []), it]);
  return [...seen].flatMap(([printed, places]) => {
    const [first] = places;
    if (!first) return [];
    const codes = places.map((it) => it.row.code);
    const { candidates } = first.party;
    const leading = places.some((it) => it.role === 'lead');
    return [
      {
        severity: leading ? ('decision' as const) : ('notice' as const),
        code: candidates.length > 0 ? 'name-ambiguous' : leading ? 'lead-unknown' : 'party-unknown',
        item: leading ? first.row.code : null,
        appendix: first.appendix,
        line: first.row.line,
        printed,
        proposed: candidates.length > 0 ? candidates.join(' | ') : null,
        vi: `${candidates.length > 0 ? `Nhiều cơ quan cùng tên “${printed}”: ${candidates.join(', ')}` : `Không có cơ quan nào trong danh bạ tên “${printed}”`} (${codes.join(', ')})${leading ? '; chưa giao được nhiệm vụ' : ''}.`,
        en: `${candidates.length > 0 ? `Several bodies are called “${printed}”: ${candidates.join(', ')}` : `The registry has no body called “${printed}”`} (${codes.join(', ')})${leading ? '; the task could not be assigned' : ''}.`,
        figures: { rows: codes },
      },
    ];
  });
}

/** One body printed under several names, merged by the registry. */
function spellings(named: readonly Named[]): Observation[] {
  const bodies = new Map<string, { name: string; printed: Map<string, number>; first: Named }>();
  for (const it of named) {
    if (it.party.kind !== 'agency' || it.party.id === null) continue;
    const body = bodies.get(it.party.id) ?? {
      name: it.party.name ?? it.party.printed,
      printed: new Map<string, number>(),
      first: it,
    };
    body.printed.set(it.party.printed, (body.printed.get(it.party.printed) ?? 0) + 1);
    bodies.set(it.party.id, body);
  }
  return [...bodies].flatMap(([id, { name, printed, first }]) => {
    if (printed.size < 2 && printed.has(name)) return [];
    const list = [...printed].sort((a, b) => b[1] - a[1]).map(([text, times]) => `“${text}” ×${times}`);
    if (printed.size < 2) return [];
    return [
      {
        severity: 'notice' as const,
        code: 'names-merged',
        appendix: first.appendix,
        line: first.row.line,
        printed: [...printed.keys()].join(' | '),
        proposed: name,
        vi: `Một cơ quan viết nhiều cách, đã gộp về ${name}: ${list.join(', ')}.`,
        en: `One body under several names, read as ${name}: ${list.join(', ')}.`,
        figures: { agency: id, names: Object.fromEntries(printed) },
      },
    ];
  });
}

/** "Các đơn vị có liên quan": a group whose members nobody has named. */
function vague(named: readonly Named[]): Observation[] {
  const seen = new Map<string, Named[]>();
  for (const it of named) if (it.party.vague) seen.set(it.party.printed, [...(seen.get(it.party.printed) ?? []), it]);
  return [...seen].flatMap(([printed, places]) => {
    const [first] = places;
    if (!first) return [];
    const leading = places.some((it) => it.role === 'lead' || it.role === 'executor');
    return [
      {
        severity: leading ? ('decision' as const) : ('notice' as const),
        code: 'members-not-named',
        appendix: first.appendix,
        line: first.row.line,
        printed,
        vi: `“${printed}” không nói rõ gồm những ai (${places.map((it) => it.row.code).join(', ')}).`,
        en: `“${printed}” does not say who belongs to it (${places.map((it) => it.row.code).join(', ')}).`,
        figures: { rows: places.map((it) => it.row.code) },
      },
    ];
  });
}

/** How many rows name a group where they coordinate or carry out: those groups are kept as groups. */
function groupCounts(sections: readonly DraftSection[], parties: PartiesRead): Observation[] {
  return (['coordinating', 'executor'] as const).flatMap((role) => {
    const kind = role === 'coordinating' ? 'item' : 'target';
    const rows = sections.flatMap(({ appendix, rows }) =>
      rows.filter((row) => row.kind === kind).map((row) => ({ appendix, row })),
    );
    const grouped = rows.filter(({ row }) => (parties[`${row.code}/${role}`] ?? []).some((it) => it.kind === 'group'));
    const [first] = grouped;
    if (!first) return [];
    const vi = role === 'coordinating' ? 'phối hợp' : 'thực hiện';
    const en = role === 'coordinating' ? 'coordinates' : 'carries out';
    return [
      {
        severity: 'notice' as const,
        code: role === 'coordinating' ? 'coordinating-groups' : 'executor-groups',
        appendix: first.appendix,
        line: first.row.line,
        printed: `${grouped.length}/${rows.length}`,
        vi: `Phụ lục ${first.appendix}: ${grouped.length}/${rows.length} dòng có cơ quan ${vi} là nhóm; giữ là nhóm, không tách.`,
        en: `Appendix ${first.appendix}: in ${grouped.length} of ${rows.length} rows a group ${en}; it is kept as a group.`,
        figures: { groups: grouped.length, rows: rows.length, codes: grouped.map((it) => it.row.code) },
      },
    ];
  });
}

/** A group leads and the agency that leads most of the section's other rows only coordinates. */
function turnedRoles(sections: readonly DraftSection[], parties: PartiesRead): Observation[] {
  return sections.flatMap(({ appendix, rows }) => {
    const items = rows.filter((row): row is ItemRow => row.kind === 'item');
    const ids = (row: ItemRow, role: string) =>
      (parties[`${row.code}/${role}`] ?? []).flatMap((it) => (it.kind === 'agency' && it.id ? [it.id] : []));
    const counts = new Map<string, number>();
    for (const row of items) for (const id of ids(row, 'lead')) counts.set(id, (counts.get(id) ?? 0) + 1);
    const usual = [...counts].find(([, count]) => count > items.length / 2)?.[0];
    if (!usual) return [];
    return items.flatMap((row): Observation[] => {
      const groupLeads = (parties[`${row.code}/lead`] ?? []).every((it) => it.kind === 'group');
      const coordinating = ids(row, 'coordinating');
      if (!groupLeads || coordinating.length !== 1 || coordinating[0] !== usual) return [];
      return [
        {
          severity: 'notice',
          code: 'roles-turned',
          item: row.code,
          appendix,
          line: row.line,
          printed: `${row.lead} | ${row.coordinating}`,
          vi: `${row.code}: nhóm “${row.lead}” chủ trì còn “${row.coordinating}”, nơi chủ trì phần lớn mục này, chỉ phối hợp: vai trò có thể bị đảo.`,
          en: `${row.code}: the group “${row.lead}” leads while “${row.coordinating}”, which leads most of this section, only coordinates: the roles may be turned round.`,
        },
      ];
    });
  });
}
