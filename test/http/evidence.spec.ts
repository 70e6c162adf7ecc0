import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryBus } from '@nestjs/cqrs';
import { EvidenceOf } from '#evidence';
import { agencyId } from '#language';
import { type Client, startTestServer, type TestServer } from '../server.js';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const sha256 = createHash('sha256').update(pdf).digest('hex');

describe('a file of evidence', () => {
  let server: TestServer;
  let officer: Client;
  beforeAll(async () => {
    server = await startTestServer();
    officer = await server.as('officer', 'so-y-te');
  });
  afterAll(() => server.close());

  const bring = (client: Client, bytes: Buffer, name: string, field = 'file') => {
    const form = new FormData();
    form.set(field, new Blob([new Uint8Array(bytes)]), name);
    return client.send('POST', '/evidence', { raw: form });
  };
  const kept = async () =>
    (await readdir(join(server.dataDir, 'evidence'), { recursive: true })).filter((it) => /[0-9a-f]{64}$/.test(it));

  it('is kept once by its digest, whoever brings it how often', async () => {
    const answer = await bring(officer, pdf, 'Báo cáo quý I.pdf');
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ sha256, name: 'Báo cáo quý I.pdf', size: pdf.length, type: 'application/pdf' });
    await bring(officer, pdf, 'khác.pdf');
    await bring(await server.as('officer', 'so-noi-vu'), pdf, 'nữa.pdf');
    expect(await kept()).toHaveLength(1);
  });

  it('comes back as a download that a browser will not run', async () => {
    const answer = await officer.get(`/evidence/${sha256}`);
    expect(answer.text).toBe(pdf.toString());
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="B_o c_o qu_ I.pdf"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD%20I.pdf`,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-type')).toBe('application/pdf');
  });

  it('is read by the agency that brought it and by reviewers, and not by other agencies', async () => {
    expect((await (await server.as('officer', 'so-noi-vu')).get(`/evidence/${sha256}`)).status).toBe(200);
    const own = await (await server.as('officer', 'so-noi-vu')).get(`/evidence/${sha256}`);
    expect(own.headers.get('content-disposition')).toContain("filename*=UTF-8''n%E1%BB%AFa.pdf");
    const refused = await (await server.as('head', 'so-tu-phap')).get(`/evidence/${sha256}`);
    expect(refused.body).toMatchObject({ status: 403, code: 'evidence-of-another-agency' });
    for (const role of ['committee', 'interior', 'auditor'] as const) {
      const answer = await (await server.as(role)).get(`/evidence/${sha256}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toContain(`filename="${sha256}.pdf"`);
    }
    expect((await (await server.as('admin')).get(`/evidence/${sha256}`)).status).toBe(403);
  });

  it.each([
    ['of another kind', Buffer.from('<script>alert(1)</script>'), 'a.pdf', 400, 'evidence-kind'],
    ['whose name lies', pdf, 'a.png', 400, 'evidence-extension'],
    ['without content', Buffer.alloc(0), 'a.pdf', 400, 'evidence-empty'],
    ['over 20 MB', Buffer.concat([pdf, Buffer.alloc(20 * 1_048_576)]), 'a.pdf', 413, 'evidence-too-large'],
  ])('%s is refused in words, and leaves nothing behind', async (_, bytes, name, status, code) => {
    const before = await kept();
    const answer = await bring(officer, bytes, name);
    expect(answer.body).toMatchObject({ status, code, field: 'file' });
    expect(answer.body.detail).toContain(name);
    expect(await kept()).toEqual(before);
    expect(await readdir(join(server.dataDir, 'evidence', 'incoming'))).toEqual([]);
  });

  it('is told to other rooms by who brought it, under that agency’s own name', async () => {
    const queries = server.running.app.get(QueryBus, { strict: false });
    const of = (agency: string | null) =>
      queries.execute(new EvidenceOf([sha256, sha256, 'f'.repeat(64)], agency === null ? null : agencyId(agency)));
    const file = { sha256, size: pdf.length, type: 'application/pdf' };
    expect(await of('so-y-te')).toEqual(new Map([[sha256, { ...file, name: 'Báo cáo quý I.pdf' }]]));
    expect(await of('so-noi-vu')).toEqual(new Map([[sha256, { ...file, name: 'nữa.pdf' }]]));
    expect((await of(null)).get(sha256)).toMatchObject(file);
    expect(await of('so-tu-phap')).toEqual(new Map());
  });

  it('that is not sent as a file is asked for', async () => {
    expect((await officer.post('/evidence', {})).body).toMatchObject({ status: 400, code: 'evidence-missing' });
  });

  it('that nobody brought is not found, whatever the address says', async () => {
    for (const name of ['0'.repeat(64), '..%2f..%2fpostgres', 'x'])
      expect((await officer.get(`/evidence/${name}`)).body).toMatchObject({ status: 404, code: 'unknown-evidence' });
  });
});
