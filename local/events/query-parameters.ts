interface Node {
  text?: string;
  readonly inner: Map<string, Node>;
}

/**
 * Turns the flat parameters of a query protocol into nested ones: `Tags.member.1.Key` is the `Key`
 * of the first of `Tags`, `Attributes.entry.1.key` and `.value` are one entry of a map.
 * Source: Smithy awsQuery protocol (serialization of lists and maps).
 */
export function queryParameters(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root: Node = { inner: new Map() };
  for (const [name, value] of Object.entries(flat)) {
    if (name === 'Action' || name === 'Version') continue;
    let node = root;
    for (const part of name.split('.')) {
      const next = node.inner.get(part) ?? { inner: new Map() };
      node.inner.set(part, next);
      node = next;
    }
    node.text = String(value);
  }
  return nested(root);
}

function nested(node: Node): Record<string, unknown> {
  return Object.fromEntries([...node.inner].map(([name, inner]) => [name, nodeValue(inner)]));
}

function nodeValue(node: Node): unknown {
  const list = node.inner.get('member');
  if (list !== undefined) return inOrder(list).map(nodeValue);
  const map = node.inner.get('entry');
  if (map !== undefined)
    return Object.fromEntries(inOrder(map).map((entry) => [part(entry, 'key'), part(entry, 'value')]));
  return node.inner.size > 0 ? nested(node) : node.text;
}

function inOrder({ inner }: Node): readonly Node[] {
  return [...inner].toSorted(([one], [other]) => Number(one) - Number(other)).map(([, node]) => node);
}

function part({ inner }: Node, name: string): string {
  return inner.get(name)?.text ?? '';
}
