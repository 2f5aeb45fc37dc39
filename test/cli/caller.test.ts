import { expect, test } from '@jest/globals';
import { callerFrom } from '../../cli/caller.ts';

test.each([
  ['arn:aws:iam::111122223333:user/team/dana', { kind: 'user', name: 'dana' }],
  ['arn:aws-cn:sts::111122223333:assumed-role/ops/dana@example.com', { kind: 'session', roleName: 'ops' }],
  ['arn:aws:iam::111122223333:root', { kind: 'root' }],
  ['arn:aws:sts::111122223333:federated-user/dana', { kind: 'federated' }],
  ['arn:aws:sts::111122223333:self', { kind: 'other' }],
])('%s', (arn, caller) => {
  expect(callerFrom(arn)).toEqual({ arn, ...caller });
});
