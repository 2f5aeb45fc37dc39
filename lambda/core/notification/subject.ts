import type { OutcomeRecord } from '../model/outcome.ts';
import type { TrailSubject } from '../model/subject.ts';
import { callOf } from '../model/trigger.ts';
import { shortActorName } from './actor-name.ts';
import { actorRelation, trailFact } from './fact.ts';
import { subjectWord } from './subject-word.ts';

/** SNS takes subjects of ASCII with fewer than 100 characters (SNS API reference, Publish). */
const SUBJECT_LENGTH = 99;
/** The least room for a name. The text has the full names. */
const LEAST_ROOM = 10;

/**
 * The subject of a message about a trail: the severity, the fact, the trail and the actor. ASCII,
 * at most 99 characters. Long names are truncated, because phones show only the first 60
 * characters.
 */
export function trailSubjectLine(record: OutcomeRecord, { name, region }: TrailSubject): string {
  const call = callOf(record.trigger);
  const start = `${subjectWord(record)}: ${trailFact(record)} trail `;
  const place = ` (${region})`;
  const [repeated, ...others] = new Set(record.repeats?.map(({ actor }) => actor));
  const caller = call?.actor ?? (repeated !== undefined && others.length === 0 ? { name: repeated } : undefined);
  if (!caller) return join(start, truncateName(name, SUBJECT_LENGTH - start.length - place.length), place);
  const relation = `${place}${call ? actorRelation(record, call) : ' by'} `;
  const room = SUBJECT_LENGTH - start.length - relation.length;
  const actor = shortActorName(caller);
  const trailName = truncateName(name, Math.max(room - actor.length, Math.floor(room / 2)));
  return join(start, trailName, relation, truncateName(actor, room - trailName.length));
}

/** The subject of a message about a Region or the account. */
export function accountSubjectLine(record: OutcomeRecord, fact: string): string {
  const call = callOf(record.trigger);
  const start = `${subjectWord(record)}: ${fact}`;
  if (!call) return truncateName(start, SUBJECT_LENGTH);
  const relation = ' by ';
  return join(
    start,
    relation,
    truncateName(shortActorName(call.actor), SUBJECT_LENGTH - start.length - relation.length),
  );
}

function truncateName(name: string, room: number): string {
  const length = Math.max(room, LEAST_ROOM);
  return name.length > length ? `${name.slice(0, length - '..'.length)}..` : name;
}

function join(...parts: readonly string[]): string {
  return parts.join('').slice(0, SUBJECT_LENGTH);
}
