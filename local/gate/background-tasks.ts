/** Work that no caller waits for. */
export interface BackgroundTasks {
  start(work: () => Promise<void>): void;
  /**
   * Settles when everything started so far, and what that started, is done.
   * @throws what went wrong first in work that ended since the last question
   */
  settled(): Promise<void>;
}

/** @param tell told of work that failed, since nobody waits for it */
export function backgroundTasks(tell: (line: string) => void): BackgroundTasks {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  return {
    start(work) {
      const started = work()
        .catch((error: unknown) => {
          failures.push(error);
          tell(`The local AWS could not deliver an event: ${error instanceof Error ? error.message : String(error)}`);
        })
        .finally(() => running.delete(started));
      running.add(started);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
      const [first] = failures.splice(0);
      if (first !== undefined) throw first;
    },
  };
}
