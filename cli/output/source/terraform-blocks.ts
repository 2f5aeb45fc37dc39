import type { Block, Item } from './hcl.ts';

export function resource(type: string, name: string, body: readonly Item[]): Block {
  return { head: `resource "${type}" "${name}"`, body };
}

export function importBlock(type: string, name: string, id: string): Block {
  return {
    head: 'import',
    body: [
      ['to', { reference: `${type}.${name}` }],
      ['id', id],
    ],
  };
}

/** Terraform leaves what trailmend did not read as it is. */
export function ignoring(names: readonly string[]): readonly Block[] {
  return names.length > 0 ? [{ head: 'lifecycle', body: [['ignore_changes', { names }]] }] : [];
}
