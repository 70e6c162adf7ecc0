import { agencyId, instant, position, type Recorded, userId } from '#language';
import { inOrder, schemaOf, type Upcaster, upcast } from './upcasting.js';

/** A stored sample: the first shape of a report had one file's name as text and progress as a share of one. */
const stored: Recorded = {
  id: '01900000-0000-7000-8000-000000000000',
  stream: 'task-267-2025/IV.1/so-y-te',
  version: 2,
  position: position(7),
  type: 'milestone-reported',
  data: { progress: 0.4, evidence: 'bc-01.pdf' },
  meta: {
    actor: { user: userId('u_1'), agency: agencyId('so-y-te'), role: 'officer' },
    commandId: '01900000-0000-7000-8000-000000000001',
    digest: '',
    correlationId: '01900000-0000-7000-8000-000000000001',
    causationId: '01900000-0000-7000-8000-000000000001',
  },
  recordedAt: instant('2025-03-10T03:00:00Z'),
};

const evidenceIsAList: Upcaster = {
  type: 'milestone-reported',
  streams: 'task-',
  to: 3,
  up: (data) => {
    const { evidence, ...rest } = data as { evidence: string };
    return { ...rest, evidence: [evidence] };
  },
};
const progressInPercent: Upcaster = {
  type: 'milestone-reported',
  streams: 'task-',
  to: 2,
  up: (data) => {
    const { progress, ...rest } = data as { progress: number };
    return { ...rest, progress: progress * 100 };
  },
};
const casters = inOrder([evidenceIsAList, progressInPercent]);

describe('an event of an old shape', () => {
  it('is read in the present one, through every shape between, and stays as it is in the store', () => {
    const read = upcast(casters, stored);
    expect(read.data).toEqual({ progress: 40, evidence: ['bc-01.pdf'] });
    expect(read.meta.schema).toBe(3);
    expect(stored.data).toEqual({ progress: 0.4, evidence: 'bc-01.pdf' });
  });
  it('that was written in the present shape is left alone', () => {
    const present = { ...stored, data: { progress: 40, evidence: [] }, meta: { ...stored.meta, schema: 3 } };
    expect(upcast(casters, present)).toBe(present);
  });
  it('of another stream or type is left alone', () => {
    const other = { ...stored, stream: 'plan-1' };
    expect(upcast(casters, other)).toBe(other);
  });
  it('tells new events which shape they are written in', () => {
    expect(schemaOf(casters, stored.stream, 'milestone-reported')).toBe(3);
    expect(schemaOf(casters, stored.stream, 'assigned')).toBeUndefined();
  });
  it('has one upcaster a step, no two', () => {
    expect(() => inOrder([progressInPercent, { ...progressInPercent }])).toThrow('two upcasters');
  });
});
