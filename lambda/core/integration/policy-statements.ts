/** The members of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A statement of a policy. Its other elements are as people wrote them. */
export type Statement = Fields & { readonly Effect: 'Allow' | 'Deny' };

/** The statements of a policy in JSON, or undefined if the text is no policy. */
export function statementsOf(document: string): readonly Statement[] | undefined {
  try {
    const statements: unknown[] = [JSON.parse(document).Statement].flat();
    return statements.every(isStatement) ? statements : undefined;
  } catch {
    // Neither JSON nor a policy.
    return undefined;
  }
}

function isStatement(value: unknown): value is Statement {
  return isFields(value) && (value['Effect'] === 'Allow' || value['Effect'] === 'Deny');
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The strings of a value that is one string or a list. */
export function stringsIn(value: unknown): readonly string[] {
  return [value].flat().filter((entry) => typeof entry === 'string');
}
