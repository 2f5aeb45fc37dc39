// `npm run build`: writes what the npm package has, the command line and the CDK construct.
import { fileURLToPath } from 'node:url';
import { buildCli } from './cli-bundle.ts';
import { buildConstruct } from './construct-bundle.ts';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
await Promise.all([buildCli(`${DIST}/cli`), buildConstruct(DIST)]);
