/** A function that does nothing, to measure the cost of Node.js itself. */
export async function handler(): Promise<{ readonly outcomes: readonly never[] }> {
  return { outcomes: [] };
}
