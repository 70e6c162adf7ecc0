import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, startProduct } from '../bench/product.js';
import { spawned } from '../cli/tiendo.js';
import { Client } from '../server.js';

/** The bundled server in a process of its own, and not the sources that the other tests load. */
describe('the product as people run it', () => {
  let dataDir: string;
  let product: Product | undefined;
  let password = '';
  const started = async () => {
    product = await startProduct({ TIENDO_DATA: dataDir });
    password ||= /quantri\s+(\S+)/.exec(product.said())?.[1] ?? '';
    const admin = new Client(product.url);
    await admin.signIn('quantri', password);
    return admin;
  };
  beforeAll(async () => {
    const { status, stderr } = spawnSync(process.execPath, ['apps/prepare.mjs', '--no-page'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    dataDir = await mkdtemp(join(tmpdir(), 'tiendo-run-'));
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('loads the plan into an empty folder and describes itself as the sources do', async () => {
    const admin = await started();
    expect((await admin.get('/plans')).body.rows).toMatchObject([{ id: '267-2025' }]);
    const checkedIn: unknown = JSON.parse(readFileSync('apps/web/src/api/openapi.json', 'utf8'));
    expect((await admin.get('/openapi.json')).body).toEqual(checkedIn);
  }, 120_000);

  it('reads and writes workbooks, whose library is loaded with the first of them', async () => {
    const file = join(dataDir, 'plan.xlsx');
    const env = { TIENDO_DATA: dataDir };
    expect(spawned(env, 'plan', 'export', '267-2025', file)).toMatchObject({ status: 0 });
    const read = spawned(env, '--json', 'import', file, '--dry-run');
    expect([read.status, read.err]).toEqual([0, '']);
    expect(JSON.parse(read.out)).toMatchObject({ plan: '267-2025' });
  }, 120_000);

  it('has what it had after kill -9, and no second sign-in', async () => {
    await product?.kill();
    const admin = await started();
    expect(product?.said()).not.toMatch(/quantri/);
    expect((await admin.get('/plans')).body.rows).toMatchObject([{ id: '267-2025' }]);
  }, 120_000);

  it('names the sources in what it says of a bug', () => {
    const maps = readdirSync('dist/run/parts').filter((it) => /^server-.*\.js\.map$/.test(it));
    expect(maps).not.toEqual([]);
    const { sources } = JSON.parse(readFileSync(join('dist/run/parts', maps[0] ?? ''), 'utf8')) as { sources: string[] };
    const ours = sources.map((it) => join('dist/run/parts', it)).filter((it) => /^(apps|libs)\//.test(it));
    expect(ours).toContain('apps/server/server.ts');
    expect(ours.filter((it) => !existsSync(it))).toEqual([]);
  });
});
