import { createHash } from 'node:crypto';
import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { functionCalls } from '../../demo/function-calls.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, administratorOf, createEngineer } from '../../demo/sessions.ts';
import { type ReceivedMessage, type Subscriber, subscribe } from '../../demo/subscriber.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import type { OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { isStartedBy } from '../../lambda/core/model/trigger.ts';
import type { StackOutputs } from '../../local/deploy.ts';
import type { PassedCall } from '../../local/gate/call-log.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';

const WITHIN = { withinMs: WAIT_LIMIT_MS };
/** An account in which trailmend is deployed with the stack's defaults. */
export interface Account {
  readonly aws: LocalAws;
  readonly administrator: AwsSession;
  readonly engineer: AwsSession;
  readonly outputs: StackOutputs;
  /**
   * The engineer changes a setting of a trail that trailmend does not check: one event, without a
   * settle time.
   */
  readonly change: (trail: string) => Promise<void>;
  /** Waits for the message with this outcome of a trail after this call. */
  readonly messageAbout: (trail: string, outcome: OutcomeWord, eventName: string) => Promise<ReceivedMessage>;
  /** Waits for the end of the function's run for a call on a trail, and returns its outcome. */
  readonly outcomeOf: (trail: string, eventName: string) => Promise<OutcomeWord>;
  /** Waits until the function has ignored this number of events as its own changes. */
  readonly ownChangesIgnored: (count: number) => Promise<void>;
  /** The function's calls about a trail so far, in the order of their responses. */
  readonly callsAbout: (trail: string) => readonly string[];
  /**
   * The writes among them that AWS accepted, without notifications. On a busy machine an operation
   * can be twice in the list, because the SDK repeats a call whose answer is late.
   */
  readonly writesAbout: (trail: string) => readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * @param trails the engineer's trails from before the deployment: they log, and are not integrated
 */
export async function accountWithTrailmend(trails: readonly string[]): Promise<Account> {
  const aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: 50 } });
  try {
    return await deployAccount(aws, trails);
  } catch (error) {
    await aws.stop();
    throw error;
  }
}

async function deployAccount(aws: LocalAws, trails: readonly string[]): Promise<Account> {
  const administrator = administratorOf(aws);
  const engineer = await createEngineer('sam', aws);
  for (const trail of trails) await makeTrail(engineer, trail, await makeBucket(engineer, trail));
  await bootstrapAccount(aws);
  const outputs = await deployStack(aws, {});
  const subscriber: Subscriber = await subscribe(administrator, outputs['TopicArn'] ?? '');

  const isAbout = (trail: string) => (call: PassedCall) => JSON.stringify(call.input ?? {}).includes(trail);
  return {
    aws,
    administrator,
    engineer,
    outputs,
    async change(trail) {
      await engineer.cloudTrail.send(new UpdateTrailCommand({ Name: trail, IncludeGlobalServiceEvents: true }));
    },
    messageAbout: (trail, outcome, eventName) =>
      until(
        `The message ${outcome} about ${eventName} of ${trail}`,
        async () =>
          (await subscriber.received()).find(
            ({ record }) =>
              record.trailArn === trailArnOf(engineer, trail) &&
              record.outcome === outcome &&
              isStartedBy(record.trigger, eventName),
          ),
        WITHIN,
      ),
    outcomeOf: (trail, eventName) =>
      until(
        `The end of the run for ${eventName} of ${trail}`,
        async () =>
          (await readFunctionLog(administrator))
            .flatMap((line) => (line.kind === 'outcome' ? [line.record] : []))
            .find(
              ({ trailArn, trigger }) => trailArn === trailArnOf(engineer, trail) && isStartedBy(trigger, eventName),
            )?.outcome,
        WITHIN,
      ),
    async ownChangesIgnored(count) {
      const ignored = async () => {
        const lines = await readFunctionLog(administrator);
        return (
          lines.filter((line) => line.kind === 'ignored' && line.why === 'own-change').length >= count || undefined
        );
      };
      await until(`That ${count} own changes are ignored`, ignored, WITHIN);
    },
    callsAbout: (trail) =>
      aws
        .calls()
        .filter(({ caller }) => caller === 'function')
        .filter(isAbout(trail))
        .map(({ operation }) => operation),
    writesAbout: (trail) =>
      functionCalls(aws)
        .writes.filter(isAbout(trail))
        .filter(({ errorCode }) => errorCode === undefined)
        .map(({ operation }) => operation),
    async close() {
      subscriber.close();
      await aws.stop();
    },
  };
}

/** The names that the contract gives the log group and the role of a trail. */
export function namesFor({ account, region }: AwsSession, trail: string): { logGroupArn: string; roleArn: string } {
  const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/${trail}`;
  const hash = createHash('sha256').update(trailArn).digest('hex').slice(0, 8);
  return {
    logGroupArn: `arn:aws:logs:${region}:${account}:log-group:/trailmend/${trail}:*`,
    roleArn: `arn:aws:iam::${account}:role/trailmend/trailmend-${trail}-${region}-${hash}-1`,
  };
}

/** Runs without events, so that trailmend first sees what was made in its next sweep. */
export async function unseen({ aws }: Account, work: () => Promise<void>): Promise<void> {
  aws.disturbEvents([{ does: 'lose' }]);
  await work();
  await aws.settled();
  aws.disturbEvents([]);
}
