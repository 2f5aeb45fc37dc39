import { type Collected, evidenceFrom } from '../../../cli/evidence/evidence.ts';
import type { Evidence } from '../../../cli/evidence/schema.ts';
import type { LookedAtTrail } from '../../../cli/evidence/trail-evidence.ts';
import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { type TrailSubject, trailSubject } from '../../../lambda/core/model/subject.ts';
import { parseTrailArn } from '../../../lambda/core/model/trail-id.ts';
import type { CallTrigger } from '../../../lambda/core/model/trigger.ts';
import { NOW, PERFECT_FACTS, PERFECT_TRAIL, read } from '../../support/perfect-trail.ts';
import { trailRecordWith } from '../records.ts';

const ACCOUNT = '111122223333';
const violated = (rule: 'log-group-not-set' | 'role-not-set' | 'not-logging' | 'recording-narrowed', saw: string) =>
  ({ rule, verdict: 'violated', evidence: { source: 'GetTrail', saw } }) as const;
export const NOT_SET = [
  violated('log-group-not-set', 'CloudWatchLogsLogGroupArn is not set'),
  violated('role-not-set', 'CloudWatchLogsRoleArn is not set'),
];
export const STOPPED = [violated('not-logging', 'IsLogging is false')];
export const NARROWED = [violated('recording-narrowed', 'it no longer records read events')];

export function subjectOf(name: string, region = 'us-east-1'): TrailSubject {
  const id = parseTrailArn(`arn:aws:cloudtrail:${region}:${ACCOUNT}:trail/${name}`);
  if (!id) throw new Error(`no trail can have the name ${name}`);
  return trailSubject(id);
}

/** A call by an IAM user. */
export function callBy(user: string, changes: Partial<CallTrigger> & Pick<CallTrigger, 'eventTime'>): CallTrigger {
  const name = `arn:aws:iam::${ACCOUNT}:user/${user}`;
  const actor = { type: 'IAMUser', name, sourceIp: '198.51.100.7' };
  return { kind: 'event', eventName: 'UpdateTrail', eventId: `${user} ${changes.eventTime}`, actor, ...changes };
}

/** A record that the function logged. */
export function logged(subject: TrailSubject, time: string, changes: Partial<OutcomeRecord> = {}): OutcomeRecord {
  const trigger = { kind: 'sweep', time } as const;
  return trailRecordWith({ id: `run ${time}`, time, subject, trailArn: subject.arn, trigger, ...changes });
}

const step = (operation: 'UpdateTrail' | 'StartLogging') =>
  ({
    step: { operation, input: { Name: 'x', CloudWatchLogsLogGroupArn: 'g', CloudWatchLogsRoleArn: 'r' } },
    result: 'done',
    attempts: 1,
  }) as unknown as OutcomeRecord['applied'][number];

export function repairedBy(
  operation: 'UpdateTrail' | 'StartLogging',
  findings: OutcomeRecord['findings'],
): Partial<OutcomeRecord> {
  return { outcome: 'FIXED', reason: 'repaired', detail: 'repaired', findings, applied: [step(operation)] };
}

/** What a report sees of a trail now. */
export function lookedAt(
  subject: TrailSubject,
  record: Partial<OutcomeRecord> = {},
  facts: Partial<TrailFacts> = {},
): LookedAtTrail {
  const id = parseTrailArn(subject.arn) ?? PERFECT_FACTS.id;
  const group = `aws-cloudtrail-logs-${subject.name}`;
  const trail = { ...PERFECT_TRAIL, logGroupArn: `arn:aws:logs:${id.region}:${ACCOUNT}:log-group:${group}:*` };
  const currentGroup = read({
    name: group,
    class: 'STANDARD',
    retentionDays: 365,
    createdMs: 1.75e12,
    isOurs: read(false),
  });
  return {
    record: { ...logged(subject, NOW), ...record, subject },
    facts: { ...PERFECT_FACTS, id, trail: read(trail), currentGroup, ...facts },
    streams: read([
      { name: `${ACCOUNT}_CloudTrail_${id.region}`, lastIngestion: '2026-11-20T08:57:04.000Z' },
      { name: `${ACCOUNT}_CloudTrail_${id.region}_2`, lastIngestion: '2026-11-20T08:56:31.000Z' },
    ]),
  };
}

const [audit, payments, lake, org, old] = [
  subjectOf('audit'),
  subjectOf('payments', 'eu-west-1'),
  subjectOf('data-lake'),
  subjectOf('organization', 'eu-central-1'),
  subjectOf('project-x'),
];

const HOUR_MS = 60 * 60 * 1000;

/** The records of sweeps that found the trail as it was. */
function swept(subject: TrailSubject, from: string, to: string, changes: Partial<OutcomeRecord> = {}) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return Array.from({ length: Math.floor((end - start) / (12 * HOUR_MS)) }, (_, index) =>
    logged(subject, new Date(start + index * 12 * HOUR_MS).toISOString(), changes),
  );
}

