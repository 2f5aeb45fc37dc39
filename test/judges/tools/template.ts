import { runPython } from './python.ts';

/** A template of CloudFormation. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

/** PyYAML does not know the short forms of functions, such as `!GetAtt`. */
const READ = `
import json, sys, yaml
yaml.SafeLoader.add_multi_constructor('!', lambda loader, tag, node: {tag: loader.construct_scalar(node)})
print(json.dumps([yaml.safe_load(open(path, encoding='utf-8')) for path in sys.argv[1:]]))
`;

/** Templates as PyYAML reads them. */
export async function readTemplates(paths: readonly string[]): Promise<readonly Template[]> {
  const { stdout, stderr } = await runPython(READ, ...paths);
  if (stdout === '') throw new Error(`PyYAML read nothing: ${stderr}`);
  return JSON.parse(stdout);
}
