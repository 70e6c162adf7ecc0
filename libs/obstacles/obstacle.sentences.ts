import { shown } from '#language';
import type { NameOf, Sentence } from '#tasks';
import type { RecordedObstacleEvent } from './obstacle.events.js';

/** What happened to an obstacle, for people. */
export function describeObstacleEvent(event: RecordedObstacleEvent, nameOf: NameOf = (id) => id): Sentence {
  switch (event.type) {
    case 'obstacle-raised': {
      const { title, task, agency, waits, waitsFor, since } = event.data;
      // The sentence begins with the body; the item says which of its tasks.
      const item = task.split('/')[1] ?? task;
      const whom = waitsFor ? ` ${nameOf(waitsFor)}` : '';
      const [vi, en] =
        waits === 'none'
          ? ['', '']
          : waits === 'body'
            ? [`, đang chờ${whom}`, `, waiting for${whom}`]
            : [`, đang chờ quyết định${whom && ` của${whom}`}`, `, waiting for a decision${whom && ` of${whom}`}`];
      return {
        vi: `${nameOf(agency)} nêu vướng mắc “${title}” của nhiệm vụ ${item} (từ ${shown(since)})${vi}.`,
        en: `${nameOf(agency)} raised the obstacle “${title}” on the task ${item} (since ${shown(since)})${en}.`,
      };
    }
    case 'obstacle-escalated': {
      const [vi, en] =
        event.data.to === 'committee' ? ['Ban Chỉ đạo', 'the committee'] : ['cơ quan thường trực', 'the standing agency'];
      return {
        vi: `Trình ${vi} quyết định. Lý do: ${event.data.reason}`,
        en: `Passed to ${en} for a decision. Reason: ${event.data.reason}`,
      };
    }
    case 'obstacle-answered': {
      const { directive, document, next, dueOn } = event.data;
      const by = document ? ` (${document.number})` : '';
      const due = dueOn ? [`, trước ngày ${shown(dueOn)}`, `, by ${shown(dueOn)}`] : ['', ''];
      return {
        vi: `Chỉ đạo${by}: ${directive}${next ? ` Giao ${nameOf(next)} thực hiện${due[0]}.` : ''}`,
        en: `Directive${by}: ${directive}${next ? ` To be carried out by ${nameOf(next)}${due[1]}.` : ''}`,
      };
    }
    case 'obstacle-resolved':
      return { vi: `Đã giải quyết: ${event.data.how}`, en: `Resolved: ${event.data.how}` };
  }
}

/** The agencies that an event of an obstacle names. */
export function agenciesInObstacleEvent(event: RecordedObstacleEvent): readonly string[] {
  if (event.type === 'obstacle-raised') return [event.data.agency, ...(event.data.waitsFor ? [event.data.waitsFor] : [])];
  return event.type === 'obstacle-answered' && event.data.next ? [event.data.next] : [];
}
