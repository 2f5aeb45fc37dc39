import { RegionsError } from './regions.ts';
import { trailmendApp } from './trailmend-app.ts';

try {
  await trailmendApp();
} catch (error) {
  if (!(error instanceof RegionsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
