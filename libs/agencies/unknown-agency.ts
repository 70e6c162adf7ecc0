import { Refusal } from '#language';

/** Asked about a body that the registry does not have. */
export const unknownAgency = (agency: string): Refusal =>
  new Refusal('unknown-agency', {
    kind: 'not-found',
    field: 'agency',
    vi: `Danh mục không có cơ quan “${agency}”.`,
    en: `The registry has no agency “${agency}”.`,
    figures: { agency },
  });

/** Told to do something with a body that nobody registered; `field` is where it was named. */
export const notRegistered = (agency: string, field: string): Refusal =>
  new Refusal('unknown-agency', {
    field,
    vi: `Chưa có cơ quan “${agency}” trong danh mục; hãy chọn một cơ quan đã đăng ký.`,
    en: `There is no agency “${agency}” in the registry; choose one that is registered.`,
    figures: { agency },
  });
