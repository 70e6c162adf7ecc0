import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Refusal, type RefusalText } from '#language';
import { mustNotBeTooLarge } from './decode.js';
import { isDocx } from './docx.js';
import { type PlanRead, readPlan } from './read-plan.js';
import { isXlsx } from './xlsx.js';

/** What the thread says: a Refusal crosses as its parts. */
export type Told = { readonly read: PlanRead } | { readonly refused: Refused };
interface Refused {
  readonly code: string;
  readonly text: RefusalText;
  readonly cause: string;
}

/** Megabytes of the thread's heap, and seconds. The largest .docx that is let in takes half of the one and some seconds. */
export const apartLimits = { memory: 1_024, seconds: 60 } as const;

/** As tsc built it: the bundled product, a test and dist itself read the same file. */
const thread = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'dist', 'libs', 'plans', 'reading', 'plan-reader.js');
})();

let last: Promise<unknown> = Promise.resolve();

/**
 * `readPlan` in a thread of its own where the file is a .docx or .xlsx: unpacking and reading one takes seconds in which nobody
 * would be answered. One after the other, so that several hold no more memory than one. Refuses what `readPlan` does, and
 * (file-too-large) what needs more than the limits.
 */
export async function readPlanApart(bytes: Uint8Array, limits: Limits = apartLimits): Promise<PlanRead> {
  mustNotBeTooLarge(bytes.length);
  if (!isDocx(bytes) && !isXlsx(bytes)) return readPlan(bytes);
  const read = last.then(() => inThread(new Uint8Array(bytes), limits));
  last = read.catch(() => undefined);
  return read;
}

type Limits = Readonly<Record<keyof typeof apartLimits, number>>;

async function inThread(bytes: Uint8Array<ArrayBuffer>, limits: Limits): Promise<PlanRead> {
  const resourceLimits = { maxOldGenerationSizeMb: limits.memory };
  const worker = new Worker(thread, { workerData: bytes, transferList: [bytes.buffer], resourceLimits, execArgv: [] });
  let timer: NodeJS.Timeout | undefined;
  try {
    const told = await new Promise<Told>((resolve, reject) => {
      timer = setTimeout(() => reject(tookTooLong(limits.seconds)), limits.seconds * 1_000);
      worker.once('message', resolve);
      worker.once('error', (error) => reject(isOutOfMemory(error) ? neededTooMuch(limits.memory) : error));
      worker.once('exit', (code) => reject(new Error(`the thread that reads a plan ended with ${code} and said nothing`)));
    });
    if ('read' in told) return told.read;
    const refusal = new Refusal(told.refused.code, told.refused.text);
    refusal.cause = told.refused.cause;
    throw refusal;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const tookTooLong = (seconds: number) =>
  new Refusal('file-too-large', {
    kind: 'too-large',
    field: 'file',
    vi: `Đọc tệp .docx hoặc .xlsx này mất hơn ${seconds} giây nên đã dừng; hãy chép riêng phần kế hoạch sang một tệp mới rồi gửi lại.`,
    en: `Reading this .docx or .xlsx took more than ${seconds} seconds and was stopped; copy the plan alone into a new file, and send it again.`,
    figures: { seconds },
  });

const neededTooMuch = (memory: number) =>
  new Refusal('file-too-large', {
    kind: 'too-large',
    field: 'file',
    vi: `Đọc tệp .docx hoặc .xlsx này cần hơn ${memory} MB bộ nhớ nên đã dừng; hãy chép riêng phần kế hoạch sang một tệp mới rồi gửi lại.`,
    en: `Reading this .docx or .xlsx needs more than ${memory} MB of memory and was stopped; copy the plan alone into a new file, and send it again.`,
    figures: { memory },
  });
