import { shown } from '#language';
import type { Act, RecordedSuccessionEvent, SuccessionKind } from './succession.events.js';

interface Sentence {
  readonly vi: string;
  readonly en: string;
}

export const kindWords: Readonly<Record<SuccessionKind, Sentence>> = {
  rename: { vi: 'đổi tên', en: 'renaming' },
  merge: { vi: 'hợp nhất', en: 'merger' },
  split: { vi: 'chia tách', en: 'split' },
  dissolve: { vi: 'giải thể', en: 'dissolution' },
  'move-function': { vi: 'chuyển chức năng', en: 'move of a function' },
};

const basis = ({ number, source }: Act['basis']): Sentence => ({
  vi: `Căn cứ: ${number}${source ? ` (${source})` : ', chưa xác nhận'}`,
  en: `Basis: ${number}${source ? ` (${source})` : ', unverified'}`,
});

/** What happened to a succession, as people read it in the history. */
export function describeSuccessionEvent(event: RecordedSuccessionEvent, nameOf: (id: string) => string = (id) => id): Sentence {
  switch (event.type) {
    case 'succession-opened': {
      const { act } = event.data;
      const words = kindWords[act.kind];
      return {
        vi: `Mở việc kế thừa (${words.vi}) “${act.title}”, hiệu lực từ ${shown(act.on)}. ${basis(act.basis).vi}.`,
        en: `Opened a succession (${words.en}) “${act.title}”, effective from ${shown(act.on)}. ${basis(act.basis).en}.`,
      };
    }
    case 'duties-directed': {
      const to = [...new Set(event.data.duties.map((it) => nameOf(it.to)))].join(', ');
      const n = event.data.duties.length;
      return { vi: `Chỉ định ${n} nghĩa vụ chuyển cho: ${to}.`, en: `Directed ${n} duties to: ${to}.` };
    }
    case 'duties-parked': {
      const { duties, reason } = event.data;
      return {
        vi: `Tạm để ${duties.length} nghĩa vụ. Lý do: ${reason}`,
        en: `Parked ${duties.length} duties. Reason: ${reason}`,
      };
    }
    case 'succession-concluded': {
      const { open, directed, parked } = event.data;
      return {
        vi: `Chốt việc kế thừa: ${open} nghĩa vụ đang mở, ${directed} có cơ quan kế thừa, ${parked} tạm để.`,
        en: `Concluded the succession: ${open} open duties, ${directed} with a successor, ${parked} parked.`,
      };
    }
    case 'succession-carried':
      return { vi: `Đã chuyển giao xong ngày ${shown(event.data.on)}.`, en: `Carried out by ${shown(event.data.on)}.` };
    case 'succession-withdrawn':
      return { vi: `Rút việc kế thừa. Lý do: ${event.data.reason}`, en: `Withdrew the succession. Reason: ${event.data.reason}` };
  }
}

/** Bodies that an event is about, for finding it. */
export function agenciesInSuccessionEvent(event: RecordedSuccessionEvent): readonly string[] {
  switch (event.type) {
    case 'succession-opened':
      return [...event.data.act.from, ...event.data.act.to];
    case 'duties-directed':
      return [...new Set(event.data.duties.flatMap((it) => [it.from, it.to]))];
    case 'duties-parked':
      return [...new Set(event.data.duties.map((it) => it.from))];
    default:
      return [];
  }
}
