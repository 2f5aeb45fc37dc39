/** A policy with more statements at its end, as JSON. */
export function withStatements(document: string, added: readonly object[]): string {
  const policy = JSON.parse(document);
  return JSON.stringify({ ...policy, Statement: [...[policy.Statement].flat(), ...added] });
}

/** A policy with these statements only. */
export function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
