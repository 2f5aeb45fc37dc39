import { randomUUID } from 'node:crypto';
import type { BackgroundTasks } from '../gate/background-tasks.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { parseError } from '../wire/parse-error.ts';
import { requestParameters, responseElements } from './call-elements.ts';
import type { CallerIdentities } from './caller-identities.ts';
import type { Principal } from './caller-identity.ts';
import { type Coverage, type CoveringTrail, selectsManagementWrites } from './coverage.ts';
import { eventName } from './event-name.ts';
import { type BusEvent, busEvent, type RecordedCall } from './record.ts';
import { isGlobal, isRecorded, recordingRegion } from './recorded-operations.ts';

/** Where an event goes. @param trails those that log it */
export type EventConsumer = (event: BusEvent, trails: readonly CoveringTrail[]) => Promise<void>;

export interface ApiCallEvents {
  readonly coverage: Coverage;
  readonly callerIdentities: CallerIdentities;
  readonly consumers: readonly EventConsumer[];
  readonly background: BackgroundTasks;
}

/** The writes to CloudTrail after which other trails may log. */
const CHANGES_COVERAGE = /^((Create|Update|Delete)Trail|(Start|Stop)Logging|PutEventSelectors)$/;

/** Larger ones reach neither EventBridge nor CloudWatch Logs. Source: CloudTrail user guide, "Quotas". */
const LARGEST_BYTES = 256 * 1024;

/**
 * Management writes become `AWS API Call via CloudTrail` events, successful or failed, while a trail that is logging covers
 * them. The caller does not wait for what becomes of them.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail" (regional, only with a trail that logs);
 * failed calls, from the field: awslabs/landing-zone-accelerator-on-aws issue 773. Assumed: what counts is which trails were
 * logging when the call arrived, so that StopLogging and DeleteTrail of the only logging trail still become events, and
 * StartLogging of the first one does not.
 */
export function apiCallEvents({ coverage, callerIdentities, consumers, background }: ApiCallEvents): Behaviour {
  return async (call, next) => {
    if (!isRecorded(call.service, call.operation)) {
      const answer = await next(call);
      callerIdentities.hear(call);
      return answer;
    }
    const region = recordingRegion(call.service, call.region);
    const asked = logging(coverage, callerIdentities.of(call), region);
    // A failure is told by the work in the background, which waits for the same answer.
    asked.catch(() => {});
    // Only a call to CloudTrail can change which trails log.
    if (call.service === 'cloudtrail') await asked.catch(() => {});
    const answer = await next(call);
    if (call.service === 'cloudtrail' && CHANGES_COVERAGE.test(call.operation) && answer.status < 400) {
      coverage.forget();
      // The next call finds the answer, or waits for less of it.
      logging(coverage, callerIdentities.of(call), region).catch(() => {});
    }
    callerIdentities.hear(call);
    background.start(async () => {
      const { principal, trails } = await asked;
      const takers = trails.filter((trail) => takes(trail, call.service));
      if (takers.length === 0) return;
      const event = busEvent(randomUUID(), recordedCall(call, region, principal, answer));
      if (Buffer.byteLength(JSON.stringify(event.detail)) > LARGEST_BYTES) return;
      await Promise.all(consumers.map((outlet) => outlet(event, takers)));
    });
    return answer;
  };
}

async function logging(
  coverage: Coverage,
  principal: Promise<Principal>,
  region: string,
): Promise<{ readonly principal: Principal; readonly trails: readonly CoveringTrail[] }> {
  const known = await principal;
  return { principal: known, trails: await coverage.trails({ account: known.account, region }) };
}

/** Whether a trail logs a write of this service. */
function takes(trail: CoveringTrail, service: string): boolean {
  return selectsManagementWrites(trail.selectors, `${service}.amazonaws.com`) && (trail.global || !isGlobal(service));
}

function recordedCall(call: Call, region: string, { account, identity }: Principal, answer: Answer): RecordedCall {
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
