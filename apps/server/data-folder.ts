import { mkdir, stat } from 'node:fs/promises';
import { Refusal } from '#language';
import { reasonOf } from './machine.js';

/**
 * Makes the data folder where it is missing; with `make` off only looks whether something else stands there. Refuses
 * data-folder-not-usable, naming TIENDO_DATA: a file, a folder below a file, one that may not be made.
 */
export async function mustBeADataFolder(dataDir: string, { make }: { readonly make: boolean }): Promise<void> {
  try {
    if (make) await mkdir(dataDir, { recursive: true });
    else if (!(await stat(dataDir)).isDirectory()) throw notUsable(dataDir, 'EEXIST');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (!make && code === 'ENOENT') return;
    if (reasonOf(code) === null) throw error;
    throw notUsable(dataDir, code);
  }
}

function notUsable(dataDir: string, code: string): Refusal {
  const [vi, en] =
    code === 'EEXIST' ? ['đây là tệp, không phải thư mục', 'this is a file and no folder'] : (reasonOf(code) ?? ['', '']);
  return new Refusal('data-folder-not-usable', {
    kind: 'unavailable',
    field: 'TIENDO_DATA',
    vi: `Không dùng được TIENDO_DATA=${dataDir}: ${vi}. Hãy nêu một thư mục mà tài khoản hiện tại ghi được (chưa có thì sẽ được tạo), ví dụ /var/lib/tiendo.`,
    en: `TIENDO_DATA=${dataDir} cannot be used: ${en}. Name a folder that the present account may write to (it is made when there is none), such as /var/lib/tiendo.`,
    figures: { code, path: dataDir },
  });
}
