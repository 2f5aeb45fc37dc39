import { NOT_FORWARDED_QUEUE } from '../../lambda/core/integration/names.ts';
import type { Check } from './account-facts.ts';
import { awsCommand, revertDrift } from './mend.ts';
import { type Finding, ok, problem, unknown, warning } from './result.ts';
import type { OwnRegion, StackFacts } from './stack-facts.ts';

type Facts = Pick<StackFacts, 'ownRegions' | 'stack' | 'enabledRegions' | 'trailRegions'>;

/** Each Region with a trail has a forwarder. A forwarder has a usable Region and an empty queue. */
export const forwarders: Check<Facts> = ({ ownRegions, stack, enabledRegions, trailRegions }) => {
  const { forwarderRegions } = stack.config;
  const own = [stack.region, ...forwarderRegions];
  const without = trailRegions.filter((region) => !own.includes(region));
  const closed = enabledRegions.read ? forwarderRegions.filter((one) => !enabledRegions.value.includes(one)) : [];
  const findings = [
    ...(enabledRegions.read ? [] : [unknown('the Regions that the account can use', enabledRegions)]),
    ...closed.map((region) => warning(`The account cannot use ${region}, which has a forwarder.`)),
    ...(without.length > 0 ? [judgeWithout(without, stack)] : []),
    ...ownRegions.flatMap((region) => judgeQueue(region, revertDrift(stack.region, forwarderRegions))),
  ];
  return findings.length > 0 ? findings : [ok('No other Region with a trail needs a forwarder.')];
};

function judgeWithout(regions: readonly string[], { region, config }: StackFacts['stack']): Finding {
  const all = [region, ...config.forwarderRegions, ...regions].join(',');
  return warning(
    `${regions.join(', ')} ${regions.length === 1 ? 'has' : 'have'} trails and no forwarder, so that only sweeps find changes of them.`,
    `npx cdk deploy --all -c regions=${all}`,
  );
}

function judgeQueue({ region, queue }: OwnRegion, redeployment: string): readonly Finding[] {
  if (!queue) return [];
  const name = `dead-letter queue ${NOT_FORWARDED_QUEUE} in ${region}`;
  if (!queue.read) return [unknown(`the ${name}`, queue)];
  if (queue.value.status === 'missing') return [problem(`The ${name} does not exist.`, redeployment)];
  const { events, queueUrl } = queue.value;
  if (events === 0) return [ok(`The ${name} is empty.`)];
  return [
    problem(
      `The ${name} has about ${events} events that did not reach the function. Read them, then empty it.`,
      awsCommand('sqs receive-message', { QueueUrl: queueUrl, MaxNumberOfMessages: 10 }, region),
      awsCommand('sqs purge-queue', { QueueUrl: queueUrl }, region),
    ),
  ];
}
