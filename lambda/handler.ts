/** The function's door. */
export async function handler(): Promise<{ outcomes: readonly never[] }> {
  return { outcomes: [] };
}
