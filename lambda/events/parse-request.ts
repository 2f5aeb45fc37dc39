import * as z from 'zod/mini';
import { type Subject, trailSubject } from '../core/model/subject.ts';
import { parseTrailArn, type TrailId, trailArn } from '../core/model/trail-id.ts';
import type { CallTrigger } from '../core/model/trigger.ts';
import { type CloudTrailRecord, cloudTrailEvent, NAME_FIELD } from './cloudtrail-event.ts';
import { deniedTrail } from './denied-trail.ts';
import { BLINDING } from './event-pattern.ts';
import { logGroupOf } from './log-group-calls.ts';
import { probeEvent, REGION } from './probe-event.ts';
import { tamperingOf, triggerFrom } from './trigger-from.ts';

/** What the function has to do. `ignored` needs no AWS call. */
export type Request =
  | { readonly kind: 'smoke-test' }
  /** Check every trail; `regions` overrides the parameter Regions. `due` is ISO 8601, UTC. */
  | { readonly kind: 'sweep'; readonly regions?: readonly string[]; readonly due?: string }
  /** The input is neither an event nor one of the others. The detail is for its author. */
  | { readonly kind: 'invalid'; readonly detail: string }
  | {
      readonly kind: 'ignored';
      readonly why: 'own-change' | 'foreign-account' | 'failed-call' | 'no-trail' | 'not-understood';
      readonly detail: string;
    }
  /** A probe of a sweep arrived. It may be forged. */
  | { readonly kind: 'probe'; readonly region: string; readonly id: string }
  | { readonly kind: 'remediate'; readonly id: TrailId; readonly trigger: CallTrigger }
  /** Report a deleted trail: there is nothing to repair. */
  | { readonly kind: 'report'; readonly id: TrailId; readonly trigger: CallTrigger }
  /** Report an attempt that AWS denied. Without the name of a trail, it is about the Region. */
  | { readonly kind: 'denied'; readonly subject: Subject; readonly trigger: CallTrigger }
  /** The event names a log group. trailmend must read which trails use it. */
  | { readonly kind: 'log-group-changed'; readonly region: string; readonly trigger: CallTrigger };

/** The identity of the function. */
export interface Self {
  readonly partition: string;
  /** `arn:P:iam::A:role/PATH/NAME` */
  readonly functionRoleArn: string;
}

const DENIED = /^(Client\.)?(AccessDenied|UnauthorizedOperation)/;

/**
 * Parses the input of the function. Never throws. An event of EventBridge that does not concern
 * trailmend is ignored, with the reason. Any other unknown input is invalid: a person wrote it.
 */
export function parseRequest(input: unknown, self: Self): Request {
  if (isEmptyObject(input)) return { kind: 'smoke-test' };
  if (!isEvent(input)) return sweepFrom(input);
  const probe = probeEvent.safeParse(input);
  if (probe.success) return { kind: 'probe', region: probe.data.region, id: probe.data.detail.id };
  const parsed = cloudTrailEvent.safeParse(input);
  if (!parsed.success) return ignored('not-understood', z.prettifyError(parsed.error));
  const { detail, account } = parsed.data;
  if (detail.userIdentity.sessionContext?.sessionIssuer?.arn === self.functionRoleArn) {
    return ignored('own-change', `${detail.eventName} by ${self.functionRoleArn}`);
  }
  const own = self.functionRoleArn.split(':')[4] ?? '';
  const other = [account, detail.recipientAccountId].find((one) => one && one !== own);
  if (other) return ignored('foreign-account', `${detail.eventName} in account ${other}`);
  const place = { partition: self.partition, region: detail.awsRegion, account: own };
  if (detail.errorCode) return failedCall(detail, place);
  if (!isTrailCall(detail.eventName)) return changedLogGroup(detail, place);
  const id = trailOf(detail, detail.eventName, place);
  if (!id) {
    const field = NAME_FIELD[detail.eventName];
    const given = JSON.stringify(detail.requestParameters?.[field]);
    return ignored('no-trail', `${detail.eventName} names no trail: requestParameters.${field} is ${given}`);
  }
  const trigger = triggerFrom(detail, tamperingOf(detail));
  return detail.eventName === 'DeleteTrail' ? { kind: 'report', id, trigger } : { kind: 'remediate', id, trigger };
}

