import { type Clients, clientsFor } from '../../lambda/aws/clients.ts';
import { type Hub, readEventRuleStatus } from '../../lambda/aws/read/event-rule.ts';
import { readForwarderQueue } from '../../lambda/aws/read/forwarder-queue.ts';
import { readSubscribersOfEither } from '../../lambda/aws/read/subscribers.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import type { AccountFacts } from '../checks/account-facts.ts';
import { sweepWindowMs } from '../checks/last-sweep.ts';
import type { OwnRegion, StackFacts } from '../checks/stack-facts.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import { readAlarms } from './alarms.ts';
import { readLastSweep } from './last-sweep.ts';
import { readPendingSubscriptions } from './pending-subscriptions.ts';
import { readQueueDepth } from './queue-depth.ts';
import { readSmokeAnswer } from './smoke-test.ts';
import { readStackResources, type StackResource } from './stack-resources.ts';

/** Reads what shows whether a stack does its work. What it cannot read stays an unread fact. */
export async function readStackFacts(
  stack: DeployedStack,
  { enabledRegions, trails }: Pick<AccountFacts, 'enabledRegions' | 'trails'>,
  nowMs: number,
): Promise<StackFacts> {
  const { region, config } = stack;
  const clients = clientsFor(region);
  const functionName = stack.outputs['FunctionName'] ?? '';
  const [ownRegions, resources, smokeAnswer, lastSweep, subscribers, pendingSubscriptions] = await Promise.all([
    readOwnRegions(clients, stack, functionName),
    readStackResources(stack.name, region),
    readSmokeAnswer(functionName, region),
    readLastSweep(clients, stack, nowMs - sweepWindowMs(stack)),
    readSubscribersOfEither(clients, config),
    readPendingSubscriptions(clients, config.topicArn),
  ]);
  const alarmNames = ofType('AWS::CloudWatch::Alarm', resources).map(({ physicalId }) => physicalId);
  const [queues, alarms] = await Promise.all([
    readQueues(clients, ofType('AWS::SQS::Queue', resources), region),
    readAlarms(alarmNames, region),
  ]);
  const trailRegions = [...new Set(trails.map(({ id }) => id.region))];
  const known = { stack, functionName, nowMs, enabledRegions, trailRegions };
  const read = { smokeAnswer, lastSweep, subscribers, pendingSubscriptions, alarms, resources };
  return { ...known, ...read, ownRegions, queues };
}

function readOwnRegions(
  clients: Clients,
  { region, config }: DeployedStack,
  functionName: string,
): Promise<readonly OwnRegion[]> {
  const hub: Hub = {
    region,
    functionArn: `arn:${config.partition}:lambda:${region}:${config.settings.account}:function:${functionName}`,
    logGroupPrefix: config.settings.logGroupPrefix,
  };
  return Promise.all(
    [region, ...config.forwarderRegions].map(async (where) => ({
      region: where,
      eventRule: await readEventRuleStatus(clients, where, hub),
      ...(where !== region && { queue: await readForwarderQueue(clients, where) }),
    })),
  );
}

async function readQueues(
  clients: Clients,
  queues: readonly StackResource[],
  region: string,
): Promise<StackFacts['queues']> {
  const depths = queues.map(async ({ logicalId, physicalId }) => {
    return [withoutHash(logicalId), await readQueueDepth(clients, physicalId, region)] as const;
  });
  return Object.fromEntries(await Promise.all(depths));
}

function ofType(type: string, resources: Fact<readonly StackResource[]>): readonly StackResource[] {
  return resources.read ? resources.value.filter((one) => one.type === type) : [];
}

/** CDK adds eight digits to the names of a template. */
function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
