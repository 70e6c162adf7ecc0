import { readFileSync } from 'node:fs';
import { decide, fold, instant, localDate, type UserId } from '#language';
import { specFor } from '../language/given.js';
import { findingsOf } from './findings/all.js';
import { recoded } from './plan.difference.js';
import { draftOf, fileOf, type PlanDraft } from './plan.draft.js';
import type { PlanEvent } from './plan.events.js';
import { differencesOf, plan } from './plan.js';
import { readPlan } from './reading/read-plan.js';

const standing = { user: 'u_standing' as UserId, agency: null, role: 'standing' as const };
const given = specFor(plan, { today: localDate('2025-01-06'), actor: standing });
const situation = { actor: standing, today: localDate('2025-01-06'), now: instant('2025-01-06T03:00:00Z') };

const published = readFileSync('seeds/plans/267-KH-UBND.txt', 'utf8');
const around = { calendar: null, units: [] };

/** What an import of this text would record, with the codes that the given record has. */
async function draft(text: string, record: readonly PlanEvent[] = []): Promise<PlanDraft> {
  const bytes = Buffer.from(text);
  const read = await readPlan(bytes);
  const state = fold(plan, record);
  const parsed = recoded(read.plan, Object.values(state.rows), new Set(state.codes));
  return draftOf(parsed, fileOf('plan.txt', bytes), findingsOf({ ...read, plan: parsed }, around));
}
let record: Promise<readonly PlanEvent[]> | null = null;
const imported = (): Promise<readonly PlanEvent[]> => {
  record ??= draft(published).then((it) => decide(plan, plan.initial, { type: 'import', draft: it, confirm: null }, situation));
  return record;
};
const but = (was: string, now: string) => {
  if (!published.includes(was)) throw new Error(`the plan does not say “${was}”`);
  return published.replace(was, now);
};

describe('importing a plan', () => {
  it('records the plan, its whole text, every section and the findings', async () => {
    const events = await imported();
    expect(events.map((it) => it.type)).toEqual([
      'plan-imported',
      'text-read',
      ...Array.from({ length: 3 + 3 + 4 + 8 }, () => 'rows-read'),
      'findings-raised',
    ]);
    const state = fold(plan, events);
    expect(Object.keys(state.rows)).toHaveLength(33 + 28 + 24 + 29);
    expect(state.rows['IV.VI.3']?.row).toMatchObject({ kind: 'item', due: { kind: 'unset', printed: '' } });
    expect(state.rows['II.III.6']?.row).toMatchObject({ kind: 'project', owner: 'VP UBND tỉnh', total: 1700, allotted: 1700 });
  });
  it('keeps every event within what the log takes', async () => {
    for (const event of await imported()) expect(JSON.stringify(event).length).toBeLessThan(500_000);
  });
  it('again from the same file writes nothing', async () =>
    given(...(await imported()))
      .when({ type: 'import', draft: await draft(published), confirm: null })
      .givesNothing());
  it('again from a file with the same words in another form writes nothing', async () =>
    given(...(await imported()))
      .when({ type: 'import', draft: await draft(published.replaceAll('\n', '\r\n')), confirm: null })
      .givesNothing());
  it('with something blocking writes nothing and says what', async () =>
    given()
      .when({ type: 'import', draft: await draft(published.split('\n').slice(0, 386).join('\n')), confirm: null })
      .isRefused('plan-has-blocking-findings'));
});