function isEmptyObject(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !Array.isArray(input) && Object.keys(input).length === 0;
}

const sweepInput = z.strictObject({
  kind: z.literal('sweep'),
  regions: z.exactOptional(z.array(z.string().check(z.regex(REGION))).check(z.refine((list) => list.length > 0))),
  due: z.exactOptional(z.string()),
});

/**
 * Every event of EventBridge has both members. Source: EventBridge events reference, "AWS service
 * event metadata".
 */
function isEvent(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'source' in input && 'detail-type' in input;
}

const INPUTS =
  'an event of EventBridge, {"kind":"sweep"}, {"kind":"sweep","regions":["us-east-1"]}, or {} for the smoke test';
const LONGEST_QUOTATION = 300;

function sweepFrom(input: unknown): Request {
  const parsed = sweepInput.safeParse(input);
  if (parsed.success) {
    const { due = '', ...sweep } = parsed.data;
    const dueMs = Date.parse(due);
    // An invalid time does not prevent a sweep.
    return Number.isNaN(dueMs) ? sweep : { ...sweep, due: new Date(dueMs).toISOString() };
  }
  const quoted = String(JSON.stringify(input)).slice(0, LONGEST_QUOTATION);
  return { kind: 'invalid', detail: `The input ${quoted} is invalid. The function takes ${INPUTS}.` };
}

type Place = Omit<TrailId, 'arn' | 'name'>;

function failedCall(record: CloudTrailRecord, place: Place): Request {
  const { eventName, errorCode, errorMessage } = record;
  if (!isTrailCall(eventName) || !BLINDING.includes(eventName) || !DENIED.test(errorCode ?? '')) {
    return ignored('failed-call', `${eventName} returned ${errorCode}`);
  }
  // A denied call often has null requestParameters. Its message then names the trail.
  const named = trailOf(record, eventName, place) ?? deniedTrail(eventName, errorMessage ?? '');
  const id = named?.partition === place.partition ? named : undefined;
  const { region, account } = place;
  const subject: Subject = id ? trailSubject(id) : { kind: 'region', region, account };
  return { kind: 'denied', subject, trigger: triggerFrom(record, 'denied-attempt') };
}

function isTrailCall(eventName: CloudTrailRecord['eventName']): eventName is keyof typeof NAME_FIELD {
  return eventName in NAME_FIELD;
}

function changedLogGroup(record: CloudTrailRecord, { partition, region, account }: Place): Request {
  const name = logGroupOf(record.requestParameters ?? {});
  if (name === undefined) return ignored('no-trail', `${record.eventName} names no log group`);
  const logGroupArn = `arn:${partition}:logs:${region}:${account}:log-group:${name}:*`;
  return { kind: 'log-group-changed', region, trigger: { ...triggerFrom(record, tamperingOf(record)), logGroupArn } };
}

/** The trail of a call: the ARN in the response, else the ARN or name in the request. */
function trailOf(record: CloudTrailRecord, eventName: keyof typeof NAME_FIELD, place: Place): TrailId | undefined {
  const fromResponse = record.responseElements?.['trailARN'];
  const fromRequest = record.requestParameters?.[NAME_FIELD[eventName]];
  for (const candidate of [fromResponse, fromRequest]) {
    if (typeof candidate !== 'string') continue;
    const id = parseTrailArn(candidate) ?? parseTrailArn(trailArn(place, candidate) ?? '');
    if (id?.partition === place.partition) return id;
  }
  return undefined;
}

function ignored(why: (Request & { kind: 'ignored' })['why'], detail: string): Request {
  return { kind: 'ignored', why, detail };
}
