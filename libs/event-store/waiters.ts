/** Readers who have read the log to its end and wait until it is longer. */
export class Waiters {
  private latest = 0n;
  private readonly waiting = new Set<{ readonly after: bigint; wake(): void }>();

  get any(): boolean {
    return this.waiting.size > 0;
  }

  isBeyond(after: bigint): boolean {
    return this.latest > after;
  }

  grownTo(head: bigint): void {
    if (head > this.latest) this.latest = head;
    for (const it of [...this.waiting]) if (this.latest > it.after) it.wake();
  }

  /** Until the log is longer than `after`, at most so many milliseconds. */
  wait(after: bigint, atMost: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(() => waiter.wake(), atMost);
      const waiter = {
        after,
        wake: () => {
          clearTimeout(timeout);
          this.waiting.delete(waiter);
          resolve();
        },
      };
      this.waiting.add(waiter);
    });
  }

  wakeAll(): void {
    for (const it of [...this.waiting]) it.wake();
  }
}
