import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runPython } from './python.ts';
import { type Verdicts, verdictsOf } from './verdicts.ts';

const START = 'import sys; from cfnlint.runner import main; sys.exit(main())';

interface Finding {
  readonly Level: string;
  readonly Filename: string;
}

/**
 * Whether cfn-lint reports an error, or a warning, in the template of each folder of `root`.
 * @param ignored the IDs of rules that do not count
 */
export async function cfnLint(root: string, ignored: readonly string[] = []): Promise<Verdicts> {
  const folders = await readdir(root);
  const paths = folders.map((folder) => join(root, folder, 'template.yaml'));
  const { stdout, stderr } = await runPython(
    START,
    ...['--format', 'json'],
    ...ignored.flatMap((rule) => ['--ignore-checks', rule]),
    ...['--template', ...paths],
  );
  if (stdout === '') throw new Error(`cfn-lint judged nothing: ${stderr}`);
  const findings: readonly Finding[] = JSON.parse(stdout);
  const failed = findings.map(({ Filename }) => Filename.slice(root.length + 1));
  return verdictsOf(
    folders.filter((folder) => !failed.some((path) => path.startsWith(`${folder}/`))),
    failed,
  );
}
