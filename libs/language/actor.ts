import type { AgencyId, UserId } from './names.js';

/**
 * What a person may be. officer: cán bộ đầu mối; head: thủ trưởng; standing: cơ quan thường trực;
 * committee: Ban Chỉ đạo; interior: Sở Nội vụ; auditor: thanh tra, kiểm toán; admin: quản trị;
 * system: the deadline watch and other durable consumers of the log.
 */
export const roles = ['officer', 'head', 'standing', 'committee', 'interior', 'auditor', 'admin', 'system'] as const;
export type Role = (typeof roles)[number];

/** What people call a role. */
export const roleWords: Readonly<Record<Role, { readonly vi: string; readonly en: string }>> = {
  officer: { vi: 'cán bộ đầu mối', en: 'reporting officer' },
  head: { vi: 'thủ trưởng', en: 'head of agency' },
  standing: { vi: 'cơ quan thường trực', en: 'standing agency' },
  committee: { vi: 'Ban Chỉ đạo', en: 'steering committee' },
  interior: { vi: 'Sở Nội vụ', en: 'Interior Department' },
  auditor: { vi: 'thanh tra, kiểm toán', en: 'auditor' },
  admin: { vi: 'quản trị', en: 'administrator' },
  system: { vi: 'hệ thống', en: 'system' },
};

/** Who acts. Goes into every event's metadata. */
export interface Actor {
  readonly user: UserId;
  readonly agency: AgencyId | null;
  readonly role: Role;
}

/** The end of a refusal: as whom the reader asked. */
export const actingAs = ({ role, agency }: Pick<Actor, 'role' | 'agency'>) => ({
  vi: `anh/chị đang làm việc với vai trò ${roleWords[role].vi}${agency ? ` của ${agency}` : ''}`,
  en: `you act as ${roleWords[role].en}${agency ? ` of ${agency}` : ''}`,
});
