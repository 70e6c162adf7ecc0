import { readPlan } from '../reading/read-plan.js';
import { findingsOf } from './all.js';

const head = [
  'Số: 12/KH-UBND | Sơn La, ngày 03 tháng 02 năm 2026 |',
  'KẾ HOẠCH',
  'NĂM 2026',
  'PHỤ LỤC I',
  'STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |',
].join('\n');

describe('a line made to hold the reader up', () => {
  it.each([
    ['digits and dots', '1.'],
    ['ratios', '1/2 '],
    ['spaces', ' '],
    ['open parentheses', '('],
    ['numbers of documents', '1/QĐ-'],
    ['numbers with rates', '1.000 đạt 5% '],
    ['one word', 'trên '],
    ['breakdowns', 'trong đó, có 1 '],
    ['capitals', 'A-'],
    ['dashes', '- a '],
  ])(
    'of %s is read in seconds, not minutes',
    async (_, piece) => {
      const long = piece.repeat(Math.floor(25_000 / piece.length));
      const began = process.cpuUsage();
      const read = await readPlan(
        Buffer.from(`${head}\n1 | ${long} | Sở Y tế | Năm 2026 |\n2 | Việc | Sở Y tế | ${long} |\n${long}x`),
      );
      findingsOf(read, { calendar: null, units: [] });
      // Processor time, so that a busy machine says nothing about the reader; backtracking would take minutes.
      expect(process.cpuUsage(began).user / 1_000).toBeLessThan(15_000);
    },
    120_000,
  );
});
