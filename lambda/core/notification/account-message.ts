import type { OutcomeRecord } from '../model/outcome.ts';
import type { Subject } from '../model/subject.ts';
import { callOf } from '../model/trigger.ts';
import { causeOf, findingLine, joinSections, type Message, section } from './message.ts';
import { accountSubjectLine } from './subject.ts';
import { subjectWord } from './subject-word.ts';

export function accountMessage(record: OutcomeRecord): Message {
  const { detail, remaining, whoCanAct, trigger, subject } = record;
  const event = describeIssue(record);
  const call = callOf(trigger);
  const nextSteps = call
    ? [`If ${call.actor.name} was not authorized to do this, treat it as an attack.`]
    : [...(whoCanAct ? [`Who can act: ${whoCanAct}.`] : []), 'trailmend checks it again at the next sweep.'];
  const text = joinSections([
    `${subjectWord(record)}: ${event}.`,
    `${detail}\nAccount: ${subject.account}`,
    section('Cause', [trigger.kind === 'sweep' ? `Found by the sweep of ${trigger.time}.` : causeOf(record)]),
    section('What to do', nextSteps),
    section('What is wrong', remaining.map(findingLine)),
  ]);
  return { subject: accountSubjectLine(record, event), text };
}

function describeIssue({ reason, outcome, findings, subject, trigger }: OutcomeRecord): string {
  const place = placeOf(subject);
  switch (reason) {
    case 'attempt-denied':
      return `${callOf(trigger)?.eventName} on a trail in ${place}`;
    case 'region-closed':
      return `a service control policy closes ${place}`;
    case 'unread-fact':
      return subject.kind === 'account' ? 'could not list enabled Regions' : `could not list the trails in ${place}`;
    case 'not-listening':
      return `trailmend ${outcome === 'BLOCKED' ? 'receives' : 'may receive'} no trail events from ${place}`;
    case 'nothing-to-do':
      return `the issue in ${place} is resolved`;
    case 'not-covered':
      return findings.some(({ rule, verdict }) => rule === 'no-trail' && verdict === 'violated')
        ? `${place} has no CloudTrail trail`
        : `${place} has no multi-Region CloudTrail trail`;
    default:
      return `${place}: ${reason}`;
  }
}

function placeOf(subject: Subject): string {
  return subject.kind === 'account' ? `account ${subject.account}` : subject.region;
}
