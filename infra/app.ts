import { RegionsError } from './regions.ts';
import { createTrailmendApp } from './trailmend-app.ts';

try {
  await createTrailmendApp();
} catch (error) {
  if (!(error instanceof RegionsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
