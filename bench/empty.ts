/** A function that does nothing: what Node.js itself costs. */
export async function handler(): Promise<{ readonly outcomes: readonly never[] }> {
  return { outcomes: [] };
}
