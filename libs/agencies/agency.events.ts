import type { AgencyId, Event, LocalDate, RecordedOf } from '#language';

/** What sort of body it is. Blocs and ratability are data beside it; the kind decides nothing by itself. */
export const agencyKinds = [
  'ban-chi-dao',
  'so',
  'ban',
  'van-phong',
  'thanh-tra',
  'huyen',
  'xa',
  'dang',
  'doan-the',
  'cong-an',
  'trung-uong',
  'don-vi',
  'bao-dai',
  'doanh-nghiep',
] as const;
export type AgencyKind = (typeof agencyKinds)[number];

/** What a body is in the province's order. Bodies of the centre and private ones may be assigned tasks, never rated by the province. */
export interface Standing {
  readonly kind: AgencyKind;
  /** The emulation bloc as people call it ("Khối sở, ban, ngành"); ranking happens inside a bloc. */
  readonly bloc: string | null;
  readonly ratable: boolean;
  readonly parent: AgencyId | null;
}

/** What can happen to an agency. An empty `source` means that nobody has confirmed the fact yet. */
export type AgencyEvent =
  | Event<
      'agency-registered',
      Standing & {
        readonly agency: AgencyId;
        readonly name: string;
        /** The code of the list of administrative units, when the body has one: names repeat, codes do not. */
        readonly code: string | null;
        /** The first day it existed; null: before the record began. */
        readonly from: LocalDate | null;
        readonly source: string;
      }
    >
  | Event<'alias-added', { readonly alias: string; readonly source: string }>
  | Event<'agency-renamed', { readonly name: string; readonly on: LocalDate; readonly source: string }>
  | Event<'agency-reclassified', Standing & { readonly on: LocalDate; readonly source: string }>
  | Event<
      'head-appointed',
      {
        /** Opaque: the person's name lives in the identity tables, where it can be erased. */
        readonly subject: string;
        readonly office: string;
        readonly from: LocalDate;
        readonly source: string;
      }
    >
  | Event<
      'head-left',
      { readonly subject: string /** The first day no longer in office. */; readonly on: LocalDate; readonly source: string }
    >
  | Event<
      'agency-dissolved',
      { /** The first day it is no more. */ readonly on: LocalDate; readonly reason: string; readonly source: string }
    >;

/** What can happen to a group of agencies that documents name by one word ("Sở, ban, ngành"). */
export type GroupEvent =
  | Event<
      'group-defined',
      {
        readonly group: string;
        readonly name: string;
        /** listed: members are named one by one; undefined: nobody has said who belongs to it. */
        readonly membership: 'listed' | 'undefined';
        readonly source: string;
      }
    >
  | Event<
      'group-name-added',
      {
        readonly name: string /** Leaves open which members are meant ("có liên quan"). */;
        readonly vague: boolean;
        readonly source: string;
      }
    >
  | Event<'member-joined', { readonly agency: AgencyId; readonly from: LocalDate | null; readonly source: string }>
  | Event<
      'member-left',
      {
        readonly agency: AgencyId /** The first day no longer a member. */;
        readonly on: LocalDate;
        readonly reason: string;
        readonly source: string;
      }
    >;

export type RegistryEvent = AgencyEvent | GroupEvent;
export type RecordedRegistryEvent = RecordedOf<RegistryEvent>;

/** `agency-so-y-te` */
export const agencyStream = (id: string): string => `agency-${id}`;
/** `group-so-ban-nganh` */
export const groupStream = (id: string): string => `group-${id}`;
