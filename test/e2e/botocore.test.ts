import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bucketPolicy } from '../support/bucket-policy.ts';
import { runPython } from './run-python.ts';

const FOLDER = join(import.meta.dirname, 'botocore');
const CALL = z.tuple([z.string(), z.string(), z.record(z.string(), z.unknown()), z.array(z.string())]);
const PROBLEMS = z.array(z.array(z.string()));

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
/** Documents that inputs of calls.json name. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  BUCKET_POLICY: bucketPolicy('shapes'),
  TRUST_POLICY: policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
  ROLE_POLICY: policy({ Effect: 'Allow', Action: 'logs:*', Resource: '*' }),
  DATA_PROTECTION_POLICY: policy([
    { DataIdentifier: [], Operation: { Audit: { FindingsDestination: {} } } },
    { DataIdentifier: [], Operation: { Deidentify: { MaskConfig: {} } } },
  ]),
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
  problems = PROBLEMS.parse(JSON.parse(await runPython(aws, join(FOLDER, 'answers.py'), JSON.stringify(calls))));
});
afterAll(() => aws?.stop());

describe('an answer is what botocore says of its shape:', () => {
  test.each(calls.map(([service, operation], index) => [service, operation, index] as const))(
    '%s %s',
    (_service, _operation, index) => expect(problems[index]).toEqual([]),
  );
});
