import { shown } from '#language';
import type { Sentence } from '#tasks';
import type { Becomes, RecordedMeetingEvent } from './meeting.events.js';

const kinds: Readonly<Record<Becomes['kind'], Sentence>> = {
  note: { vi: 'ghi nhận', en: 'noted' },
  extension: { vi: 'gia hạn', en: 'an extension' },
  reassignment: { vi: 'giao lại', en: 'a reassignment' },
  'objective-cause': { vi: 'công nhận nguyên nhân khách quan', en: 'an accepted objective cause' },
  'new-task': { vi: 'nhiệm vụ mới', en: 'a new task' },
  directive: { vi: 'chỉ đạo xử lý vướng mắc', en: 'a directive on an obstacle' },
};
const verdictWords = {
  done: { vi: 'đã xong', en: 'done' },
  'under-way': { vi: 'đang làm', en: 'under way' },
  'not-done': { vi: 'chưa làm', en: 'not done' },
} as const;

/** What happened at a meeting, for people. */
export function describeMeetingEvent(event: RecordedMeetingEvent): Sentence {
  switch (event.type) {
    case 'meeting-convened': {
      const { number, title, sitsOn } = event.data;
      return {
        vi: `Triệu tập phiên họp ${number}, ngày ${shown(sitsOn)}: ${title}.`,
        en: `Convened meeting ${number} for ${shown(sitsOn)}: ${title}.`,
      };
    }
    case 'agenda-frozen': {
      const { lines, leftOut = 0, position } = event.data;
      const [vi, en] = leftOut > 0 ? [` (còn ${leftOut} việc không ghi hết)`, ` (${leftOut} more are not listed)`] : ['', ''];
      return {
        vi: `Chốt nội dung họp: ${lines.length} việc${vi}, số liệu đến vị trí ${position} của sổ sự kiện.`,
        en: `Froze the agenda: ${lines.length} matters${en}, facts up to position ${position} of the log.`,
      };
    }
    case 'concluded': {
      const { conclusion, text, document, becomes } = event.data;
      return {
        vi: `Kết luận ${conclusion} (${document.number}), ${kinds[becomes.kind].vi}: ${text}`,
        en: `Conclusion ${conclusion} (${document.number}), ${kinds[becomes.kind].en}: ${text}`,
      };
    }
    case 'conclusion-carried': {
      const { conclusion, item } = event.data;
      return {
        vi: `Kết luận ${conclusion} đã được chuyển thành ${item ? `nhiệm vụ ${item}` : 'việc thực hiện'}.`,
        en: `Conclusion ${conclusion} was carried out${item ? ` as the task ${item}` : ''}.`,
      };
    }
    case 'conclusion-refused': {
      const { conclusion, vi, en } = event.data;
      return {
        vi: `Không chuyển được kết luận ${conclusion}: ${vi}`,
        en: `Conclusion ${conclusion} could not be carried: ${en}`,
      };
    }
    case 'conclusion-followed-up': {
      const { meeting, conclusion, verdict, note } = event.data;
      return {
        vi: `Rà soát kết luận ${conclusion} của phiên ${meeting}: ${verdictWords[verdict].vi}. ${note}`.trim(),
        en: `Followed up conclusion ${conclusion} of meeting ${meeting}: ${verdictWords[verdict].en}. ${note}`.trim(),
      };
    }
  }
}

/** The agencies that an event of a meeting names. */
export function agenciesInMeetingEvent(event: RecordedMeetingEvent): readonly string[] {
  if (event.type !== 'concluded') return [];
  const { becomes } = event.data;
  if (becomes.kind === 'reassignment') return [becomes.to];
  return becomes.kind === 'new-task' ? [becomes.agency] : [];
}
