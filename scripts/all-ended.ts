/**
 * The values of promises, as `Promise.all` gives them. It rejects when all have ended, so that each
 * has removed its temporary files before the process ends.
 */
export async function allEnded<T extends readonly Promise<unknown>[]>(
  ...promises: T
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
