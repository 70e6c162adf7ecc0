/** What kind of no it is; the HTTP filter makes a status of it. */
export type RefusalKind = 'rule' | 'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'too-large' | 'unavailable';

export interface RefusalText {
  readonly kind?: RefusalKind;
  /** The sentence a user reads, with the value that was refused and what would be right. */
  readonly vi: string;
  readonly en: string;
  /** The field of the command or file that is at fault, when one is. */
  readonly field?: string;
  /** The figures in the sentence, for machines. */
  readonly figures?: Readonly<Record<string, unknown>>;
}

/** An expected no. Everything else that is thrown is a bug or the machine. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly vi: string;
  readonly en: string;
  readonly field?: string;
  readonly figures: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: string,
    text: RefusalText,
  ) {
    super(`${code}: ${text.en}`);
    this.name = 'Refusal';
    this.kind = text.kind ?? 'rule';
    this.vi = text.vi;
    this.en = text.en;
    if (text.field !== undefined) this.field = text.field;
    this.figures = text.figures ?? {};
  }
}
