import { randomUUID } from 'node:crypto';
import type { BackgroundTasks } from '../gate/background-tasks.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { parseError } from '../wire/parse-error.ts';
import { requestParameters, responseElements } from './call-elements.ts';
import type { CallerIdentities } from './caller-identities.ts';
import type { CallerIdentity } from './caller-identity.ts';
import { type Coverage, type CoveringTrail, selectsManagementWrites } from './coverage.ts';
import type { EventHistory } from './event-history.ts';
import { eventName } from './event-name.ts';
import { type BusEvent, busEvent, type RecordedCall } from './record.ts';
import { isGlobal, isRecorded, recordingRegion } from './recorded-operations.ts';

/** Receives an event. @param trails the trails that log it */
export type EventConsumer = (event: BusEvent, trails: readonly CoveringTrail[]) => Promise<void>;

/** What turns calls into events. */
export interface ApiCallEventsDependencies {
  readonly coverage: Coverage;
  readonly identities: CallerIdentities;
  readonly consumers: readonly EventConsumer[];
  /** Receives the record of each management write, with or without a trail. */
  readonly history: Pick<EventHistory, 'add'>;
  readonly background: BackgroundTasks;
}

/** The writes to CloudTrail that can change which trails are logging. */
const CHANGES_COVERAGE = /^((Create|Update|Delete)Trail|(Start|Stop)Logging|PutEventSelectors)$/;

/**
 * Turns management writes, successful or failed, into `AWS API Call via CloudTrail` events while a
 * trail that is logging covers them. The caller does not wait for the delivery of its event.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail" (regional, only
 * with a trail that logs); reported for failed calls: awslabs/landing-zone-accelerator-on-aws issue
 * 773. Assumed: the trails that were logging when the call arrived decide, so that StopLogging and
 * DeleteTrail of the only logging trail still become events, and StartLogging of the first trail
 * does not.
 */
export function apiCallEvents({
  coverage,
  identities,
  consumers,
  history,
  background,
}: ApiCallEventsDependencies): Behaviour {
  return async (call, next) => {
    if (!isRecorded(call.service, call.operation)) {
      const answer = await next(call);
      identities.invalidate(call);
      return answer;
    }
    const region = recordingRegion(call.service, call.region);
    const lookup = loggingTrails(coverage, identities.of(call), region);
    // The background task below waits for the same result and reports a failure.
    lookup.catch(() => {});
    // Only a call to CloudTrail can change which trails are logging.
    if (call.service === 'cloudtrail') await lookup.catch(() => {});
    const answer = await next(call);
    if (call.service === 'cloudtrail' && CHANGES_COVERAGE.test(call.operation) && answer.status < 400) {
      coverage.forget();
      // Prepares the answer for the next call.
      loggingTrails(coverage, identities.of(call), region).catch(() => {});
    }
    identities.invalidate(call);
    background.start(async () => {
      const { caller, trails } = await lookup;
      const event = busEvent(randomUUID(), recordedCall(call, region, caller, answer));
      history.add({ account: caller.account, region }, event.detail);
      const logging = trails.filter((trail) => logs(trail, call.service));
      if (logging.length === 0) return;
      await Promise.all(consumers.map((consumer) => consumer(event, logging)));
    });
    return answer;
  };
}

async function loggingTrails(
  coverage: Coverage,
  identity: Promise<CallerIdentity>,
  region: string,
): Promise<{ readonly caller: CallerIdentity; readonly trails: readonly CoveringTrail[] }> {
  const caller = await identity;
  return { caller, trails: await coverage.trails({ account: caller.account, region }) };
}

/** Whether a trail logs a management write of this service. */
function logs(trail: CoveringTrail, service: string): boolean {
  return selectsManagementWrites(trail.selectors, `${service}.amazonaws.com`) && (trail.global || !isGlobal(service));
}

function recordedCall(call: Call, region: string, { account, identity }: CallerIdentity, answer: Answer): RecordedCall {
  const error = parseError({ ...answer, body: answer.body.toString('utf8') });
  return {
    eventId: randomUUID(),
    requestId: String(answer.headers['x-amzn-requestid'] ?? answer.headers['x-amz-request-id'] ?? randomUUID()),
    time: call.time,
    service: call.service,
    eventName: eventName(call.service, call.operation, call.url),
    account,
    region,
    identity,
    sourceIp: '127.0.0.1',
    userAgent: call.headers['user-agent'] ?? '',
    parameters: requestParameters(call),
    output: error === undefined ? { elements: responseElements(call, answer, account) } : { error },
  };
}
