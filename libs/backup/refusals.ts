import { Refusal } from '#language';

/** The file is not whole, or not what was written. `why` says in English where it shows. */
export const damaged = (why: string): Refusal =>
  new Refusal('backup-damaged', {
    kind: 'invalid',
    field: 'file',
    vi: `Tệp sao lưu không nguyên vẹn hoặc đã bị sửa (${why}); không có gì được khôi phục. Hãy dùng một bản sao khác.`,
    en: `The backup is not whole, or was altered (${why}); nothing was restored. Use another copy.`,
    figures: { why },
  });

export const newer = (what: string): Refusal =>
  new Refusal('backup-newer', {
    kind: 'invalid',
    field: 'file',
    vi: `Tệp sao lưu do một bản phần mềm mới hơn tạo ra (${what}); hãy khôi phục bằng bản đó hoặc bản mới hơn nữa.`,
    en: `A newer release made this backup (${what}); restore it with that release or a later one.`,
    figures: { what },
  });

export const notEmpty = (what: string): Refusal =>
  new Refusal('not-empty', {
    kind: 'conflict',
    vi: `Chỉ khôi phục vào một hệ thống trống; ở đây đã có dữ liệu (${what}). Hãy chọn TIENDO_DATA (hoặc DATABASE_URL, EVENT_STORE) khác.`,
    en: `A backup is restored into an empty system only; there is something here (${what}). Name another TIENDO_DATA (or DATABASE_URL, EVENT_STORE).`,
    figures: { what },
  });

export const notTheSame = (what: string): Refusal =>
  new Refusal('restored-differs', {
    kind: 'unavailable',
    vi: `Dữ liệu vừa khôi phục không giống bản sao lưu (${what}); máy chủ sẽ không chạy trên dữ liệu này. Hãy khôi phục lại vào một hệ thống trống.`,
    en: `What was restored is not what the backup holds (${what}); no server will start on it. Restore again into an empty system.`,
    figures: { what },
  });
