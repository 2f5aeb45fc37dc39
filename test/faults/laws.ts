import { LEDGER_KEY } from '../../lambda/aws/ledger/table-schema.ts';
import { MONITORING_FILTERS } from '../../lambda/core/integration/cis-filters.ts';
import { deliveryPolicy, TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, OUTCOME_EVENT } from '../../lambda/core/integration/names.ts';
import { sameDocument } from '../../lambda/core/integration/same-document.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { holderOf } from '../../lambda/core/model/trigger.ts';
import { shouldNotify } from '../../lambda/core/notification/policy.ts';
import { type Account, type AccountState, PREFIX, RETENTION_DAYS } from './account.ts';
import { isRead } from './point.ts';
import { trailIn } from './situation.ts';
import type { Sent } from './wire.ts';

/** Tests whether a text names the cause of a failure. */
export type Cause = Pick<RegExp, 'test'>;

/** Descriptions of what a trail lacks; empty when it is integrated and logs. */
export function missing(account: Account, name: string, { trail, groups, roles }: AccountState): readonly string[] {
  const id = trailIn(account, name);
  const groupName = `${PREFIX}${name}`;
  const roleName = deliveryRoleName(id, 1);
  const group = groups.find((one) => one.name === groupName);
  const role = roles.find((one) => one.name === roleName);
  const requirements: readonly (readonly [string, boolean])[] = [
    ['the trail logs', trail.isLogging],
    [
      'the trail names the group',
      trail.logGroupArn === `arn:aws:logs:${id.region}:${id.account}:log-group:${groupName}:*`,
    ],
    ['the trail names the role', trail.roleArn === `arn:aws:iam::${id.account}:role${PREFIX}${roleName}`],
    ['the group keeps its events for a year', group?.retentionDays === RETENTION_DAYS],
    ['the group has its metric filters', account.config.settings.metricFilters === 'none' || hasFilters(group)],
    ['the role is for CloudTrail', sameDocument(role?.trust ?? '', TRUST_DOCUMENT)],
    ['the role may deliver to the group', sameDocument(role?.policy ?? '', deliveryPolicy(id, groupName))],
  ];
  return requirements.filter(([, isMet]) => !isMet).map(([requirement]) => requirement);
}

function hasFilters(group: AccountState['groups'][number] | undefined): boolean {
  return MONITORING_FILTERS.every((filter) => group?.filters[filter.name] === filter.pattern);
}

/** The names of resources that exist twice, or under a name that is not the first choice. */
export function duplicates({ groups, roles }: AccountState): readonly string[] {
  return [...groups.slice(1), ...roles.slice(1)].map(({ name }) => name);
}

/**
 * A description of a false outcome; undefined for a true one.
 * @param gaps what the trail lacks at the time of the outcome
 * @param cause what an unsuccessful outcome has to name
 */
export function falseOutcome(
  { outcome, detail, reason }: OutcomeRecord,
  gaps: readonly string[],
  cause: Cause,
): string | undefined {
  if (outcome === 'FIXED' || outcome === 'COMPLIANT') {
    return gaps.length === 0 ? undefined : `${outcome}, but not true: ${gaps.join(', ')}`;
  }
  return cause.test(detail) ? undefined : `${outcome} for another reason: ${reason}: ${detail}`;
}

/** Outcomes that need a notification and that no message reported. */
export function unreported(records: readonly OutcomeRecord[], messages: readonly Sent[]): readonly string[] {
  const reported = messages.map(({ input }) => recordIn(input));
  return records
    .filter((record) => shouldNotify(record, { notified: {} }))
    .filter((record) =>
      reported.every(
        ({ outcome, trailArn }) =>
          // A later attempt without findings has nothing to add.
          (outcome !== record.outcome && record.outcome !== 'COMPLIANT') || trailArn !== record.trailArn,
      ),
    )
    .map(({ outcome, reason }) => `not reported: ${outcome} (${reason})`);
}

/**
 * The repair of a healthy trail that no message reported. A crashed run cannot report its repair,
 * so the next attempt has to. A run that could not verify its writes reported another outcome, with
 * its calls.
 */
export function unreportedRepair(gaps: readonly string[], messages: readonly Sent[]): readonly string[] {
  const isReported = messages
    .map(({ input }) => recordIn(input))
    .some(
      ({ outcome, applied }) =>
        outcome === 'FIXED' ||
        applied.some(({ step, result }) => /^(UpdateTrail|PutMetricFilter)$/.test(step.operation) && result === 'done'),
    );
  return gaps.length > 0 || isReported ? [] : ['the trail was repaired, and no message reported it'];
}

/** What more than one message of these runs reported: an event, or the repair of the trail. */
export function reportedAgain(sent: readonly Sent[]): readonly string[] {
  const messages = sent.filter(({ operation, done }) => operation === 'Publish' && done);
  const reported = messages
    .map(({ input }) => recordIn(input))
    .flatMap(({ outcome, trigger }) => [
      `the event ${holderOf(trigger)}`,
      ...(outcome === 'FIXED' ? ['the repair'] : []),
    ]);
  const again = reported.filter((what, position) => reported.indexOf(what) < position);
  return again.map((what) => `reported by several messages: ${what}`);
}

/** The record in the JSON part of a message. */
function recordIn(input: unknown): OutcomeRecord {
  return JSON.parse(JSON.parse(Object(input).Message).sqs);
}

/** Writes whose target is neither the trail nor a resource with trailmend's name. */
export function strayWrites(account: Account, name: string, sent: readonly Sent[]): readonly string[] {
  const { arn } = trailIn(account, name);
  const targets: readonly unknown[] = [
    arn,
    `${PREFIX}${name}`,
    deliveryRoleName(trailIn(account, name), 1),
    account.config.topicArn,
    // The ledger's items about the account.
    'sweep',
    OUTCOME_EVENT.Source,
  ];
  return sent
    .filter(({ operation }) => !isRead(operation))
    .filter(({ input }) => !targets.includes(targetOf(input)))
    .map(({ operation, input }) => `${operation} of ${JSON.stringify(input)}`);
}

function targetOf(input: unknown): unknown {
  const { Name, logGroupName, RoleName, TopicArn, Entries, Key } = Object(input);
  return Name ?? logGroupName ?? RoleName ?? TopicArn ?? Entries?.[0].Source ?? Key?.[LEDGER_KEY.partition]?.S;
}
