import { cliOptions } from '../commands/aws-cli.ts';
import { NOT_FORWARDED_QUEUE } from '../integration/names.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { AccountRuleId } from '../model/rule-catalog.ts';
import { callOf } from '../model/trigger.ts';
import { type FunctionLog, functionLogLink } from './console-links.ts';
import { type FirstScreen, firstScreen } from './first-screen.ts';
import { attackAdvice, repeatAdvice } from './next-steps.ts';
import { accountSubjectLine } from './subject.ts';

/** The first screen of a record about a Region or the account. */
export function accountScreen(record: OutcomeRecord, log?: FunctionLog): FirstScreen {
  const { subject, reason } = record;
  const account = `account ${subject.account}`;
  const place = subject.kind === 'account' ? account : subject.region;
  const event = describeIssue(record, subject.kind === 'account' ? account : `${place} (${account})`);
  const link = log && functionLogLink(log);
  return firstScreen(record, {
    subject: accountSubjectLine(record, describeIssue(record, place)),
    event: reason === 'attempt-denied' ? `AWS denied ${event}` : event,
    nextSteps: nextSteps(record),
    links: link === undefined ? [] : [["the function's log", link]],
  });
}

function nextSteps(record: OutcomeRecord): readonly string[] {
  const { trigger, outcome, reason, whoCanAct, subject, queueUrl } = record;
  const call = callOf(trigger);
  if (call) return [attackAdvice(call)];
  if (reason === 'attempt-denied') return repeatAdvice(record);
  if (outcome === 'COMPLIANT') return ['No action required.'];
  const who = whoCanAct ? [`This needs action by ${whoCanAct}.`] : [];
  const examine = queueUrl !== undefined && subject.kind === 'region' ? queueCommands(subject.region, queueUrl) : [];
  return [...who, ...examine, 'trailmend checks it again at the next sweep.'];
}

/** How to see why events were not forwarded, and how to close the issue. */
function queueCommands(region: string, queueUrl: string): readonly string[] {
  const command = (operation: string, input: Readonly<Record<string, unknown>>): string =>
    ['aws sqs', operation, ...cliOptions({ ...input, QueueUrl: queueUrl }), `--region ${region}`].join(' ');
  const first = command('receive-message', { MessageAttributeNames: 'All', MaxNumberOfMessages: 10 });
  return [
    `See the reason of each event, ERROR_CODE: ${first}`,
    'If it is NO_PERMISSIONS, check the policy of the event bus of the hub: docs/operations.md#regions.',
    `Then empty the queue: ${command('purge-queue', {})}`,
  ];
}

function describeIssue(record: OutcomeRecord, place: string): string {
  const { reason, outcome, detail, findings, subject, trigger, repeats = [] } = record;
  const call = callOf(trigger);
  switch (reason) {
    case 'attempt-denied':
      return call
        ? `${call.eventName} on a trail in ${place}`
        : `${repeats.reduce((sum, { count }) => sum + count, 0)} calls on trails of ${place}`;
    case 'region-closed':
      return `a service control policy closes ${place}`;
    case 'not-judged':
      return `a trail of ${place} is in a closed Region and is not judged`;
    case 'unread-fact':
      return subject.kind === 'account' ? 'could not list enabled Regions' : `could not list the trails in ${place}`;
    case 'not-listening':
      return `trailmend ${outcome === 'BLOCKED' ? 'receives' : 'may receive'} no trail events from ${place}`;
    case 'not-forwarded':
      return `events from ${place} ${outcome === 'BLOCKED' ? 'did not reach' : 'may not have reached'} trailmend`;
    case 'queue-missing':
      return `the forwarder in ${place} has no queue ${NOT_FORWARDED_QUEUE}`;
    case 'messages-withheld':
      return `trailmend did not send all messages about ${place}`;
    case 'ledger-entries':
      return `the ledger of ${place} has entries of another writer`;
    case 'nobody-subscribed':
      return outcome === 'BLOCKED'
        ? 'messages of trailmend may reach nobody'
        : 'could not read who receives the messages of trailmend';
    case 'settings-changed':
      return 'the settings of trailmend changed';
    case 'nothing-to-do':
      return `issue resolved in ${place}: ${detail.replace(/\.$/, '')}`;
    case 'not-covered':
      return describeUncovered(findings, place);
    default:
      return `${place}: ${reason}`;
  }
}

function describeUncovered(findings: OutcomeRecord['findings'], place: string): string {
  const isViolated = (id: AccountRuleId) => findings.some(({ rule, verdict }) => rule === id && verdict === 'violated');
  if (isViolated('no-trail')) return `no CloudTrail trail records ${place}`;
  if (isViolated('region-not-recorded')) return `no CloudTrail trail records some Regions of ${place}`;
  return `no multi-Region CloudTrail trail records ${place}`;
}
