// `npm run build`: writes the command line that the npm package has.
import { fileURLToPath } from 'node:url';
import { buildCli } from './cli-bundle.ts';

await buildCli(fileURLToPath(new URL('../dist/cli', import.meta.url)));
