import { hash } from 'node:crypto';
import { type AgencyEvent, agencyStream } from '#agencies';
import { type AgencyId, addDays, agencyId, type LocalDate, localDate, planId, Refusal } from '#language';
import { type PlanEvent, planStream } from '#plans';

/** How large a country is simulated. The same size and seed give the same events, to the byte. */
export interface CountrySize {
  readonly provinces: number;
  readonly communes: number;
  readonly tasks: number;
  /** All events, those that register the bodies and bring the plans among them. */
  readonly events: number;
  readonly seed: string;
  /** The year that is lived; plans were adopted in the December before. */
  readonly year: number;
}

/** A body that leads tasks. */
export interface Body {
  readonly agency: AgencyId;
  readonly province: number;
  readonly data: Extract<AgencyEvent, { type: 'agency-registered' }>['data'];
}

/** A province's plan, without its tables: what the tasks are of. */
export type ProvincePlan = Extract<PlanEvent, { type: 'plan-imported' }>['data'];

export interface Country extends CountrySize {
  readonly bodies: readonly Body[];
  /** By province, the body that judges there. */
  readonly capitals: readonly Body[];
  readonly plans: readonly ProvincePlan[];
}

/** Departments of each province; the rest of its bodies are communes. */
const departments = ['Sở Nội vụ', 'Sở Tài chính', 'Sở Xây dựng', 'Sở Y tế', 'Sở Tư pháp', 'Sở Khoa học và Công nghệ'] as const;

/** Events that one task may have on average; its year has no more days to put them on. */
const mostEventsPerTask = 100;

/** The bodies and plans of a country. Refuses sizes that no year of tasks can have. */
export function countryOf(size: CountrySize): Country {
  const { provinces, communes, tasks, events, year } = size;
  const byProvince = Array.from({ length: provinces }, (_, i) => bodiesOf(i, provinces, communes));
  const bodies = byProvince.flat();
  const openings = bodies.length + provinces;
  const forTasks = events - openings;
  for (const [field, given, least, most] of [
    ['provinces', provinces, 1, 100],
    ['communes', communes, 0, 20_000],
    ['tasks', tasks, 1, 10_000_000],
    ['events', events, openings + 3 * tasks, openings + mostEventsPerTask * tasks],
    ['year', year, 2000, 2100],
  ] as const)
    if (!Number.isInteger(given) || given < least || given > most)
      throw new Refusal('size-out-of-range', {
        kind: 'invalid',
        field,
        vi: `${field} = ${given} ngoài khoảng ${least} đến ${most}.`,
        en: `${field} = ${given} is not between ${least} and ${most}.`,
        figures: { given, least, most, events: forTasks },
      });
  const december = localDate(`${year - 1}-12-02`);
  const plans = Array.from({ length: provinces }, (_, i) => planOf(i, year, addDays(december, i % 25)));
  return { ...size, bodies, capitals: byProvince.flatMap(([first]) => first ?? []), plans };
}

function planOf(province: number, year: number, adoptedOn: LocalDate): ProvincePlan {
  const place = `Tỉnh ${codeOf(province)}`;
  return {
    plan: planId(`${province + 1}01-${year}`),
    number: `${province + 1}01/KH-UBND`,
    year,
    title: `Chuyển đổi số ${place} năm ${year} (mô phỏng)`,
    issuer: `Ủy ban nhân dân ${place}`,
    place,
    adoptedOn,
    signer: 'mô phỏng',
    file: { name: 'mô phỏng', size: 0, sha256: hash('sha256', '') },
    appendices: [],
  };
}

const codeOf = (province: number): string => String(province + 1).padStart(2, '0');

function bodiesOf(province: number, provinces: number, communes: number): Body[] {
  const code = codeOf(province);
  const where = `Tỉnh ${code}`;
  const own = Math.floor(communes / provinces) + (province < communes % provinces ? 1 : 0);
  const body = (slug: string, name: string, kind: 'so' | 'xa', bloc: string): Body => {
    const agency = agencyId(`tinh-${code}-${slug}`);
    const standing = { kind, bloc: `${bloc} ${where}`, ratable: true, parent: null };
    return {
      agency,
      province,
      data: { agency, name: `${name}, ${where}`, code: null, from: null, source: 'mô phỏng', ...standing },
    };
  };
  return [
    ...departments.map((name, i) => body(`so-${i + 1}`, name, 'so', 'Khối sở')),
    ...Array.from({ length: own }, (_, i) => body(`xa-${i + 1}`, `Xã số ${i + 1}`, 'xa', 'Khối xã')),
  ];
}

export const streamOf = (body: Body): string => agencyStream(body.agency);
export const streamOfPlan = ({ plan }: ProvincePlan): string => planStream(plan);
