import type { PlannedTrail } from '../../../../cli/output/plan.ts';
import { deliveryRoleName } from '../../../../lambda/core/integration/names.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { integrationSteps } from '../../../../lambda/core/planning/delivery-steps.ts';
import {
  blankedFacts,
  ID,
  ourGroup,
  ourRole,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  selecting,
} from '../../../support/perfect-trail.ts';
import { trailRecordWith } from '../../records.ts';

/** What a command hands to a format. */
export type Planned = readonly [records: readonly PlannedTrail[], facts: ReadonlyMap<string, TrailFacts>];

/** Trails with these facts and steps. */
export function planned(...trails: readonly (readonly [TrailFacts, readonly Step[]])[]): Planned {
  const records = trails.map(([{ id }, steps]) =>
    recordOf({ subject: trailSubject(id), trailArn: id.arn, outcome: 'WOULD_FIX', plan: { steps, refused: [] } }),
  );
  return [records, new Map(trails.map(([facts]) => [facts.id.arn, facts]))];
}

/** A record whose subject is a trail. */
export function recordOf(changes: Partial<OutcomeRecord>): PlannedTrail {
  return trailRecordWith(changes) as PlannedTrail;
}

/** A trail without CloudWatch Logs, with these differences. */
export function blankedTrail(changes: Partial<Trail>, facts: Partial<TrailFacts> = {}): TrailFacts {
  return blankedFacts({ trail: read({ ...PERFECT_TRAIL, logGroupArn: '', roleArn: '', ...changes }), ...facts });
}

/** The steps that create a log group and a role. */
export function newIntegration(
  facts: TrailFacts,
  settings: Partial<Settings> = {},
  organization: { readonly organizationId?: string } = {},
): readonly Step[] {
  const role = { kind: 'new', name: deliveryRoleName(facts.id, 1), ...organization } as const;
  const key = settings.logGroupKmsKeyArn;
  const group = { kind: 'new', name: `/trailmend/${facts.id.name}`, ...(key && { kmsKeyArn: key }) } as const;
  return integrationSteps(facts, group, role, { ...SETTINGS, ...settings }, []);
}

/** The steps that use a log group and a role that exist. */
export function reusedIntegration(facts: TrailFacts, policyDocument: string, retentionDays?: number): readonly Step[] {
  const days = retentionDays === undefined ? {} : { retentionDays };
  const group = { kind: 'ours', name: ourGroup().name, metricFilters: 'not-asked', ...days } as const;
  const name = ourRole().arn.split('/').at(-1) ?? '';
  return integrationSteps(facts, group, { kind: 'ours', name, policyDocument }, SETTINGS, []);
}

/** The steps that create a log group, and use the role of a stack. */
export function integrationWithRoleOfStack(facts: TrailFacts, arn: string): readonly Step[] {
  const group = { kind: 'new', name: `/trailmend/${facts.id.name}` } as const;
  return integrationSteps(facts, group, { kind: 'stack', arn }, SETTINGS, []);
}

/** A trail with every setting that CloudTrail has, all of them other than by default. */
export const FULL = blankedTrail(
  {
    isMultiRegion: true,
    includesGlobalEvents: true,
    logFileValidation: true,
    snsTopicArn: `arn:aws:sns:${ID.region}:${ID.account}:trail-topic`,
    s3Prefix: 'logs/audit',
    hasCustomEventSelectors: true,
  },
  {
    tags: read({ team: 'security', 'aws:cloudformation:stack-name': 'audit' }),
    eventSelectors: selecting({
      own: {
        kind: 'advanced',
        json: JSON.stringify([
          {
            Name: 'management',
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
            ],
          },
          {
            Name: 'objects',
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Data'] },
              { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
              { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::payments/'] },
            ],
          },
        ]),
      },
    }),
  },
);

/** A trail with basic event selectors. */
export const BASIC = blankedTrail(
  { isMultiRegion: false, kmsKeyId: '', hasCustomEventSelectors: true },
  {
    eventSelectors: selecting({
      own: {
        kind: 'basic',
        json: JSON.stringify([
          {
            ReadWriteType: 'WriteOnly',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }],
            ExcludeManagementEventSources: ['kms.amazonaws.com'],
          },
        ]),
      },
    }),
  },
);
