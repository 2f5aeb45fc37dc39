import { inTemporaryFolder } from '../../support/temporary-folder.ts';
import { runBinary } from './python.ts';
import { type Verdicts, verdictsOf } from './verdicts.ts';

interface Report {
  readonly Results?: readonly {
    readonly Target: string;
    readonly Misconfigurations?: readonly { readonly ID: string; readonly Status: string }[];
  }[];
}

/** How Trivy's own check of this id judges the files in each folder of `root`. */
export async function trivy(root: string, id: string): Promise<Verdicts> {
  const { stdout, stderr } = await inTemporaryFolder((cache) =>
    runBinary(
      'trivy',
      ...['config', '--format', 'json', '--include-non-failures', '--quiet', '--cache-dir', cache],
      // Without the network: the checks that the binary contains.
      ...['--skip-check-update', '--skip-version-check', '--disable-telemetry', root],
    ),
  );
  if (stdout === '') throw new Error(`Trivy judged nothing: ${stderr}`);
  const { Results = [] }: Report = JSON.parse(stdout);
  const targets = (status: string): readonly string[] =>
    Results.filter(({ Misconfigurations = [] }) =>
      Misconfigurations.some(({ ID, Status }) => ID === id && Status === status),
    ).map(({ Target }) => Target);
  return verdictsOf(targets('PASS'), targets('FAIL'));
}
