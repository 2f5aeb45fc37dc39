/** The JSON object in a text; undefined for any other text, which the gate passes on unchanged. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // XML, an upload or an empty body
  }
}
