import { isNamedAsDeliveryRole } from '../../../lambda/core/integration/delivery-role.ts';
import { isRead } from '../../../lambda/core/model/fact.ts';
import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { Operation, Step, StepInput } from '../../../lambda/core/model/step.ts';
import { targetOf } from '../../../lambda/core/model/step.ts';
import type { Tags } from '../../../lambda/core/model/tags.ts';
import type { Target, Trail } from '../../../lambda/core/model/trail.ts';
import { groupBeside, roleNameOf, type TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { PlannedTrail } from '../plan.ts';
import { type Selectors, selectorsOf } from './selectors.ts';

/** A trail as its source should declare it, with what the plan creates or changes for it. */
export interface SourceFix {
  readonly id: TrailId;
  /** As trailmend read it. */
  readonly trail: Trail;
  /** Where the trail delivers after the repair. */
  readonly target: Target;
  /** After the repair. Absent: unread. */
  readonly isLogging?: boolean;
  /** Absent: unread. */
  readonly tags?: Tags;
  /** Absent: unread, or not understood. */
  readonly selectors?: Selectors;
  /** Absent: the trail keeps its log group as it is. */
  readonly group?: GroupFix;
  /** Absent: the trail keeps its role. */
  readonly role?: RoleFix;
  readonly filters: readonly StepInput<'PutMetricFilter'>[];
}

export interface GroupFix {
  readonly name: string;
  /** Absent: the log group exists. */
  readonly create?: StepInput<'CreateLogGroup'>;
  /** Absent: the retention stays as it is. */
  readonly retentionDays?: number;
}

export interface RoleFix {
  readonly name: string;
  /** Absent: the role exists. */
  readonly create?: StepInput<'CreateRole'>;
  /** Absent: the role has its policy. */
  readonly policy?: StepInput<'PutRolePolicy'>;
}

/** The fix of a trail in its source. Undefined: there is nothing to repair, or it is unread. */
export function sourceFix({ plan: { steps } }: PlannedTrail, facts: TrailFacts | undefined): SourceFix | undefined {
  if (!facts?.trail.read || steps.length === 0) return undefined;
  const { id, trail, status, tags } = facts;
  const update = inputOf(steps, 'UpdateTrail');
  const target = update ? targetOf(update) : { logGroupArn: trail.value.logGroupArn, roleArn: trail.value.roleArn };
  const isStarted = inputOf(steps, 'StartLogging') !== undefined;
  const selectors = selectorsOf(facts);
  const group = groupFix(steps, id, target);
  const role = update && roleFix(steps, id, target);
  return {
    id,
    trail: trail.value,
    target,
    ...(isStarted ? { isLogging: true } : status.read && { isLogging: status.value.isLogging }),
    ...(isRead(tags) && { tags: withoutReserved(tags.value) }),
    ...(selectors && { selectors }),
    ...(group && { group }),
    ...(role && { role }),
    filters: steps.flatMap((step) => (step.operation === 'PutMetricFilter' ? [step.input] : [])),
  };
}

function groupFix(steps: readonly Step[], id: TrailId, { logGroupArn }: Target): GroupFix | undefined {
  const name = groupBeside(id, logGroupArn)?.name;
  const create = inputOf(steps, 'CreateLogGroup');
  const retention = inputOf(steps, 'PutRetentionPolicy');
  const isUsed = ['UpdateTrail', 'PutRetentionPolicy', 'PutMetricFilter'].some((operation) =>
    steps.some((step) => step.operation === operation),
  );
  if (name === undefined || !isUsed) return undefined;
  return { name, ...(create && { create }), ...(retention && { retentionDays: retention.retentionInDays }) };
}

/** None for the role of a stack, which the stack declares. */
function roleFix(steps: readonly Step[], id: TrailId, { roleArn }: Target): RoleFix | undefined {
  const name = isNamedAsDeliveryRole(id, roleArn) ? roleNameOf(roleArn) : undefined;
  const create = inputOf(steps, 'CreateRole');
  const policy = inputOf(steps, 'PutRolePolicy');
  return name === undefined ? undefined : { name, ...(create && { create }), ...(policy && { policy }) };
}

function inputOf<O extends Operation>(steps: readonly Step[], operation: O): StepInput<O> | undefined {
  return steps.find((step) => step.operation === operation)?.input as StepInput<O> | undefined;
}

/** No caller may set a tag with the prefix `aws:` (AWS General Reference, tag naming limits). */
function withoutReserved(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
}

/** A part of a trail that trailmend did not read, and Terraform's attributes for it. */
interface UnreadPart {
  readonly what: string;
  readonly attributes: readonly string[];
}

/** What a declaration of the trail would lack. */
export function unreadParts({ trail, isLogging, tags, selectors }: SourceFix): readonly UnreadPart[] {
  return [
    ...(isLogging === undefined ? [{ what: 'whether it logs', attributes: ['enable_logging'] }] : []),
    ...(selectors ? [] : [{ what: 'its event selectors', attributes: ['event_selector', 'advanced_event_selector'] }]),
    ...(trail.hasInsightSelectors ? [{ what: 'its Insights selectors', attributes: ['insight_selector'] }] : []),
    ...(tags ? [] : [{ what: 'its tags', attributes: ['tags', 'tags_all'] }]),
  ];
}

/**
 * The topic as both Terraform and CloudFormation report it: by name if it is in the Region and the
 * account of the trail, so that a plan shows no difference.
 */
export function topicOf({ id, trail }: Pick<SourceFix, 'id' | 'trail'>): string {
  const name = new RegExp(String.raw`^arn:[\w-]+:sns:${id.region}:${id.account}:([\w-]+)$`).exec(trail.snsTopicArn);
  return name?.[1] ?? trail.snsTopicArn;
}
