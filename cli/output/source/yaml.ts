import { yamlString } from './literal.ts';

/** A document of YAML. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/** Block style, in which every string is quoted, so that none is read as something else. */
export function yamlLines(value: Yaml): readonly string[] {
  if (typeof value === 'string') return [yamlString(value)];
  if (typeof value !== 'object') return [String(value)];
  if (isList(value)) return value.length === 0 ? ['[]'] : value.flatMap((entry) => entryLines(entry));
  const entries = Object.entries(value);
  return entries.length === 0 ? ['{}'] : entries.flatMap(([key, entry]) => memberLines(keyOf(key), entry));
}

function entryLines(value: Yaml): readonly string[] {
  return yamlLines(value).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

function memberLines(key: string, value: Yaml): readonly string[] {
  const lines = yamlLines(value);
  const isBlock = typeof value === 'object' && Object.keys(value).length > 0;
  return isBlock ? [`${key}:`, ...lines.map((line) => `  ${line}`)] : [`${key}: ${lines.join('')}`];
}

/** Quoted where YAML 1.1 reads something else than a string, such as `Yes`. */
function keyOf(key: string): string {
  return /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z]\w*$/i.test(key) ? key : yamlString(key);
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}
