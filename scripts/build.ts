// `npm run build`: writes what the npm package has, the command line and the CDK construct.
import { buildPackage } from './release/npm-package.ts';

await buildPackage();
