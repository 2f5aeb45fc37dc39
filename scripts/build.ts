// `npm run build`: writes what the npm package has, the command line and the CDK construct.
import { fileURLToPath } from 'node:url';
import { buildPackage } from './release/npm-package.ts';

await buildPackage(fileURLToPath(new URL('../dist', import.meta.url)));
