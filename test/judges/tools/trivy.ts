import { inTemporaryFolder } from '../../support/temporary-folder.ts';
import { runBinary } from './python.ts';

interface Report {
  readonly Results?: readonly {
    readonly Misconfigurations?: readonly { readonly ID: string; readonly Status: string }[];
  }[];
}

/** How often Trivy's own check of this id passes and fails in a folder of files. */
export async function trivy(folder: string, id: string): Promise<{ readonly passed: number; readonly failed: number }> {
  const { stdout, stderr } = await inTemporaryFolder((cache) =>
    runBinary(
      'trivy',
      ...['config', '--format', 'json', '--include-non-failures', '--quiet', '--cache-dir', cache],
      // Without the network: the checks that the binary contains.
      ...['--skip-check-update', '--skip-version-check', '--disable-telemetry', folder],
    ),
  );
  if (stdout === '') throw new Error(`Trivy judged nothing: ${stderr}`);
  const { Results = [] }: Report = JSON.parse(stdout);
  const found = Results.flatMap(({ Misconfigurations = [] }) => Misconfigurations).filter(({ ID }) => ID === id);
  const count = (status: string): number => found.filter(({ Status }) => Status === status).length;
  return { passed: count('PASS'), failed: count('FAIL') };
}
