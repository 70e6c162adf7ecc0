import { setTimeout as sleep } from 'node:timers/promises';

interface Ask<Question, Answer> {
  readonly question: Question;
  readonly answer: (it: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/** So many asked together are many. */
const many = 4;

/** Asks many questions as one, one at a time: what comes while one is under way is asked together in the next. */
export class Gathering<Question, Answer> {
  private waiting: Ask<Question, Answer>[] = [];
  private busy = false;

  /**
   * Gives the answers in the order of the questions. After many at once the next waits for `pause` milliseconds: whoever was answered
   * asks again in a moment, and to ask for thirty costs hardly more than to ask for four.
   */
  constructor(
    private readonly together: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly pause = 0,
  ) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.waiting.push({ question, answer, fail });
      if (!this.busy) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      // Whoever was woken by the same thing asks within this turn.
      await new Promise((resolve) => setImmediate(resolve));
      const asked = this.waiting.splice(0);
      try {
        const answers = await this.together(asked.map((it) => it.question));
        asked.forEach((it, i) => {
          it.answer(answers[i] as Answer);
        });
      } catch (error) {
        for (const it of asked) it.fail(error);
      }
      if (this.pause > 0 && asked.length >= many) await sleep(this.pause);
    }
    this.busy = false;
  }
}
