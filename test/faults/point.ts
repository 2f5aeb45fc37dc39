import type { Service } from './documented-errors.ts';

/** A call of a run, by its position among the run's calls of that operation, counted from 1. */
export interface Point {
  readonly service: Service;
  readonly operation: string;
  readonly nth: number;
}

const SERVICES: Readonly<Record<string, Service>> = {
  GetTrail: 'cloudtrail',
  GetTrailStatus: 'cloudtrail',
  GetEventSelectors: 'cloudtrail',
  ListTags: 'cloudtrail',
  DescribeTrails: 'cloudtrail',
  StartLogging: 'cloudtrail',
  UpdateTrail: 'cloudtrail',
  DescribeLogGroups: 'logs',
  ListTagsForResource: 'logs',
  CreateLogGroup: 'logs',
  PutRetentionPolicy: 'logs',
  DescribeLogStreams: 'logs',
  DescribeMetricFilters: 'logs',
  DescribeSubscriptionFilters: 'logs',
  PutMetricFilter: 'logs',
  GetRole: 'iam',
  GetRolePolicy: 'iam',
  ListRolePolicies: 'iam',
  ListAttachedRolePolicies: 'iam',
  SimulatePrincipalPolicy: 'iam',
  CreateRole: 'iam',
  PutRolePolicy: 'iam',
  GetItem: 'dynamodb',
  BatchGetItem: 'dynamodb',
  UpdateItem: 'dynamodb',
  Publish: 'sns',
  PutEvents: 'events',
};

/** The calls of a run as points. @throws Error for an operation that is missing in SERVICES */
export function pointsOf(operations: readonly string[]): readonly Point[] {
  const counts = new Map<string, number>();
  return operations.map((operation) => {
    const nth = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, nth);
    const service = SERVICES[operation];
    if (service === undefined) throw new Error(`The function calls ${operation}: add it to point.ts`);
    return { service, operation, nth };
  });
}

/** Whether a call only reads: it has no effect. */
export function isRead(operation: string): boolean {
  return /^(Get|BatchGet|List|Describe|Simulate)/.test(operation);
}

/** The times at which a call can fail: before or after its effect. A read has no effect. */
export function effectsOf({ operation }: Point): readonly ('before' | 'after')[] {
  return isRead(operation) ? ['before'] : ['before', 'after'];
}
