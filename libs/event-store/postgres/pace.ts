/** Milliseconds of work for one event, about the same in PostgreSQL as in this process and its callers. Only the order of magnitude matters. */
const perEvent = 0.03;

/**
 * Whether a second batch on its way beside the first is worth a commit of its own. While PostgreSQL writes one we can make the
 * other; but on a slow disk two commits of half the size take nearly twice as long as one.
 */
export class Pace {
  private commit = 1;
  private last = 0;

  /**
   * A batch that was sent at `sent` is answered. What a commit takes is followed in steps of a tenth, up or down, so that one long
   * pause of ours or of the disk moves it no further than any other answer.
   */
  answered(sent: number, events: number): void {
    const now = performance.now();
    const took = now - Math.max(sent, this.last) - events * perEvent;
    this.last = now;
    this.commit = Math.max(0.05, this.commit * (took > this.commit ? 1.1 : 0.9));
  }

  overlapPays(events: number): boolean {
    return events * perEvent > this.commit;
  }
}
