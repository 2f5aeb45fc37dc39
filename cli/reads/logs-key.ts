import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { readFact } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** The KMS key of new log groups, or its replica, in one Region. */
export interface LogsKey {
  readonly region: string;
  readonly arn: string;
  readonly state: Fact<KeyState>;
  /** JSON. */
  readonly policy: Fact<string>;
}

export interface KeyState {
  /** `Enabled`, `Disabled`, `PendingDeletion`: an open set. */
  readonly state: string;
  readonly isSymmetric: boolean;
}

/** @param arn a key of this Region */
export async function readLogsKey(region: string, arn: string): Promise<LogsKey> {
  const client = new KMSClient({ region });
  const [state, policy] = await Promise.all([
    readFact(
      'DescribeKey',
      () => client.send(new DescribeKeyCommand({ KeyId: arn })),
      ({ KeyMetadata: key }) =>
        key && {
          state: String(key.KeyState),
          isSymmetric: (key.KeySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT',
        },
    ),
    readFact(
      'GetKeyPolicy',
      () => client.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' })),
      ({ Policy }) => Policy,
    ),
  ]);
  return { region, arn, state, policy };
}
