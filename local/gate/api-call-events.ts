import { randomUUID } from 'node:crypto';
import type { EmulatorApi } from '../emulator/api.ts';
import { isCovered } from '../events/coverage.ts';
import type { EventBus } from '../events/event-bus.ts';
import { type Principal, principalOf } from '../events/principal.ts';
import { busEvent, type RecordedCall } from '../events/record.ts';
import { isRecorded } from '../events/recorded.ts';
import { errorOf } from '../wire/answer-error.ts';
import { jsonObject } from '../wire/json-object.ts';
import type { Answer, Behaviour, Call } from './call.ts';
import type { InTheBackground } from './in-the-background.ts';

/**
 * Management writes become `AWS API Call via CloudTrail` events on the default bus of their region, successful or failed,
 * while a trail that is logging covers them. The caller does not wait for the delivery.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail" (regional, only with a trail that logs);
 * failed calls, from the field: awslabs/landing-zone-accelerator-on-aws issue 773. Assumed: what counts is which trails were
 * logging when the call arrived, so that StopLogging and DeleteTrail of the only logging trail still become events, and
 * StartLogging of the first one does not.
 */
export function apiCallEvents(api: EmulatorApi, bus: EventBus, background: InTheBackground): Behaviour {
  return async (call, next) => {
    if (!isRecorded(call.service, call.operation)) return next(call);
    const principal = await principalOf(api, call.caller, call.region, call.time);
    const covered = await isCovered(api, { account: principal.account, region: call.region });
    const answer = await next(call);
    if (covered) background.start(() => bus.deliver(busEvent(randomUUID(), recordedCall(call, principal, answer))));
    return answer;
  };
}

function recordedCall(call: Call, { account, identity }: Principal, answer: Answer): RecordedCall {
  const body = answer.body.toString('utf8');
  const error = errorOf({ ...answer, body });
  return {
    eventId: randomUUID(),
    requestId: String(answer.headers['x-amzn-requestid'] ?? randomUUID()),
    time: call.time,
    service: call.service,
    operation: call.operation,
    account,
    region: call.region,
    identity,
    sourceIp: '127.0.0.1',
    userAgent: call.headers['user-agent'] ?? '',
    input: call.input ?? {},
    output: error === undefined ? { elements: jsonObject(body) ?? {} } : { error },
  };
}
