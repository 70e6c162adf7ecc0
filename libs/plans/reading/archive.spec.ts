import { deflateRawSync } from 'node:zlib';
import { mustUnpackWithin } from './archive.js';
import { readPlan } from './read-plan.js';

/** A ZIP of one deflated part that states whatever unpacked size it is told. */
function zipOf(content: Buffer, stated = content.length, name = 'word/document.xml'): Buffer {
  const packed = deflateRawSync(content);
  const part = Buffer.alloc(30);
  part.writeUInt32LE(0x04034b50, 0);
  part.writeUInt16LE(8, 8);
  part.writeUInt32LE(packed.length, 18);
  part.writeUInt32LE(stated, 22);
  part.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(stated, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(part.length + name.length + packed.length, 16);
  return Buffer.concat([part, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}
const refused = (code: string) => expect.objectContaining({ code });

describe('an archive', () => {
  it('within the limit is let through', async () => {
    await expect(mustUnpackWithin(zipOf(Buffer.alloc(5_000)), 5_000)).resolves.toBeUndefined();
  });
  it('is refused by what it unpacks to, whatever size it states', async () => {
    await expect(mustUnpackWithin(zipOf(Buffer.alloc(5_001), 10), 5_000)).rejects.toThrow(refused('file-too-large'));
    await expect(mustUnpackWithin(zipOf(Buffer.alloc(5_000), 4_000_000_000), 5_000)).resolves.toBeUndefined();
  });
  it('that hides gigabytes behind a stated size of nothing is not opened', async () => {
    const bomb = zipOf(Buffer.alloc(90_000_000, ' '), 0);
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(readPlan(bomb)).rejects.toThrow(refused('file-too-large'));
  });
  it.each([
    ['hundreds of thousands of tags that would fill the memory', `<w:r>${'<w:t>a</w:t>'.repeat(9_000)}</w:r>`.repeat(40)],
    ['a parent of children without end', `<w:r>${'<w:t/>a'.repeat(11_000)}</w:r>`],
    ['tags in each other without end', '<w:sdt>'.repeat(1_000)],
    ['one tag with attributes without end', `<w:p${' a="1"'.repeat(1_000)}/>`],
  ])('of few bytes with %s is refused before it is read', async (_, content) => {
    const bomb = zipOf(Buffer.from(content));
    expect(bomb.length).toBeLessThan(50_000);
    await expect(readPlan(bomb)).rejects.toThrow(expect.objectContaining({ code: 'file-too-large' }));
  });
  it('that readers could understand differently is refused', async () => {
    const whole = zipOf(Buffer.alloc(100));
    await expect(mustUnpackWithin(Buffer.concat([Buffer.from('PK'), whole]))).rejects.toThrow(refused('file-unreadable'));
    await expect(mustUnpackWithin(whole.subarray(0, whole.length - 10))).rejects.toThrow(refused('file-unreadable'));
    const twice = Buffer.from(whole);
    twice.writeUInt16LE(2, twice.length - 12);
    await expect(mustUnpackWithin(twice)).rejects.toThrow(refused('file-unreadable'));
    const spoilt = Buffer.from(whole).fill(0xff, 30 + 'word/document.xml'.length, 30 + 'word/document.xml'.length + 4);
    await expect(mustUnpackWithin(spoilt)).rejects.toThrow(refused('file-unreadable'));
  });
});
