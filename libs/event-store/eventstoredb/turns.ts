/**
 * In-process order: work that shares a key (a stream, an event id) is done one after the other as it was asked; the rest side
 * by side. Requests of one connection may be handled by the server in any order.
 */
export class Turns {
  private readonly tails = new Map<string, Promise<void>>();

  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => this.tails.get(key) ?? []);
    let done: () => void = () => undefined;
    const tail = new Promise<void>((resolve) => {
      done = resolve;
    });
    for (const key of keys) this.tails.set(key, tail);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      done();
      for (const key of keys) if (this.tails.get(key) === tail) this.tails.delete(key);
    }
  }
}
