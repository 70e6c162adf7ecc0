import { Refusal } from '#language';

/** The file is not whole, or not what was written. Both say where it shows. */
export const damaged = (whyVi: string, why: string): Refusal =>
  new Refusal('backup-damaged', {
    kind: 'invalid',
    field: 'file',
    vi: `Tệp sao lưu không nguyên vẹn hoặc đã bị sửa (${whyVi}); không có gì được khôi phục. Hãy dùng một bản sao khác.`,
    en: `The backup is not whole, or was altered (${why}); nothing was restored. Use another copy.`,
    figures: { why },
  });

export const newer = (whatVi: string, what: string): Refusal =>
  new Refusal('backup-newer', {
    kind: 'invalid',
    field: 'file',
    vi: `Tệp sao lưu do một bản phần mềm mới hơn tạo ra (${whatVi}); hãy khôi phục bằng bản đó hoặc bản mới hơn nữa.`,
    en: `A newer release made this backup (${what}); restore it with that release or a later one.`,
    figures: { what },
  });

/** What is there: the events, or a table by its name. */
export const notEmpty = (what: 'events' | (string & {})): Refusal =>
  new Refusal('not-empty', {
    kind: 'conflict',
    vi: `Chỉ khôi phục vào một hệ thống trống; ở đây đã có dữ liệu (${what === 'events' ? 'sự kiện' : what}). Hãy chọn TIENDO_DATA (hoặc DATABASE_URL, EVENT_STORE) khác.`,
    en: `A backup is restored into an empty system only; there is something here (${what}). Name another TIENDO_DATA (or DATABASE_URL, EVENT_STORE).`,
    figures: { what },
  });

export const notTheSame = (whatVi: string, what: string): Refusal =>
  new Refusal('restored-differs', {
    kind: 'unavailable',
    vi: `Dữ liệu vừa khôi phục không giống bản sao lưu (${whatVi}); máy chủ sẽ không chạy trên dữ liệu này. Hãy khôi phục lại vào một hệ thống trống.`,
    en: `What was restored is not what the backup holds (${what}); no server will start on it. Restore again into an empty system.`,
    figures: { what },
  });
