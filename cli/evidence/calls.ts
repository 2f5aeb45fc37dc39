import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { type CallTrigger, callOf, type Tampering } from '../../lambda/core/model/trigger.ts';
import type { Call, OtherCall } from './schema.ts';

/** Calls that break nothing, whatever the state of the trail is when trailmend receives them. */
const HARMLESS: ReadonlySet<string> = new Set(['AddTags', 'RemoveTags', 'StartLogging', 'TagResource']);
const ABOUT_TAGS: ReadonlySet<Tampering> = new Set(['exclusion-changed', 'accept-tag']);

export function callFrom({ eventTime, eventName, eventId, actor }: CallTrigger): Call {
  return { time: eventTime, eventName, eventId, caller: actor };
}

/** The call after which the run found the trail broken; undefined for a sweep. */
export function breakingCall({ trigger, unconfirmed, findings, reason }: OutcomeRecord): Call | undefined {
  const call = callOf(trigger);
  if (!call || unconfirmed !== undefined || (findings.length === 0 && reason !== 'trail-deleted')) return undefined;
  const { tampering, eventName } = call;
  if (tampering === undefined) return HARMLESS.has(eventName) ? undefined : callFrom(call);
  return tampering === 'denied-attempt' || ABOUT_TAGS.has(tampering) ? undefined : callFrom(call);
}

/** A call of tampering that is worth a line, and broke nothing. */
export function otherCall(record: OutcomeRecord): OtherCall | undefined {
  const call = callOf(record.trigger);
  if (call?.tampering === undefined || breakingCall(record)) return undefined;
  return { ...callFrom(call), result: resultOf(call.tampering), detail: detailOf(call, record) };
}

function resultOf(tampering: Tampering): OtherCall['result'] {
  if (tampering === 'denied-attempt') return 'denied';
  return ABOUT_TAGS.has(tampering) ? 'tag-changed' : 'without-effect';
}

function detailOf({ errorCode }: CallTrigger, { detail, unconfirmed }: OutcomeRecord): string {
  return unconfirmed ?? errorCode ?? detail;
}
