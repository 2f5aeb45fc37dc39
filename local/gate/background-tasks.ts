/** Tasks that no caller waits for. */
export interface BackgroundTasks {
  start(task: () => Promise<void>): void;
  /**
   * Settles when all tasks are done, including tasks that other tasks start.
   * @throws the first error of the tasks that ended since the last call
   */
  settled(): Promise<void>;
}

/** @param warn called with one line for each task that fails, because no caller waits for it */
export function backgroundTasks(warn: (line: string) => void): BackgroundTasks {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  return {
    start(task) {
      const started = task()
        .catch((error: unknown) => {
          failures.push(error);
          warn(`The local AWS could not deliver an event: ${error instanceof Error ? error.message : String(error)}`);
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
