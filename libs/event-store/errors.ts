import { Refusal } from '#language';

export class VersionConflict extends Refusal {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super('version-conflict', {
      kind: 'conflict',
      vi: `Hồ sơ đã được người khác cập nhật (bản ${actual}, anh/chị đang sửa bản ${expected}). Hãy tải lại rồi thử lại.`,
      en: `Someone else has updated this record (it is at version ${actual}, you were editing ${expected}). Reload and try again.`,
      figures: { stream, expected, actual },
    });
  }
}

export class DuplicateWithOtherContent extends Refusal {
  constructor(readonly eventId: string) {
    super('duplicate-with-other-content', {
      kind: 'conflict',
      field: 'Idempotency-Key',
      vi: 'Mã lệnh (Idempotency-Key) này đã được dùng cho một nội dung khác; nội dung mới cần một mã mới.',
      en: 'This idempotency key was already used for another content; new content needs a new key.',
      figures: { eventId },
    });
  }
}

export class TooLarge extends Refusal {
  constructor(what: 'event' | 'append' | 'stream-name', size: number, limit: number) {
    super('too-large', {
      kind: 'too-large',
      vi: `Dữ liệu quá lớn (${what}: ${size}, tối đa ${limit}).`,
      en: `Too large (${what}: ${size}, at most ${limit}).`,
      figures: { what, size, limit },
    });
  }
}

export class UnknownStream extends Refusal {
  constructor(readonly stream: string) {
    super('unknown-stream', {
      kind: 'not-found',
      vi: `Không có hồ sơ “${stream}”.`,
      en: `There is no record “${stream}”.`,
      figures: { stream },
    });
  }
}

/**
 * The engine cannot be reached, or it is not known whether the append was written: try again with the same ids. The reason
 * may name hosts and ports: it is the cause, for the log, and never in a sentence for people.
 */
export class StoreUnavailable extends Refusal {
  constructor(reason: string, options?: { cause?: unknown }) {
    super('store-unavailable', {
      kind: 'unavailable',
      vi: 'Kho sự kiện tạm thời không phản hồi; thao tác chưa được xác nhận. Hãy thử lại.',
      en: 'The event store is not answering; nothing is confirmed. Try again.',
    });
    this.cause = new Error(reason, options);
  }
}
