import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { checkov } from './tools/checkov.ts';
import { trivy } from './tools/trivy.ts';

const example = (name: 'secure' | 'insecure'): string => fileURLToPath(new URL(`examples/${name}`, import.meta.url));

test('Checkov CKV2_AWS_10 passes the secure example and fails the insecure one', async () => {
  const [secure, insecure] = await Promise.all(
    [example('secure'), example('insecure')].map((folder) => checkov(folder, 'CKV2_AWS_10')),
  );
  expect(secure).toEqual({ passed: ['aws_cloudtrail.example'], failed: [] });
  expect(insecure).toEqual({ passed: [], failed: ['aws_cloudtrail.example'] });
});

test('Trivy AWS-0162 passes the secure example and fails the insecure one', async () => {
  expect(await trivy(example('secure'), 'AWS-0162')).toEqual({ passed: 1, failed: 0 });
  expect(await trivy(example('insecure'), 'AWS-0162')).toEqual({ passed: 0, failed: 1 });
});
