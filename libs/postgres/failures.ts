import { statfs } from 'node:fs/promises';
import { Refusal } from '#language';

/** What a new cluster takes with its first write-ahead log, and a little to work with. Bytes. */
const roomNeeded = 150_000_000;

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);

const diskFull = (folder: string, free: number | null) =>
  new Refusal('disk-full', {
    kind: 'unavailable',
    vi: `Không đủ chỗ trên ổ đĩa cho dữ liệu tại ${folder}${free === null ? '' : ` (còn ${megabytes(free)} MB)`}; cần ít nhất ${megabytes(roomNeeded)} MB. Hãy giải phóng chỗ hoặc đặt TIENDO_DATA sang ổ khác.`,
    en: `The disk has no room for the data at ${folder}${free === null ? '' : ` (${megabytes(free)} MB left)`}; at least ${megabytes(roomNeeded)} MB is needed. Free some, or set TIENDO_DATA to another disk.`,
    figures: { folder, freeBytes: free, neededBytes: roomNeeded },
  });

/** Refuses a folder whose disk has no room for a new cluster. */
export async function mustHaveRoom(folder: string): Promise<void> {
  const disk = await statfs(folder).catch(() => null);
  if (!disk) return;
  const free = disk.bavail * disk.bsize;
  if (free < roomNeeded) throw diskFull(folder, free);
}

/** What PostgreSQL's own words mean for the person who started us. `log` is what initdb or postgres printed. */
export function explain(log: string, folder: string): Refusal {
  if (/No space left on device|Disk quota exceeded|File too large/.test(log)) return diskFull(folder, null);
  const last = log
    .split('\n')
    .filter((line) => /FATAL|PANIC|error:|could not/.test(line))
    .slice(-3)
    .join(' ');
  if (/incompatible with server|was initialized by PostgreSQL version/.test(log))
    return new Refusal('other-postgres-version', {
      kind: 'unavailable',
      vi: `Dữ liệu tại ${folder} do một bản PostgreSQL khác tạo ra: ${last}`,
      en: `The data at ${folder} was made by another version of PostgreSQL: ${last}`,
      figures: { folder },
    });
  if (/Permission denied|has wrong ownership|invalid permissions/.test(log))
    return new Refusal('data-not-readable', {
      kind: 'unavailable',
      vi: `Tài khoản hiện tại không đọc được dữ liệu tại ${folder}: ${last}`,
      en: `The present account cannot read the data at ${folder}: ${last}`,
      figures: { folder },
    });
  return new Refusal('postgres-did-not-start', {
    kind: 'unavailable',
    vi: `PostgreSQL không khởi động được với dữ liệu tại ${folder}: ${last || log.slice(-500)}`,
    en: `PostgreSQL did not start on the data at ${folder}: ${last || log.slice(-500)}`,
    figures: { folder },
  });
}

/** True when another program took the port between our look and PostgreSQL's. */
export const portWasTaken = (log: string): boolean => /could not bind|Address already in use/.test(log);
