import { awsCliCommand } from '../commands/aws-cli.ts';
import { acceptances, advisory, isAboutTrail, weakenings } from '../model/finding.ts';
import { foreign, sentence } from '../model/foreign-text.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { TrailSubject } from '../model/subject.ts';
import { callOf } from '../model/trigger.ts';
import { appliedLines, findingLines, refusalLines } from './evidence.ts';
import { openFindings } from './fact.ts';
import { repeatLines, screenText } from './first-screen.ts';
import { type CommonParts, joinSections, linkLines, type Message, section } from './message.ts';
import { acceptOptions, costOptions, remainingSteps } from './next-steps.ts';

/** The event, the actor, the response and the next steps come first, then links, then evidence. */
export function trailMessage(record: OutcomeRecord, trail: TrailSubject, { screen, notes }: CommonParts): Message {
  const { outcome, detail, ledgerError } = record;
  const isFixed = outcome === 'FIXED';
  const text = joinSections([
    screenText(screen),
    section('Your options', record.reason === 'cost' ? costOptions(trail) : []),
    section('Repeated since the last message', callOf(record.trigger) ? repeatLines(record) : []),
    ...notes,
    section('Links', linkLines(screen)),
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
  return { subject: screen.subject, text };
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
