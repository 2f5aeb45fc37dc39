import { runPython } from './python.ts';

const START = 'from checkov.main import Checkov; import sys; sys.exit(Checkov().run())';

interface Report {
  readonly results?: Record<'passed_checks' | 'failed_checks', readonly { readonly resource: string }[]>;
}

/** The resources in a folder of Terraform that pass a check of Checkov, and those that fail. */
export async function checkov(
  folder: string,
  check: string,
): Promise<{ readonly passed: readonly string[]; readonly failed: readonly string[] }> {
  const { stdout, stderr } = await runPython(
    START,
    ...['--directory', folder, '--framework', 'terraform', '--check', check],
    ...['--output', 'json', '--skip-download'],
  );
  const { results }: Report = JSON.parse(stdout);
  if (results === undefined) throw new Error(`Checkov judged nothing: ${stdout}${stderr}`);
  const names = (checks: readonly { readonly resource: string }[]): string[] => checks.map(({ resource }) => resource);
  return { passed: names(results.passed_checks), failed: names(results.failed_checks) };
}
