import { awsCliCommand } from '../commands/aws-cli.ts';
import { acceptances, advisory, isAboutTrail, weakenings } from '../model/finding.ts';
import { foreign, sentence } from '../model/foreign-text.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { TrailSubject } from '../model/subject.ts';
import { callOf, type Tampering } from '../model/trigger.ts';
import { type FunctionLog, functionLogLink, logGroupLink, trailLink } from './console-links.ts';
import { appliedLines, findingLines, refusalLines } from './evidence.ts';
import { openFindings, trailFact } from './fact.ts';
import { firstScreen, joinSections, type Message, repeatLines, section } from './message.ts';
import { acceptOptions, costOptions, nextSteps, remainingSteps } from './next-steps.ts';
import { trailSubjectLine } from './subject.ts';
import { isUnconfirmed } from './unconfirmed.ts';

/** The event, the actor, the response and the next steps come first, then links, then evidence. */
export function trailMessage(record: OutcomeRecord, trail: TrailSubject, log?: FunctionLog): Message {
  const { outcome, detail, ledgerError } = record;
  const isFixed = outcome === 'FIXED';
  const text = joinSections([
    firstScreen(record, { event: eventSentence(record, trail), nextSteps: nextSteps(record) }),
    section('Your options', record.reason === 'cost' ? costOptions(trail) : []),
    section('Repeated since the last message', callOf(record.trigger) ? repeatLines(record) : []),
    section('More messages', record.lastOfHour === undefined ? [] : [record.lastOfHour]),
    section('Links', linkLines(record, trail, log)),
    section(isFixed ? 'What was wrong' : 'What is wrong', findingLines(openFindings(record), isFixed ? '' : detail)),
    section('What is weaker than its owner accepted', findingLines(weakenings(record.remaining), detail)),
    section('Calls of trailmend', appliedLines(record)),
    section('Current state of the trail', stateLines(record)),
    section('Why trailmend did not repair the rest', refusalLines(record)),
    section(
      "Ledger unavailable: trailmend could not read or update this trail's history",
      ledgerError === undefined ? [] : [sentence(ledgerError)],
    ),
    section(restoreTitle(record), record.restore ?? []),
    section('The AWS CLI command that accepts the weaker settings', acceptOptions(trail, record)),
    section('What its owner accepted', findingLines(acceptances(record.remaining))),
    section('Omitted because the message would be too long', omitted(record)),
    section(
      'Recommendations (not remediated automatically)',
      findingLines(advisory(record.remaining.filter(isAboutTrail)).filter(({ verdict }) => verdict !== 'undecided')),
    ),
    section(
      'The remaining repair as AWS CLI commands',
      remainingSteps(record).map((step) => awsCliCommand(step, trail.region)),
    ),
    section('Record', [`${trail.arn}: ${outcome} (${record.reason}), ${record.id}`]),
  ]);
  return { subject: trailSubjectLine(record, trail), text };
}

/** The calls that delete the events in a log group or a log stream. */
const LOSING_EVENTS: ReadonlySet<Tampering | undefined> = new Set(['log-group-deleted', 'log-stream-deleted']);

function eventSentence(record: OutcomeRecord, { name, region, account }: TrailSubject): string {
  const fact = trailFact(record);
  const denied = record.reason === 'attempt-denied' ? 'AWS denied ' : '';
  const isGone = LOSING_EVENTS.has(callOf(record.trigger)?.tampering);
  const lost = ". The events in it are gone; look for them in the trail's S3 bucket";
  const event = `${denied}${fact} trail ${name} (${region}, account ${account})`;
  if (isUnconfirmed(record)) return `an event reports: ${event}. AWS does not confirm it: ${record.unconfirmed}`;
  const doubt = record.unconfirmed === undefined ? '' : `. AWS does not confirm the event: ${record.unconfirmed}`;
  return `${event}${isGone ? lost : ''}${doubt}`;
}

/** Pages of the AWS Management Console. */
function linkLines(
  { before, after, reason }: OutcomeRecord,
  trail: TrailSubject,
  log: FunctionLog | undefined,
): readonly string[] {
  const group = logGroupLink((after ?? before)?.logGroupArn ?? '');
  const links: readonly (readonly [string, string | undefined])[] = [
    ['trail', reason === 'trail-deleted' || reason === 'trail-gone' ? undefined : trailLink(trail.arn)],
    ['log group', group],
    ["the function's log", log && functionLogLink(log)],
  ];
  return links.flatMap(([name, url]) => (url === undefined ? [] : [`${name}: ${url}`]));
}

function stateLines({ after }: OutcomeRecord): readonly string[] {
  if (!after) return [];
  return [
    `log group  ${foreign(after.logGroupArn || 'none')}`,
    `role       ${foreign(after.roleArn || 'none')}`,
    `logging    ${after.isLogging}`,
  ];
}

function omitted({ cut, id }: OutcomeRecord): readonly string[] {
  return cut ? [`${cut.join(', ')}. The function's log has the full record: search it for ${id}.`] : [];
}

function restoreTitle({ reason }: OutcomeRecord): string {
  return reason === 'trail-deleted'
    ? 'AWS CLI commands that create the trail again'
    : reason === 'weakened'
      ? 'The AWS CLI commands that restore the trail (not applied by trailmend)'
      : 'Other settings that were removed, and the AWS CLI commands that restore them (not applied by trailmend)';
}
