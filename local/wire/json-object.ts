/** The JSON object that a text holds, or undefined for anything else: what the gate does not understand it passes on as it is. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // XML, an upload or nothing at all
  }
}
