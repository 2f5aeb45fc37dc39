import type { CaseFile } from './case-file.ts';
import { fieldsOf, type Place, readJson } from './reading.ts';

/**
 * The EventBridge event that starts a case: a file in test/cases/events, with the caller and the
 * fields that the case replaces. Null stays null, because real records contain null for absent
 * values.
 * @throws CaseError when a file that the case names is missing
 */
export function eventOf(event: CaseFile['event'], place: Place): unknown {
  const { file, by, change = {} } = typeof event === 'string' ? { file: event } : event;
  const original = readJson(place, `events/${file}.json`);
  const caller = by === undefined ? {} : { detail: { userIdentity: readJson(place, `identities/${by}.json`) } };
  return overlaid(overlaid(withoutCaller(original, by), caller), change);
}

function withoutCaller(event: unknown, by: string | undefined): unknown {
  return by === undefined ? event : overlaid(event, { detail: { userIdentity: null } });
}

function overlaid(target: unknown, change: unknown): unknown {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change;
  const fields = fieldsOf(target);
  const changed = Object.entries(change).map(([key, value]) => [key, overlaid(fields[key], value)]);
  return { ...fields, ...Object.fromEntries(changed) };
}
