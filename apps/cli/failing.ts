import { CommanderError } from 'commander';
import { Refusal } from '#language';
import { BadConfiguration } from '../server/configuration.js';
import { refusedByTheMachine } from '../server/machine.js';
import { harmless, type Surroundings, toJson } from './screen.js';
import type { Say } from './words.js';

/** 0: done. 1: refused by a rule. 2: asked for in the wrong way. 3: the machine (database, disk, settings). */
export const exits = { done: 0, refused: 1, usage: 2, machine: 3 } as const;

/** A wrong way to ask, found while the command runs. */
export class Misuse extends Error {
  constructor(
    readonly vi: string,
    readonly en: string,
  ) {
    super(en);
  }
}

interface Told {
  readonly exit: number;
  readonly code: string;
  readonly text: string;
  readonly figures?: Readonly<Record<string, unknown>>;
}

/** What to tell of an error and how to end. A bug keeps its stack, because somebody will have to find it. */
export function toldOf(thrown: unknown, say: Say, env: Surroundings['env']): Told {
  const error = refusedByTheMachine(thrown, env) ?? thrown;
  if (error instanceof Refusal) {
    const { code, vi, en, kind, figures } = error;
    return { exit: kind === 'unavailable' ? exits.machine : exits.refused, code, text: say(vi, en), figures };
  }
  if (error instanceof Misuse) return { exit: exits.usage, code: 'usage', text: say(error.vi, error.en) };
  if (error instanceof CommanderError) return { exit: exits.usage, code: 'usage', text: misuseOf(error, say) };
  if (error instanceof BadConfiguration) return { exit: exits.machine, code: 'bad-configuration', text: say(error.vi, error.en) };
  if (isOfTheMachine(error)) return { exit: exits.machine, code: error.code.toLowerCase(), text: error.message };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: exits.machine, code: 'failure', text: `${say('Lỗi ngoài dự kiến', 'An unexpected error')}: ${text}` };
}

/** What the operating system said: a disk that is full, a port that nobody listens on. */
const isOfTheMachine = (error: unknown): error is { readonly code: string; readonly message: string } =>
  typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error && typeof error.code === 'string';

export function failed(told: Told, json: boolean): string {
  const { exit: _, ...error } = told;
  return json ? toJson({ error }) : harmless(told.text);
}

/** Commander speaks English only; what it found fault with stands in quotes in its message. */
function misuseOf({ code, message }: CommanderError, say: Say): string {
  const [, what = ''] = /'([^']+)'/.exec(message) ?? [];
  const fault = message.replace(/^error: .*? is invalid(?: for argument '[^']*')?\. /, '');
  const more = say('Xem: tiendo --help', 'See: tiendo --help');
  const vi: Readonly<Record<string, string>> = {
    'commander.unknownCommand': `Không có lệnh “${what}”.`,
    'commander.unknownOption': `Không có tùy chọn “${what}”.`,
    'commander.missingArgument': `Thiếu tham số “${what}”.`,
    'commander.optionMissingArgument': `Tùy chọn “${what}” cần một giá trị.`,
    'commander.missingMandatoryOptionValue': `Thiếu tùy chọn bắt buộc “${what}”.`,
    'commander.excessArguments': 'Thừa tham số.',
    'commander.invalidArgument': fault,
  };
  const en = code === 'commander.invalidArgument' ? fault : message.replace(/^error: /, '');
  return `${say(vi[code] ?? en, en)} ${more}`;
}
