import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { clientExports } from '../../local/client-exports.ts';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bucketPolicy } from '../support/bucket-policy.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, 'test/e2e/botocore');
const CALL = z.tuple([z.string(), z.string(), z.record(z.string(), z.unknown()), z.array(z.string())]);
const PROBLEMS = z.array(z.array(z.string()));

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
/** Documents that inputs of calls.json name. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  BUCKET_POLICY: bucketPolicy('shapes'),
  TRUST_POLICY: policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
  ROLE_POLICY: policy({ Effect: 'Allow', Action: 'logs:*', Resource: '*' }),
};
const calls = z
  .array(CALL)
  .parse(
    JSON.parse(readFileSync(join(FOLDER, 'calls.json'), 'utf8'), (_, value) =>
      typeof value === 'string' ? (DOCUMENTS[value] ?? value) : value,
    ),
  );

let aws: LocalAws;
let problems: z.infer<typeof PROBLEMS>;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
  problems = PROBLEMS.parse(JSON.parse(await answers()));
});
afterAll(() => aws?.stop());

/** Runs answers.py in a shell with the exports that the local AWS prints. */
async function answers(): Promise<string> {
  const python = await ensureVenv({
    folder: join(ROOT, '.venv'),
    requirements: join(ROOT, 'local/requirements.txt'),
    environment: process.env,
    progress: () => {},
  });
  const script = [...clientExports(aws), 'exec "$0" -I "$1"'].join('\n');
  const { HOME, TMPDIR } = aws.environment;
  const env = { PATH: process.env['PATH'], HOME, TMPDIR, NO_PROXY: '127.0.0.1' };
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, stdout: string, stderr: string) =>
      error === null ? resolve(stdout) : reject(new Error(stderr));
    const child = execFile('sh', ['-c', script, python, join(FOLDER, 'answers.py')], { env }, done);
    child.stdin?.end(JSON.stringify(calls));
  });
}

describe('an answer is what botocore says of its shape:', () => {
  test.each(calls.map(([service, operation], index) => [service, operation, index] as const))(
    '%s %s',
    (_service, _operation, index) => expect(problems[index]).toEqual([]),
  );
});
