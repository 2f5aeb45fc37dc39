import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { bucketNameOf } from '../../trails.ts';
import type { Deeds } from '../deed.ts';
import type { Scene } from '../scene.ts';

export const bucketDeeds: Deeds = {
  'bucket-refuses': {
    power: 's3',
    title: 'DeleteBucketPolicy: the bucket refuses the delivery',
    expected: /bucket-delivery-error/,
    act: ({ attacker }, trail) =>
      attacker.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucketNameOf(attacker, trail) })),
  },
};

/** As many as CloudTrail's rate of one write a second allows in a short time. */
const DENIED_CALLS = 12;
const MOST_MESSAGES = 2;

let itemsBefore = 0;

async function countItems({ administrator, outputs }: Scene): Promise<number> {
  const { Count = 0 } = await administrator.dynamoDb.send(
    new ScanCommand({ TableName: outputs['LedgerTableName'], Select: 'COUNT' }),
  );
  return Count;
}

export const deniedDeeds: Deeds = {
  'denied-flood': {
    power: 'no permission',
    title: `${DENIED_CALLS} denied calls of StopLogging on trails that do not exist`,
    expected: /user\/eve/,
    trail: 'none',
    async act(scene) {
      itemsBefore = await countItems(scene);
      for (let call = 1; call <= DENIED_CALLS; call += 1)
        await scene.outsider.cloudTrail.send(new StopLoggingCommand({ Name: `invented-${call}` })).catch(() => {});
    },
    async flaw(scene, _trail, notices) {
      const messages = notices.filter(({ way }) => way === 'topic').length;
      if (messages > MOST_MESSAGES) return `${messages} messages`;
      const more = (await countItems(scene)) - itemsBefore;
      // One for the caller, and one that names the callers.
      return more > 2 ? `the ledger has ${more} more items` : undefined;
    },
  },
};
