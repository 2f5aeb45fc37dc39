// Usage: node build.ts FOLDER. Writes the command line as the npm package has it.
import { buildCli } from '../../../scripts/cli-bundle.ts';

await buildCli(process.argv[2] ?? '');
