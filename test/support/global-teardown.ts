import { rm } from 'node:fs/promises';

/** Jest's global teardown. */
export default async function globalTeardown(): Promise<void> {
  await rm(`${process.env['RUN_FOLDER']}`, { recursive: true, force: true });
}
