import { posix } from 'node:path';

/** A source file. Its path is relative to the project, with slashes. */
export interface Source {
  readonly path: string;
  readonly lines: readonly string[];
}

/**
 * Groups of files that import each other, directly or through other files. Imports of types count.
 * These are the strongly connected components of the import graph, by Tarjan's algorithm.
 */
export function importCycles(sources: readonly Source[]): readonly (readonly string[])[] {
  const graph = importGraph(sources);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: (readonly string[])[] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    let lowest = order.size - 1;
    stack.push(file);
    for (const imported of graph.get(file) ?? []) {
      if (!order.has(imported)) visit(imported);
      if (stack.includes(imported)) lowest = Math.min(lowest, low.get(imported) ?? order.get(imported) ?? lowest);
    }
    low.set(file, lowest);
    if (lowest !== order.get(file)) return;
    const component = stack.splice(stack.indexOf(file));
    if (component.length > 1) cycles.push(component);
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

/** The relative imports and re-exports of each file. */
function importGraph(sources: readonly Source[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sources.map(({ path, lines }) => {
      const specifiers = [...lines.join('\n').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)];
      return [path, specifiers.map(([, specifier = '']) => posix.join(posix.dirname(path), specifier))];
    }),
  );
}
