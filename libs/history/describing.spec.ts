import { type Instant, position, type Recorded, userId } from '#language';
import { inWords, type StreamReader } from './describing.js';
import { historyOf } from './history.projection.js';

const readers: StreamReader[] = [
  {
    streams: 'task-',
    describe: (event, nameOf) =>
      event.type === 'delayed' ? { vi: `${nameOf('so-y-te')} báo chậm.`, en: `${nameOf('so-y-te')} is late.` } : undefined,
    agenciesIn: () => ['so-cong-thuong'],
  },
];

const event = (type: string, data: unknown): Recorded => ({
  id: '0199-1',
  stream: 'task-267-2025/IV.VI.3/so-y-te',
  version: 2,
  position: position(7),
  type,
  data,
  recordedAt: '2025-03-31T17:30:00.000Z' as Instant,
  meta: {
    actor: { user: userId('u_1'), agency: null, role: 'auditor' },
    commandId: 'c',
    digest: '',
    correlationId: 'c',
    causationId: 'c',
  },
});

describe('an event in the history', () => {
  it('is said in the words of its room, with names', () =>
    expect(inWords(readers, event('delayed', {}), () => 'Sở Y tế').vi).toBe('Sở Y tế báo chậm.'));

  it('that no room describes is still named, never left out', () =>
    expect(inWords(readers, event('unheard-of', {})).vi).toContain('unheard-of'));

  it('stands under the day it is about, else under the day it was recorded in Cà Mau', () => {
    const rows = (data: unknown) =>
      historyOf(readers).rows(historyOf(readers).apply(null, event('delayed', data)), '').history?.[0];
    expect(rows({ on: '2025-03-01' })?.on_day).toBe('2025-03-01');
    expect(rows({})?.on_day).toBe('2025-04-01');
    expect(rows({ on: '2025-12-31' })?.on_day).toBe('2025-04-01');
  });

  it('06.16 is found by task, agency, person and words without marks', () => {
    const of = historyOf(readers);
    const rows = of.rows(of.apply(null, event('delayed', { explanation: 'Vướng thủ tục đấu thầu' })), '');
    const row = rows.history?.[0];
    expect(row).toMatchObject({ stream: 'task-267-2025/IV.VI.3/so-y-te', actor_user: 'u_1' });
    expect(rows.history_agency).toEqual([
      { agency: 'so-cong-thuong', position: '7' },
      { agency: 'so-y-te', position: '7' },
    ]);
    for (const word of ['vuong', 'thu', 'tuc', 'dau', 'thau', 'iv.vi.3/so-y-te']) expect(row?.words).toContain(`'${word}'`);
  });
});