describe('a changed file', () => {
  const changed = but('Quí III/2025', 'Quí IV/2025');
  it('keeps what each row was before and the document that decided it, the plan’s own where none is named', async () => {
    const record = await imported();
    const first = await draft(changed, record);
    const command = { type: 'import' as const, draft: first, confirm: first.file.sha256 };
    const own = fold(plan, [...record, ...decide(plan, fold(plan, record), command, situation)]);
    expect(own.amendments).toEqual([
      {
        file: first.file.sha256,
        document: '267/KH-UBND',
        was: {
          'IV.I.2': expect.objectContaining({
            row: expect.objectContaining({ due: expect.objectContaining({ printed: 'Quí III/2025' }) }),
          }),
        },
      },
    ]);
    const named = decide(plan, fold(plan, record), { ...command, document: '512/QĐ-UBND' }, situation);
    expect(fold(plan, [...record, ...named]).amendments[0]?.document).toBe('512/QĐ-UBND');
  });
  it('shows rows whose section has another title', async () => {
    const record = await imported();
    const found = differencesOf(fold(plan, record), await draft(but('VIII | Xã hội số', 'VIII | Xã hội học tập'), record));
    expect(found.map((it) => it.code)).toEqual(['IV.VIII.1', 'IV.VIII.2', 'IV.VIII.3', 'IV.VIII.4', 'IV.VIII.5']);
    expect(found[0]).toMatchObject({
      was: expect.stringMatching(/^Xã hội số \| /),
      now: expect.stringMatching(/^Xã hội học tập \| /),
    });
  });
  it('is not recorded before its differences were seen', async () =>
    given(...(await imported()))
      .when({ type: 'import', draft: await draft(changed), confirm: null })
      .isRefused('difference-not-confirmed'));
  it('shows the row by its code with both wordings', async () => {
    const record = await imported();
    expect(differencesOf(fold(plan, record), await draft(changed, record))).toEqual([
      {
        code: 'IV.I.2',
        kind: 'changed',
        was: expect.stringMatching(/Quí III\/2025$/),
        now: expect.stringMatching(/Quí IV\/2025$/),
      },
    ]);
  });
  it('is recorded row by row once it was confirmed', async () => {
    const record = await imported();
    const it_ = await draft(changed, record);
    given(...record)
      .when({ type: 'import', draft: it_, confirm: it_.file.sha256 })
      .givesTypes('changed-file-read', 'plan-amended');
  });
  it('that was confirmed and comes again writes nothing', async () => {
    const record = await imported();
    const it_ = await draft(changed, record);
    const more = decide(plan, fold(plan, record), { type: 'import', draft: it_, confirm: it_.file.sha256 }, situation);
    given(...record, ...more)
      .when({ type: 'import', draft: it_, confirm: null })
      .givesNothing();
  });
  it('is a change again when the first file comes back', async () => {
    const record = await imported();
    const it_ = await draft(changed, record);
    const more = decide(plan, fold(plan, record), { type: 'import', draft: it_, confirm: it_.file.sha256 }, situation);
    given(...record, ...more)
      .when({ type: 'import', draft: await draft(published, [...record, ...more]), confirm: null })
      .isRefused('difference-not-confirmed');
  });
  it('raises what is newly open and withdraws what is no longer', async () => {
    const record = await imported();
    const filled = await draft(
      but('Sở, ban, ngành; UBND cấp huyện |\n|', 'Sở, ban, ngành; UBND cấp huyện | Quý II/2025 |'),
      record,
    );
    const events = decide(plan, fold(plan, record), { type: 'import', draft: filled, confirm: filled.file.sha256 }, situation);
    expect(events).toContainEqual({ type: 'findings-withdrawn', data: { findings: ['deadline-blank-iv-vi-3'] } });
  });
});

