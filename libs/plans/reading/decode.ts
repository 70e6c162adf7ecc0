import { Refusal } from '#language';

/** Files above this are not read: the longest known plan is 0.1 MB of text. */
export const largestFile = 10_000_000;

export interface Decoded {
  readonly text: string;
  /** The file was written with loose marks (NFD) and was joined to NFC. */
  readonly joined: boolean;
}

/**
 * Bytes to text. Only UTF-8 is read; anything else is refused with what it looks like, for a wrong guess at an encoding
 * would silently change names. Refuses `file-too-large`, `file-empty`, `file-not-text`, `file-encoding`.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  mustNotBeTooLarge(bytes.length);
  if (bytes.length === 0)
    throw new Refusal('file-empty', { kind: 'invalid', field: 'file', vi: 'Tệp trống.', en: 'The file is empty.' });
  const kind = binaryKind(bytes);
  if (kind)
    throw new Refusal('file-not-text', {
      kind: 'invalid',
      field: 'file',
      vi: `Tệp này là ${kind}, không phải văn bản. Hãy nộp tệp .docx, .xlsx hoặc .txt (UTF-8).`,
      en: `This file is ${kind}, not text. Give a .docx, an .xlsx or a UTF-8 .txt file.`,
      figures: { kind },
    });
  const raw = utf8(bytes);
  if (raw === null) {
    const guess = encodingOf(bytes);
    throw new Refusal('file-encoding', {
      kind: 'invalid',
      field: 'file',
      vi: `Tệp không phải UTF-8 (có vẻ là ${guess}). Hãy lưu lại dưới dạng UTF-8 rồi nhập.`,
      en: `The file is not UTF-8 (it looks like ${guess}). Save it as UTF-8 and import it again.`,
      figures: { looksLike: guess },
    });
  }
  const text = raw.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ');
  return { text, joined: raw.normalize('NFC') !== raw };
}

export function mustNotBeTooLarge(size: number): void {
  if (size > largestFile)
    throw new Refusal('file-too-large', {
      kind: 'too-large',
      field: 'file',
      vi: `Tệp nặng ${megabytes(size)} MB; tối đa ${megabytes(largestFile)} MB.`,
      en: `The file is ${megabytes(size)} MB; at most ${megabytes(largestFile)} MB is read.`,
      figures: { size, limit: largestFile },
    });
}

const megabytes = (size: number) => (size / 1_000_000).toFixed(1).replace(/\.0$/, '');

function utf8(bytes: Uint8Array): string | null {
  if (utf16(bytes)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const utf16 = (bytes: Uint8Array) =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes.subarray(0, 4_000).includes(0);

/** Windows-1258 writes the Vietnamese tone marks as separate bytes after the vowel: many of them mean Vietnamese text. */
function encodingOf(bytes: Uint8Array): string {
  if (utf16(bytes)) return 'UTF-16';
  const tones = new Set([0xcc, 0xec, 0xd2, 0xde, 0xf2]);
  const high = bytes.filter((byte) => byte >= 0x80);
  const marks = high.filter((byte) => tones.has(byte)).length;
  return marks / Math.max(1, high.length) > 0.15 ? 'Windows-1258' : 'TCVN3 / VNI / Windows-125x';
}

function binaryKind(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 8));
  if (head.startsWith('%PDF')) return 'PDF';
  if (head.startsWith('PK')) return 'ZIP';
  if (head.startsWith('\xd0\xcf\x11\xe0')) return 'Word 97–2003 (.doc)';
  if (head.startsWith('\x89PNG') || head.startsWith('\xff\xd8\xff')) return 'image';
  return null;
}
