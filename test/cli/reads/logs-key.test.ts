import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readLogsKey } from '../../../cli/reads/logs-key.ts';

const ARN = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-0';
const kms = mockClient(KMSClient);
beforeEach(() => void kms.reset());

test('a key has a state, a kind and a policy', async () => {
  const described = (KeySpec: 'SYMMETRIC_DEFAULT' | 'RSA_2048') =>
    kms.on(DescribeKeyCommand, { KeyId: ARN }).resolves({ KeyMetadata: { KeyId: 'k', KeyState: 'Enabled', KeySpec } });
  kms.on(GetKeyPolicyCommand, { KeyId: ARN, PolicyName: 'default' }).resolves({ Policy: '{}' });
  described('SYMMETRIC_DEFAULT');
  expect(await readLogsKey('eu-west-1', ARN)).toEqual({
    region: 'eu-west-1',
    arn: ARN,
    state: { read: true, value: { state: 'Enabled', isSymmetric: true } },
    policy: { read: true, value: '{}' },
  });
  described('RSA_2048');
  expect(await readLogsKey('eu-west-1', ARN)).toMatchObject({ state: { value: { isSymmetric: false } } });
});

test('a key that does not exist is unread', async () => {
  kms.rejects(Object.assign(new Error('no'), { name: 'NotFoundException' }));
  expect(await readLogsKey('eu-west-1', ARN)).toMatchObject({ state: { read: false }, policy: { read: false } });
});
