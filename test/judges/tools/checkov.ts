import { runPython } from './python.ts';
import { type Verdicts, verdictsOf } from './verdicts.ts';

const START = 'from checkov.main import Checkov; import sys; sys.exit(Checkov().run())';

type Checks = readonly { readonly file_path: string }[];

interface Report {
  readonly results?: { readonly passed_checks: Checks; readonly failed_checks: Checks };
}

/** How a check of Checkov judges the Terraform files in each folder of `root`. */
export async function checkov(root: string, check: string): Promise<Verdicts> {
  const { stdout, stderr } = await runPython(
    START,
    ...['--directory', root, '--framework', 'terraform', '--check', check],
    ...['--output', 'json', '--skip-download'],
  );
  const { results }: Report = JSON.parse(stdout);
  if (results === undefined) throw new Error(`Checkov judged nothing: ${stdout}${stderr}`);
  const paths = (checks: Checks): readonly string[] => checks.map(({ file_path }) => file_path.slice(1));
  return verdictsOf(paths(results.passed_checks), paths(results.failed_checks));
}
