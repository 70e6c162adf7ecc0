import { extname } from 'node:path';
import { Refusal } from '#language';

/** What may be evidence: by the bytes, and by the name that must agree with them. */
const kinds: Readonly<Record<string, { readonly type: string; readonly extensions: readonly string[] }>> = {
  pdf: { type: 'application/pdf', extensions: ['.pdf'] },
  png: { type: 'image/png', extensions: ['.png'] },
  jpg: { type: 'image/jpeg', extensions: ['.jpg', '.jpeg'] },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extensions: ['.docx'] },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['.xlsx'] },
};
const accepted = 'PDF, PNG, JPEG, DOCX, XLSX';

/** Megabytes of 1,048,576 bytes. */
export const largestMegabytes = 20;

/** The media type that the bytes at `path` show. Refuses other kinds, and a name whose extension says something else. */
export async function kindOf(path: string, name: string): Promise<string> {
  const { fileTypeFromFile } = await import('file-type');
  const found = await fileTypeFromFile(path);
  const kind = found === undefined ? undefined : kinds[found.ext];
  if (!kind)
    throw new Refusal('evidence-kind', {
      kind: 'invalid',
      field: 'file',
      vi: `Tệp “${name}” ${found ? `có nội dung là ${found.mime}` : 'không nhận ra được định dạng'}; chỉ nhận ${accepted}.`,
      en: `The file “${name}” ${found ? `contains ${found.mime}` : 'is of no kind that we recognise'}; bring ${accepted}.`,
      figures: { found: found?.mime ?? null },
    });
  const extension = extname(name).toLowerCase();
  if (!kind.extensions.includes(extension))
    throw new Refusal('evidence-extension', {
      kind: 'invalid',
      field: 'file',
      vi: `Tệp “${name}” có nội dung là ${kind.type} nhưng phần mở rộng là “${extension}”; cần ${kind.extensions.join(' hoặc ')}.`,
      en: `The file “${name}” contains ${kind.type} but its extension is “${extension}”; it should be ${kind.extensions.join(' or ')}.`,
      figures: { found: kind.type, extension },
    });
  return kind.type;
}

/** The name of a file for somebody whose agency gave it none, or when several agencies gave it different ones. */
export function neutralName(sha256: string, type: string): string {
  const kind = Object.values(kinds).find((it) => it.type === type);
  return `${sha256}${kind?.extensions[0] ?? ''}`;
}

/** The last part of a name without what could mislead: no path, no control or direction characters, at most 200 characters. */
export function nameOf(printed: string): string {
  const last = printed.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  const extension = extname(clean);
  const stem = clean.slice(0, clean.length - extension.length);
  return `${[...stem].slice(0, 200 - extension.length).join('')}${extension}` || 'tep';
}
