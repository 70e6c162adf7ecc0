import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindOf, nameOf, neutralName } from './kinds.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the kind of a file of evidence', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const holding = async (bytes: Buffer) => {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    return path;
  };

  it('is read from the bytes', async () => expect(await kindOf(await holding(png), 'anh.PNG')).toBe('image/png'));
  it('refuses a picture that calls itself a PDF', async () =>
    expect(kindOf(await holding(png), 'bao-cao.pdf')).rejects.toMatchObject({ code: 'evidence-extension' }));
  it('refuses a web page whatever its name', async () =>
    expect(kindOf(await holding(Buffer.from('<html><script>1</script></html>')), 'a.pdf')).rejects.toMatchObject({
      code: 'evidence-kind',
    }));
});

describe('the name of a file of evidence', () => {
  it('without one is its digest, with the extension of its kind', () =>
    expect(neutralName('ab12', 'image/jpeg')).toBe('ab12.jpg'));
  it('loses its path', () => expect(nameOf('..\\..\\C:\\báo cáo.pdf')).toBe('báo cáo.pdf'));
  it('loses marks that turn the reading direction, which hide an extension', () =>
    expect(nameOf('bao-cao\u202efdp.exe')).toBe('bao-caofdp.exe'));
  it('keeps its extension when cut', () => {
    const cut = nameOf(`${'x'.repeat(300)}.docx`);
    expect(cut).toHaveLength(200);
    expect(cut.endsWith('.docx')).toBe(true);
  });
});
