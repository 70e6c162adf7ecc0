import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Refusal } from '#language';
import { readFile, writeFile } from './file.js';
import { type Entry, packed, unpacked } from './tar.js';

const folder = mkdtempSync(join(tmpdir(), 'tiendo-tar-'));
afterAll(() => rmSync(folder, { recursive: true }));

type File = readonly [name: string, bytes: Buffer];

async function* entriesOf(files: readonly File[]): AsyncGenerator<Entry> {
  for (const [name, bytes] of files) yield { name, size: bytes.length, bytes: [bytes] };
}

async function filesOf(entries: AsyncIterable<Entry>): Promise<File[]> {
  const files: File[] = [];
  for await (const { name, bytes } of entries) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    files.push([name, Buffer.concat(chunks)]);
  }
  return files;
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const file = fc.tuple(
  fc.stringMatching(/^[a-z]{1,20}(\/[a-z0-9]{1,70})?$/),
  fc.uint8Array({ maxLength: 1_500 }).map((it) => Buffer.from(it)),
);

describe('an archive', () => {
  it('gives back what was put into it, in whatever pieces it is read', () =>
    fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 6 }), fc.integer({ min: 1, max: 2_000 }), async (files, size) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of packed(entriesOf(files))) chunks.push(chunk);
        const bytes = Buffer.concat(chunks);
        expect(await filesOf(unpacked(inPieces(bytes, size)))).toEqual(files);
      }),
    ));

  it('is one that any tar opens', async () => {
    const path = join(folder, 'plain.tar.gz');
    await writeFile(
      path,
      entriesOf([
        ['manifest.json', Buffer.from('{}')],
        ['events/00000001.ndjson', Buffer.from('{"a":"ă"}\n')],
      ]),
    );
    expect(execFileSync('tar', ['tzf', path], { encoding: 'utf8' })).toBe('manifest.json\nevents/00000001.ndjson\n');
    expect(execFileSync('tar', ['xzOf', path, 'events/00000001.ndjson'], { encoding: 'utf8' })).toBe('{"a":"ă"}\n');
  });

  it('is never read as another one when bytes of it were changed or its end is missing', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (files, where, by, cut) => {
          const path = join(folder, 'changed.tar.gz');
          await writeFile(path, entriesOf(files));
          const bytes = readFileSync(path);
          const at = where % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ by;
          writeFileSync(path, cut ? bytes.subarray(0, at) : bytes);
          const read = await filesOf(readFile(path)).catch((error: unknown) => error);
          // A few bytes of gzip's header and its last bits say nothing of what is inside.
          if (read instanceof Error) expect(read).toMatchObject({ code: 'backup-damaged' });
          else expect(read).toEqual(files);
        },
      ),
      { numRuns: 150 },
    ));

  it('is refused when it was cut between two entries and compressed again', async () => {
    const path = join(folder, 'cut.tar.gz');
    await writeFile(
      path,
      entriesOf([
        ['a', Buffer.from('1')],
        ['b', Buffer.from('2')],
      ]),
    );
    writeFileSync(path, gzipSync(gunzipSync(readFileSync(path)).subarray(0, 1_024)));
    await expect(filesOf(readFile(path))).rejects.toBeInstanceOf(Refusal);
  });
});
