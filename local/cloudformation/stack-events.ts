import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { CallerIdentities } from '../events/caller-identities.ts';
import type { BusEvent } from '../events/record.ts';
import { recordTime } from '../events/record-time.ts';
import type { BackgroundTasks } from '../gate/background-tasks.ts';
import type { Behaviour, Call } from '../gate/call.ts';

export interface StackEventsDependencies {
  readonly api: EmulatorApi;
  readonly identities: CallerIdentities;
  readonly deliver: (event: BusEvent) => Promise<void>;
  readonly background: BackgroundTasks;
  readonly clock: Clock;
}

/** The calls after which CloudFormation creates or updates a stack. */
const STARTS = /^(CreateStack|UpdateStack|ExecuteChangeSet)$/;
const POLL_MS = 100;

/**
 * Puts an event on the default bus when CloudFormation has created or updated a stack, or failed
 * to. The events about its progress, about resources and about deletions are not built.
 * Source: CloudFormation user guide, "Stack Status Change event detail"; EventBridge events
 * reference, "AWS CloudFormation events".
 */
export function stackEvents(dependencies: StackEventsDependencies): Behaviour {
  const { identities, deliver, background } = dependencies;
  return async (call, next) => {
    const answer = await next(call);
    if (call.service !== 'cloudformation' || !STARTS.test(call.operation) || answer.status >= 400) return answer;
    const caller = identities.of(call);
    background.start(async () => {
      const where = { account: (await caller).account, region: call.region };
      await deliver(await finishedEvent(call, where, dependencies));
    });
    return answer;
  };
}

/** Waits until CloudFormation has finished, and describes the result as the event does. */
async function finishedEvent(
  { input }: Call,
  where: Where,
  { api, clock }: StackEventsDependencies,
): Promise<BusEvent> {
  const parameters = { Action: 'DescribeStacks', StackName: String(input?.['StackName']), Version: '2010-05-15' };
  for (;;) {
    const xml = await api.query('cloudformation', parameters, where);
    const status = elementOf(xml, 'StackStatus');
    if (!status.endsWith('_IN_PROGRESS')) return stackEvent(where, elementOf(xml, 'StackId'), status, clock);
    await clock.sleep(POLL_MS);
  }
}

function stackEvent(where: Where, stackId: string, status: string, clock: Clock): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'CloudFormation Stack Status Change',
    source: 'aws.cloudformation',
    account: where.account,
    time: recordTime(new Date(clock.now())),
    region: where.region,
    resources: [stackId],
    detail: {
      'stack-id': stackId,
      'status-details': { status, 'status-reason': '' },
      'client-request-token': randomUUID(),
    },
  };
}

function elementOf(xml: string, name: string): string {
  const [, value = ''] = new RegExp(`<${name}>([^<]*)<`).exec(xml) ?? [];
  return value;
}