const EVENTS: readonly OutcomeRecord[] = [
  logged(audit, '2026-09-03T14:03:21.000Z', {
    ...repairedBy('UpdateTrail', NOT_SET),
    trigger: callBy('sam', { eventTime: '2026-09-03T14:03:12Z', tampering: 'blanked' }),
  }),
  logged(audit, '2026-09-03T15:00:00.000Z', { outcome: 'VERIFIED', reason: 'delivered' }),
  logged(payments, '2026-09-18T02:11:47.000Z', {
    ...repairedBy('StartLogging', STOPPED),
    trigger: callBy('dana', { eventTime: '2026-09-18T02:11:40Z', eventName: 'StopLogging', tampering: 'stopped' }),
  }),
  logged(payments, '2026-10-02T11:20:00.000Z', {
    trigger: callBy('mallory', {
      eventTime: '2026-10-02T11:19:57Z',
      eventName: 'DeleteTrail',
      tampering: 'denied-attempt',
      errorCode: 'AccessDenied',
    }),
  }),
  logged(old, '2026-10-20T16:30:05.000Z', {
    outcome: 'SKIPPED',
    reason: 'trail-deleted',
    detail: 'The trail was deleted. Its events are no longer recorded, unless another trail records them.',
    trigger: callBy('sam', { eventTime: '2026-10-20T16:30:00Z', eventName: 'DeleteTrail', tampering: 'deleted' }),
  }),
  logged(payments, '2026-11-01T08:00:00.000Z', {
    outcome: 'BLOCKED',
    reason: 'weakened',
    findings: NARROWED,
    remaining: NARROWED,
  }),
  logged(payments, '2026-11-02T10:30:00.000Z', {
    trigger: callBy('dana', { eventTime: '2026-11-02T10:29:30Z', eventName: 'PutEventSelectors' }),
  }),
  logged(lake, '2026-11-14T19:40:10.000Z', {
    outcome: 'BLOCKED',
    reason: 'bucket-policy',
    findings: NOT_SET,
    remaining: NOT_SET,
    trigger: callBy('terraform-ci', { eventTime: '2026-11-14T19:40:03Z', tampering: 'blanked' }),
  }),
];

const OPEN = { outcome: 'BLOCKED', reason: 'bucket-policy', findings: NOT_SET, remaining: NOT_SET } as const;

/** The stack was away for some days in October. */
const RECORDS: readonly OutcomeRecord[] = [
  ...EVENTS,
  ...swept(audit, '2026-08-22T09:00:00Z', '2026-10-07T09:00:00Z'),
  ...swept(audit, '2026-10-12T09:00:00Z', NOW),
  ...swept(payments, '2026-08-22T09:00:00Z', '2026-11-01T08:00:00Z'),
  ...swept(payments, '2026-11-02T11:00:00Z', NOW),
  ...swept(old, '2026-08-22T09:00:00Z', '2026-10-20T16:00:00Z'),
  ...swept(lake, '2026-09-25T10:00:00Z', '2026-11-14T19:40:00Z'),
  ...swept(lake, '2026-11-14T20:00:00Z', NOW, OPEN),
].toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time));

/** An account in which everything happened that the report tells apart. */
export const COLLECTED: Collected = {
  now: NOW,
  account: ACCOUNT,
  stack: { known: true, value: { name: 'Trailmend', region: 'us-east-1', mode: 'fix' } },
  history: { known: true, value: { from: '2026-08-22T09:00:00.000Z', records: RECORDS, memories: new Map() } },
  trails: [
    lookedAt(audit),
    lookedAt(payments),
    lookedAt(
      lake,
      {
        outcome: 'BLOCKED',
        reason: 'bucket-policy',
        detail: 'The policy of the bucket "lake-logs" refuses CloudTrail, so that UpdateTrail fails.',
        whoCanAct: 'the owner of the S3 bucket',
        findings: NOT_SET,
        remaining: [
          ...NOT_SET,
          { rule: 'not-encrypted', verdict: 'advised', evidence: { source: 'GetTrail', saw: 'KmsKeyId is not set' } },
        ],
      },
      {
        trail: read({ ...PERFECT_TRAIL, logGroupArn: '', roleArn: '' }),
        currentGroup: read('none' as const),
        status: read({
          isLogging: true,
          latestLogsDelivery: '2026-11-14T19:38:00.000Z',
          latestDelivery: '2026-11-20T08:58:00.000Z',
        }),
      },
    ),
    {
      record: {
        ...logged(org, NOW, {
          outcome: 'SKIPPED',
          reason: 'organization-member',
          detail: 'The trail belongs to the management account 444455556666 of the organization.',
        }),
        subject: org,
      },
      streams: { read: false, why: 'the trail is out of scope' },
    },
  ],
  others: [],
};

export function madeEvidence(changes: Partial<Collected> = {}): Evidence {
  return evidenceFrom({ ...COLLECTED, ...changes });
}
