import { LEDGER_KEY } from '../../lambda/aws/ledger/table-schema.ts';
import { filterName, MONITORING_FILTERS } from '../../lambda/core/integration/cis-filters.ts';
import { deliveryPolicy, TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, OUTCOME_EVENT } from '../../lambda/core/integration/names.ts';
import { sameDocument } from '../../lambda/core/integration/same-document.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { shouldNotify } from '../../lambda/core/notification/policy.ts';
import { type Account, PREFIX, RETENTION_DAYS, type Seen } from './account.ts';
import { isRead } from './point.ts';
import { trailIn } from './situation.ts';
import type { Sent } from './wire.ts';

/** Tells whether a text names what is to blame. */
export type Cause = Pick<RegExp, 'test'>;

/** What is not yet as it has to be about a trail, in words; nothing, when it is integrated and logs. */
export function missing(account: Account, name: string, { trail, groups, roles }: Seen): readonly string[] {
  const id = trailIn(account, name);
  const groupName = `${PREFIX}${name}`;
  const roleName = deliveryRoleName(id, 1);
  const group = groups.find((one) => one.name === groupName);
  const role = roles.find((one) => one.name === roleName);
  const wanted: readonly (readonly [string, boolean])[] = [
    ['the trail logs', trail.isLogging],
    [
      'the trail names the group',
      trail.logGroupArn === `arn:aws:logs:${id.region}:${id.account}:log-group:${groupName}:*`,
    ],
    ['the trail names the role', trail.roleArn === `arn:aws:iam::${id.account}:role${PREFIX}${roleName}`],
    ['the group keeps its events for a year', group?.retentionDays === RETENTION_DAYS],
    ['the group has its metric filters', account.config.settings.metricFilters === 'none' || isWatched(group)],
    ['the role is for CloudTrail', sameDocument(role?.trust ?? '', TRUST_DOCUMENT)],
    ['the role may deliver to the group', sameDocument(role?.policy ?? '', deliveryPolicy(id, groupName))],
  ];
  return wanted.filter(([, holds]) => !holds).map(([what]) => what);
}

function isWatched(group: Seen['groups'][number] | undefined): boolean {
  return MONITORING_FILTERS.every((filter) => group?.filters[filterName(filter)] === filter.pattern);
}

/** What exists twice, or under a name that is not the first choice. */
export function doubles({ groups, roles }: Seen): readonly string[] {
  return [...groups.slice(1), ...roles.slice(1)].map(({ name }) => name);
}

/**
 * How an outcome lies, if it does.
 * @param gaps what is missing at the moment of the outcome
 * @param cause what the outcome has to name when it is no success
 */
export function lieOf(
  { outcome, detail, reason }: OutcomeRecord,
  gaps: readonly string[],
  cause: Cause,
): string | undefined {
  if (outcome === 'FIXED' || outcome === 'COMPLIANT') {
    return gaps.length === 0 ? undefined : `${outcome}, and not so: ${gaps.join(', ')}`;
  }
  return cause.test(detail) ? undefined : `${outcome} for another reason: ${reason}: ${detail}`;
}

/** Outcomes that people should know and that no message told. */
export function untold(records: readonly OutcomeRecord[], messages: readonly Sent[]): readonly string[] {
  const told = messages.map(({ input }) => toldIn(input));
  return records
    .filter((record) => shouldNotify(record, { notified: {} }))
    .filter((record) =>
      told.every(
        ({ outcome, trailArn }) =>
          // A later try that finds nothing wrong any more has nothing to add.
          (outcome !== record.outcome && record.outcome !== 'COMPLIANT') || trailArn !== record.trailArn,
      ),
    )
    .map(({ outcome, reason }) => `never told: ${outcome} (${reason})`);
}

/**
 * The repair of a trail that is whole now, if nobody was told of it: whoever made it may have crashed, and its next try has to tell. A run
 * that wrote and could not read back has told another outcome, with the calls that it made.
 */
export function unsung(gaps: readonly string[], messages: readonly Sent[]): readonly string[] {
  const isReported = messages
    .map(({ input }) => toldIn(input))
    .some(
      ({ outcome, applied }) =>
        outcome === 'FIXED' ||
        applied.some(({ step, result }) => /^(UpdateTrail|PutMetricFilter)$/.test(step.operation) && result === 'done'),
    );
  return gaps.length > 0 || isReported ? [] : ['the trail was repaired, and no message said so'];
}

/** The record for machines in a message. */
function toldIn(input: unknown): OutcomeRecord {
  return JSON.parse(JSON.parse(Object(input).Message).sqs);
}

/** Writes whose target is not the trail, or ours by its name. */
export function strayWrites(account: Account, name: string, sent: readonly Sent[]): readonly string[] {
  const { arn } = trailIn(account, name);
  const targets: readonly unknown[] = [
    arn,
    `${PREFIX}${name}`,
    deliveryRoleName(trailIn(account, name), 1),
    account.config.topicArn,
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
