import { readFileSync } from 'node:fs';
import { readParties, registryFromSeed, registrySeedIn } from '#agencies';
import { findingsFrom } from './finding.js';
import { partyFindings } from './findings/parties.js';
import { assignmentsOf, type PartiesRead, partyTexts } from './plan.assignments.js';
import { draftOf, fileOf, type PlanDraft } from './plan.draft.js';
import { readPlan } from './reading/read-plan.js';

const registry = registryFromSeed(registrySeedIn('seeds/agencies'));

let read: Promise<{ draft: PlanDraft; parties: PartiesRead }> | null = null;
const published = () => {
  read ??= (async () => {
    const bytes = readFileSync('seeds/plans/267-KH-UBND.txt');
    const { plan } = await readPlan(bytes);
    const draft = draftOf(plan, fileOf('plan.txt', bytes), []);
    const parties = Object.fromEntries(
      partyTexts(draft.sections).map(({ ref, text }) => [ref, readParties(text, registry, plan.adoptedOn)]),
    );
    return { draft, parties };
  })();
  return read;
};
const assignments = async () => {
  const { draft, parties } = await published();
  return assignmentsOf(draft.plan, draft.facts.adoptedOn, draft.sections, parties);
};
const findings = async () => {
  const { draft, parties } = await published();
  return findingsFrom(partyFindings(draft.sections, parties));
};
const items = async (code: string) => (await findings()).filter((it) => it.code === code).map((it) => it.item);

describe('the tasks of the published plan', () => {
  it('are one for each of the 26 items that one agency leads', async () => {
    const alone = (await assignments()).filter((it) => it.assigned.group === null);
    expect(alone).toHaveLength(26);
    const count = (agency: string) => alone.filter((it) => it.assigned.agency === agency).length;
    expect(count('so-thong-tin-va-truyen-thong')).toBe(16);
    expect(count('van-phong-ubnd-tinh')).toBe(2);
  });
  it('are one for each member where a group leads, and each has exactly one accountable agency', async () => {
    const all = await assignments();
    const of = (item: string) => all.filter((it) => it.assigned.item === item).map((it) => it.assigned.agency);
    expect(of('IV.VIII.1')).toHaveLength(9);
    expect(of('IV.IV.7')).toHaveLength(19);
    expect(of('IV.VI.4')).toHaveLength(19 + 9);
    expect(new Set(all.map((it) => it.id)).size).toBe(all.length);
  });
  it('keep the printed words, the group that was expanded, and coordinating groups as groups', async () => {
    const all = await assignments();
    const task = all.find((it) => it.id === '267-2025/IV.IV.1/so-y-te');
    expect(task?.assigned).toMatchObject({
      section: 'Phát triển dữ liệu số',
      printedLead: 'Sở, ban, ngành tỉnh; UBND cấp huyện',
      group: 'so-ban-nganh',
      due: { kind: 'date', on: '2025-12-31', printed: 'Năm 2025', rule: 'year-end' },
      on: '2024-12-10',
    });
    const first = all.find((it) => it.assigned.item === 'IV.I.1');
    expect(first?.assigned.coordinating.map((it) => [it.printed, it.kind])).toEqual([
      ['Sở, ban, ngành', 'group'],
      ['UBND cấp huyện', 'group'],
    ]);
    expect(all.find((it) => it.assigned.item === 'IV.VI.1')?.assigned.unit).toBe('Trung tâm GQTTHC');
  });
});

describe('the names of bodies in the published plan', () => {
  it('let a group lead seven items', async () =>
    expect([...(await items('lead-is-group')), ...(await items('lead-group-without-members'))].sort()).toEqual(
      ['IV.III.3', 'IV.IV.1', 'IV.IV.7', 'IV.IV.8', 'IV.VI.4', 'IV.VIII.1', 'IV.VIII.2'].sort(),
    ));
  it('let groups coordinate 30 of 33 items and carry out 20 of 28 targets', async () => {
    const printed = async (code: string) => (await findings()).filter((it) => it.code === code).map((it) => it.printed);
    expect(await printed('coordinating-groups')).toEqual(['30/33']);
    expect(await printed('executor-groups')).toEqual(['20/28']);
  });
  it('are all known', async () =>
    expect((await findings()).filter((it) => /unknown|ambiguous/.test(it.code)).map((it) => it.printed)).toEqual([]));
  it('write some agencies in several ways', async () => {
    const merged = (await findings()).filter((it) => it.code === 'names-merged').map((it) => it.figures.agency);
    expect(merged).toEqual(expect.arrayContaining(['so-cong-thuong', 'so-thong-tin-va-truyen-thong', 'van-phong-ubnd-tinh']));
  });
  it('turn the roles round in one row', async () => expect(await items('roles-turned')).toContain('IV.IV.7'));
  it('leave open who "Các đơn vị có liên quan" are', async () => {
    const open = (await findings()).filter((it) => it.code === 'members-not-named').map((it) => [it.printed, it.severity]);
    expect(open).toEqual(
      expect.arrayContaining([
        ['Các đơn vị có liên quan', 'notice'],
        ['Sở, ban, ngành có liên quan', 'decision'],
      ]),
    );
  });
});