describe('the code of a row', () => {
  const codes = (it: PlanDraft, words: string) =>
    it.sections.flatMap((section) => section.rows.filter((row) => row.title.startsWith(words)).map((row) => row.code));
  const inserted = but(
    '2 | Tổ chức diễn tập thực chiến',
    '2 | Rà quét lỗ hổng toàn bộ cổng thông tin của các cơ quan | Sở Thông tin và Truyền thông | Các đơn vị có liên quan | Năm 2025 |\n3 | Tổ chức diễn tập thực chiến',
  ).replace('3 | Phổ cập Cổng', '4 | Phổ cập Cổng');
  it('stays when a row is inserted before it', async () => {
    const record = await imported();
    const it_ = await draft(inserted, record);
    expect(codes(it_, 'Tổ chức diễn tập')).toEqual(['IV.V.2']);
    expect(codes(it_, 'Phổ cập Cổng')).toEqual(['IV.V.3']);
    expect(codes(it_, 'Rà quét')).toEqual(['IV.V.2A']);
    expect(differencesOf(fold(plan, record), it_)).toEqual([
      { code: 'IV.V.2A', kind: 'added', was: null, now: expect.stringContaining('Rà quét') },
    ]);
  });
  it('stays when the row is reworded, and when sections are renumbered', async () => {
    const record = await imported();
    const reworded = await draft(
      but(
        'Tổ chức diễn tập thực chiến an toàn thông tin mạng trong năm 2025. |',
        'Tổ chức 02 đợt diễn tập thực chiến an toàn thông tin mạng trong năm 2025. |',
      ),
      record,
    );
    expect(codes(reworded, 'Tổ chức 02 đợt')).toEqual(['IV.V.2']);
    const moved = await draft(
      published
        .replace('\nV | An toàn an thông tin mạng |', '\nVI | An toàn an thông tin mạng |')
        .replace('\nVI | Chính quyền số |', '\nV | Chính quyền số |'),
      record,
    );
    expect(codes(moved, 'Tổ chức diễn tập')).toEqual(['IV.V.2']);
  });
  it('of a row that is gone is given to no other row', async () => {
    const record = await imported();
    const without = inserted.replace(/\n3 \| Tổ chức diễn tập[^\n]*/, '').replace('4 | Phổ cập Cổng', '3 | Phổ cập Cổng');
    const it_ = await draft(without, record);
    expect(codes(it_, 'Rà quét')).toEqual(['IV.V.2A']);
    expect(differencesOf(fold(plan, record), it_).map(({ code, kind }) => [code, kind])).toEqual([
      ['IV.V.2A', 'added'],
      ['IV.V.2', 'removed'],
    ]);
  });
});

describe('a finding', () => {
  const blank = 'deadline-blank-iv-vi-3';
  const settle = (choice: 'accept' | 'change' | 'keep', value: string | null = null, finding = blank) =>
    ({ type: 'settle-finding', finding, choice, value, note: null }) as const;
  it('is accepted with what was proposed', async () =>
    given(...(await imported()))
      .when(settle('accept'))
      .gives({
        type: 'finding-settled',
        data: { finding: blank, choice: 'accept', value: '2025-12-31', note: null, on: localDate('2025-01-06') },
      }));
  it('is changed to another value, and the printed words stay', async () =>
    given(...(await imported()))
      .when(settle('change', 'Quý II/2025'))
      .leaves((state) => {
        expect(state.findings[blank]?.settled?.value).toBe('Quý II/2025');
        expect(state.rows['IV.VI.3']?.row.cells.at(-1)).toBe('');
      }));
  it('settled the same way again writes nothing', async () => {
    const record = await imported();
    const once = decide(plan, fold(plan, record), settle('keep'), situation);
    given(...record, ...once)
      .when(settle('keep'))
      .givesNothing();
  });
  it('without a proposal cannot be accepted', async () =>
    given(...(await imported()))
      .when(settle('accept', null, 'deadline-dependent-iv-ii-3'))
      .isRefused('nothing-proposed'));
  it('cannot be changed to nothing', async () =>
    given(...(await imported()))
      .when(settle('change', ' '))
      .isRefused('value-missing'));
  it('that the plan does not have is refused', async () =>
    given(...(await imported()))
      .when(settle('keep', null, 'deadline-blank-iv-i-1'))
      .isRefused('unknown-finding'));
  it('by the name of what every object has is none', async () =>
    given(...(await imported()))
      .when(settle('keep', null, 'toString'))
      .isRefused('unknown-finding'));
  it('is not settled by an officer of an agency', async () =>
    given(...(await imported()))
      .as({ ...standing, role: 'officer' })
      .when(settle('accept'))
      .isRefused('settling-is-for-the-standing-agency'));
});
