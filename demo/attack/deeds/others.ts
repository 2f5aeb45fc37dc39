import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { LEDGER_KEY } from '../../../lambda/aws/ledger/table-schema.ts';
import { bucketNameOf } from '../../trails.ts';
import type { Deeds } from '../deed.ts';
import { BY_EVENT, BY_SWEEP } from '../reported.ts';
import type { Scene } from '../scene.ts';

export const bucketDeeds: Deeds = {
  'bucket-refuses': {
    power: 's3',
    title: 'DeleteBucketPolicy: the bucket refuses the delivery',
    expected: /bucket-delivery-error/,
    reported: BY_SWEEP,
    act: ({ attacker }, trail) =>
      attacker.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucketNameOf(attacker, trail) })),
  },
};

/** As many as CloudTrail's rate of one write a second allows in a short time. */
const DENIED_CALLS = 12;
const MOST_MESSAGES = 2;

/** The keys of the ledger. */
async function ledgerKeys({ administrator, outputs }: Scene): Promise<readonly string[]> {
  const TableName = outputs['LedgerTableName'];
  const { Items = [] } = await administrator.dynamoDb.send(new ScanCommand({ TableName }));
  return Items.map((item) => item[LEDGER_KEY.partition]?.S ?? '');
}

export const deniedDeeds: Deeds = {
  'denied-flood': {
    power: 'no permission',
    title: `${DENIED_CALLS} denied calls of StopLogging on trails that do not exist`,
    expected: /user\/eve/,
    reported: BY_EVENT,
    trail: 'none',
    async act(scene) {
      for (let call = 1; call <= DENIED_CALLS; call += 1)
        await scene.outsider.cloudTrail.send(new StopLoggingCommand({ Name: `invented-${call}` })).catch(() => {});
    },
    async flaw(scene, _trail, notices) {
      const messages = notices.filter(({ way }) => way === 'topic').length;
      if (messages > MOST_MESSAGES) return `${messages} messages`;
      const invented = (await ledgerKeys(scene)).filter((key) => key.includes('invented-'));
      return invented.length > 0 ? `the ledger has items for ${invented.join(', ')}` : undefined;
    },
  },
};
