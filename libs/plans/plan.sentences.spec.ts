import { type Instant, type LocalDate, position, type RecordedOf, userId } from '#language';
import type { PlanEvent } from './plan.events.js';
import { describePlanEvent } from './plan.sentences.js';

const said = <T extends PlanEvent['type']>(type: T, data: Extract<PlanEvent, { type: T }>['data']) =>
  describePlanEvent({ ...recorded, type, data } as RecordedOf<PlanEvent>);

const recorded = {
  id: 'e',
  stream: 'plan-7-2025',
  version: 1,
  position: position(1),
  recordedAt: '2025-01-06T03:00:00.000Z' as Instant,
  meta: {
    actor: { user: userId('u_1'), agency: null, role: 'standing' },
    commandId: 'c',
    digest: '',
    correlationId: 'c',
    causationId: 'c',
  },
};

describe('06.16 a plan in the history', () => {
  it('says which finding was settled, how, and why', () =>
    expect(
      said('finding-settled', {
        finding: 'blank-deadline:IV.VI.3',
        choice: 'change',
        value: '31/12/2025',
        note: 'Theo văn bản hướng dẫn.',
        on: '2025-01-06' as LocalDate,
      }),
    ).toEqual({
      vi: 'Làm rõ điểm “blank-deadline:IV.VI.3”: sửa thành “31/12/2025”. Theo văn bản hướng dẫn.',
      en: 'Settled the finding “blank-deadline:IV.VI.3”: changed to “31/12/2025”. Theo văn bản hướng dẫn.',
    }));

  it('says how many points the text leaves open', () =>
    expect(said('findings-withdrawn', { findings: ['a', 'b'] }).vi).toBe('2 điểm cần làm rõ không còn nữa.'));
});
