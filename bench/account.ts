import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { makeLedgerTable } from '../demo/ledger-table.ts';
import type { AwsSession } from '../demo/sessions.ts';
import { makeBucket, makeIntegration, makeTrail } from '../demo/trails.ts';
import { ENVIRONMENT } from '../lambda/config.ts';

/** A trail that is integrated without trailmend. */
export const FOREIGN_TRAIL = 'foreign';

type Variable = (typeof ENVIRONMENT)[keyof typeof ENVIRONMENT];

/**
 * Creates the topic, boundary and ledger of the function.
 * @returns the environment variables that the stack would set
 */
export async function functionEnvironment(aws: AwsSession): Promise<Record<Variable, string>> {
  const { TopicArn = '' } = await aws.sns.send(new CreateTopicCommand({ Name: 'bench' }));
  const { Policy } = await aws.iam.send(
    new CreatePolicyCommand({ PolicyName: 'bench-boundary', Path: '/trailmend/', PolicyDocument: BOUNDARY }),
  );
  return {
    [ENVIRONMENT.mode]: 'fix',
    [ENVIRONMENT.organizationTrails]: 'false',
    [ENVIRONMENT.retentionDays]: '365',
    [ENVIRONMENT.settleSeconds]: '0',
    [ENVIRONMENT.restartLogging]: 'seen',
    [ENVIRONMENT.logGroupPrefix]: '/trailmend/',
    [ENVIRONMENT.logGroupKmsKeyArn]: '',
    [ENVIRONMENT.excludedTrails]: '',
    [ENVIRONMENT.regions]: '',
    [ENVIRONMENT.dataEventTrails]: 'notify',
    [ENVIRONMENT.metricFilters]: 'none',
    [ENVIRONMENT.forwarderRegions]: '',
    [ENVIRONMENT.topicArn]: TopicArn,
    [ENVIRONMENT.chatTopic]: 'none',
    [ENVIRONMENT.ledgerTable]: await makeLedgerTable(aws, 'bench-ledger'),
    [ENVIRONMENT.functionRoleArn]: `arn:aws:iam::${aws.account}:role/trailmend-function/trailmend-function`,
    [ENVIRONMENT.deliveryRoleArn]: '',
    [ENVIRONMENT.deliveryRoleBoundaryArn]: Policy?.Arn ?? '',
  };
}

const BOUNDARY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
});

/**
 * Creates the trail that is integrated, and `count` trails that need a full repair.
 * @returns the names of the latter
 */
export async function makeTrails(aws: AwsSession, count: number): Promise<readonly string[]> {
  await makeTrail(aws, FOREIGN_TRAIL, await makeBucket(aws, FOREIGN_TRAIL), await makeIntegration(aws, FOREIGN_TRAIL));
  const names = Array.from({ length: count }, (_, index) => `bench-${index}`);
  for (const name of names) await makeTrail(aws, name, await makeBucket(aws, name));
  return names;
}
