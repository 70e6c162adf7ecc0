import type { AgencyId, Decider, Decimal, ItemCode, LocalDate, Of, PlanId } from '#language';
import type { Document } from '#tasks';
import type { ProjectEvent, ProjectRead } from './project.events.js';
import type { ProjectCommand } from './project.requests.js';

/** All that was ever said about a project; each thing with its day and `at`, the version that said it. */
export interface Project {
  /** Events so far; 0: not listed. */
  readonly version: number;
  readonly listed: {
    readonly plan: PlanId;
    readonly item: ItemCode;
    readonly year: number | null;
    readonly on: LocalDate;
  } | null;
  readonly prints: readonly (ProjectRead & Said)[];
  readonly owners: readonly Owner[];
  readonly money: readonly Money[];
  readonly disbursements: readonly Disbursement[];
  /** Acceptances and their withdrawals. */
  readonly acceptances: readonly Acceptance[];
  readonly dropped: ({ readonly document: string } & Said) | null;
}

interface Said {
  readonly on: LocalDate;
  readonly at: number;
}
export interface Owner extends Said {
  readonly owner: AgencyId | null;
  readonly reason: string | null;
  readonly document: Document | null;
}
export interface Money extends Said {
  readonly total: Decimal | null;
  readonly allotted: Decimal | null;
  /** Null: as printed. */
  readonly reason: string | null;
  readonly document: Document | null;
}
type DisbursedData = Of<ProjectEvent, 'disbursed'>['data'];
export interface Disbursement extends DisbursedData {
  readonly at: number;
  readonly withdrawn: ({ readonly reason: string } & Said) | null;
}
export interface Acceptance extends Said {
  readonly acceptedOn: LocalDate;
  readonly document: Document;
  readonly note: string | null;
  readonly withdrawn: ({ readonly reason: string } & Said) | null;
}

export const notListed: Project = {
  version: 0,
  listed: null,
  prints: [],
  owners: [],
  money: [],
  disbursements: [],
  acceptances: [],
  dropped: null,
};

const said =
  <D>(change: (project: Project, data: D, at: number) => Partial<Project>) =>
  (project: Project, data: D): Project => {
    const version = project.version + 1;
    return { ...project, ...change(project, data, version), version };
  };

type Data<T extends ProjectEvent['type']> = Of<ProjectEvent, T>['data'];

const nothingSaid = { reason: null, document: null };
const readOf = ({
  section,
  sectionTitle,
  title,
  printedOwner,
  owner,
  aim,
  printedYears,
  years,
  total,
  allotted,
  note,
}: ProjectRead) => ({
  section,
  sectionTitle,
  title,
  printedOwner,
  owner,
  aim,
  printedYears,
  years,
  total,
  allotted,
  note,
});

export const evolveProject: Decider<Project, ProjectCommand, ProjectEvent>['evolve'] = {
  'project-listed': said((_, data: Data<'project-listed'>, at) => {
    const { plan, item, year, on, owner, total, allotted } = data;
    return {
      listed: { plan, item, year, on },
      prints: [{ ...readOf(data), on, at }],
      owners: [{ owner, ...nothingSaid, on, at }],
      money: [{ total, allotted, ...nothingSaid, on, at }],
    };
  }),
  /** What a person changed by a document is kept where the print of it is the same as before. */
  'project-revised': said((project, data: Data<'project-revised'>, at) => {
    const { on, owner, total, allotted } = data;
    const was = project.prints.at(-1);
    const sameMoney = was?.total === total && was.allotted === allotted;
    return {
      prints: [...project.prints, { ...readOf(data), on, at }],
      owners: was?.printedOwner === data.printedOwner ? project.owners : [...project.owners, { owner, ...nothingSaid, on, at }],
      money: sameMoney ? project.money : [...project.money, { total, allotted, ...nothingSaid, on, at }],
      dropped: null,
    };
  }),
  'project-dropped': said((_, data: Data<'project-dropped'>, at) => ({ dropped: { ...data, at } })),
  'money-changed': said((project, data: Data<'money-changed'>, at) => ({ money: [...project.money, { ...data, at }] })),
  'owner-changed': said((project, { to, reason, document, on }: Data<'owner-changed'>, at) => ({
    owners: [...project.owners, { owner: to, reason, document, on, at }],
  })),
  disbursed: said((project, data: Data<'disbursed'>, at) => ({
    disbursements: [...project.disbursements, { ...data, at, withdrawn: null }],
  })),
  'disbursement-withdrawn': said((project, { disbursement, reason, on }: Data<'disbursement-withdrawn'>, at) => ({
    disbursements: project.disbursements.map((it) =>
      it.disbursement === disbursement ? { ...it, withdrawn: { reason, on, at } } : it,
    ),
  })),
  'project-accepted': said((project, data: Data<'project-accepted'>, at) => ({
    acceptances: [...project.acceptances, { ...data, at, withdrawn: null }],
  })),
  'acceptance-withdrawn': said((project, { reason, on }: Data<'acceptance-withdrawn'>, at) => ({
    acceptances: project.acceptances.map((it, nth, all) =>
      nth === all.length - 1 ? { ...it, withdrawn: { reason, on, at } } : it,
    ),
  })),
};
