import type { AgencyId, UserId } from './names.js';

/**
 * What a person may be. officer: cán bộ đầu mối; head: thủ trưởng; standing: cơ quan thường trực;
 * committee: Ban Chỉ đạo; interior: Sở Nội vụ; auditor: thanh tra, kiểm toán; admin: quản trị;
 * system: the deadline watch and other durable consumers of the log.
 */
export const roles = ['officer', 'head', 'standing', 'committee', 'interior', 'auditor', 'admin', 'system'] as const;
export type Role = (typeof roles)[number];

/** Who acts. Goes into every event's metadata. */
export interface Actor {
  readonly user: UserId;
  readonly agency: AgencyId | null;
  readonly role: Role;
}
