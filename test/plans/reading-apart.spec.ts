import writeXlsxFile from 'write-excel-file/node';
import { readPlanApart } from '../../libs/plans/reading/apart.js';
import { type Client, startTestServer, type TestServer } from '../server.js';

/** A workbook of so many rows as wide as one may be. */
const workbook = async (rows: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await writeXlsxFile(
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: 58 }, (_, column) => ({ value: `${row} chữ ${column}`, type: String })),
      ),
    ).toBuffer(),
  );

describe('a large workbook that is handed in as a plan', () => {
  let server: TestServer;
  let standing: Client;
  beforeAll(async () => {
    server = await startTestServer({ sample: 'empty' });
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
  }, 120_000);
  afterAll(() => server.close());

  it('keeps nobody else waiting: the server answers all the while that it is read', async () => {
    const form = new FormData();
    form.append('file', new Blob([await workbook(4_900)]), 'lon.xlsx');
    const began = performance.now();
    let done = false;
    const read = standing.send('POST', '/plans/import?dryRun=true', { raw: form }).finally(() => {
      done = true;
    });
    const answeredAt = [began];
    while (!done) {
      expect((await server.client().get('/health')).status).toBe(200);
      answeredAt.push(performance.now());
    }
    expect((await read).body).toMatchObject({ status: 400, code: 'not-a-plan', field: 'file' });
    const took = performance.now() - began;
    const pauses = answeredAt.slice(1).map((at, i) => at - (answeredAt[i] ?? 0));
    // Read in the thread that answers, nine tenths of the time are one pause.
    expect(Math.max(...pauses)).toBeLessThan(took / 2);
    expect(pauses.length).toBeGreaterThan(10);
  }, 120_000);

  it('is refused in both languages when it needs more memory or time than it may have, and the next one is read', async () => {
    const bytes = await workbook(2_000);
    await expect(readPlanApart(bytes, { memory: 16, seconds: 60 })).rejects.toMatchObject({
      code: 'file-too-large',
      vi: expect.stringContaining('hơn 16 MB bộ nhớ'),
      en: expect.stringContaining('more than 16 MB of memory'),
    });
    await expect(readPlanApart(bytes, { memory: 512, seconds: 0.05 })).rejects.toMatchObject({
      code: 'file-too-large',
      vi: expect.stringContaining('hơn 0.05 giây'),
      en: expect.stringContaining('more than 0.05 seconds'),
    });
    await expect(readPlanApart(bytes)).rejects.toMatchObject({ code: 'not-a-plan', kind: 'invalid', field: 'file' });
    expect(bytes.length).toBeGreaterThan(0);
  }, 120_000);
});
