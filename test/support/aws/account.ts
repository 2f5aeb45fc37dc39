import * as z from 'zod';

const tags = z.record(z.string(), z.string());
const policyDocument = z.record(z.string(), z.unknown());

const trail = z.strictObject({
  arn: z.string(),
  homeRegion: z.string(),
  isOrganizationTrail: z.boolean(),
  /** Empty when not set. */
  logGroupArn: z.string(),
  roleArn: z.string(),
  isMultiRegion: z.boolean(),
  includesGlobalEvents: z.boolean(),
  logFileValidation: z.boolean(),
  /** These four are empty when not set. */
  kmsKeyId: z.string(),
  snsTopicArn: z.string(),
  s3Bucket: z.string(),
  s3Prefix: z.string(),
  eventSelectors: z.strictObject({
    managementEvents: z.enum(['all', 'write-only', 'partial', 'read-only', 'none']),
    dataEvents: z.array(z.string()),
    /** Absent: none. */
    excludedSources: z.optional(z.array(z.string())),
  }),
  isLogging: z.boolean(),
  /** ISO 8601; absent: AWS never delivered. */
  latestLogsDelivery: z.optional(z.string()),
  logsDeliveryError: z.optional(z.string()),
  latestDelivery: z.optional(z.string()),
  deliveryError: z.optional(z.string()),
  startedLogging: z.optional(z.string()),
  stoppedLogging: z.optional(z.string()),
  tags,
});

/** A metric filter, without its name. */
const metricFilter = z.strictObject({
  pattern: z.string(),
  metric: z.string(),
  namespace: z.string(),
  value: z.string(),
  isNarrowed: z.boolean(),
});

const group = z.strictObject({
  /** AWS adds classes, so any name in its style is possible. */
  class: z.string().regex(/^[A-Z_]+$/),
  /** What PutRetentionPolicy set, in days; absent when events never expire. */
  retentionDays: z.optional(z.number()),
  /** Milliseconds since the epoch. */
  createdMs: z.optional(z.number()),
  kmsKeyId: z.optional(z.string()),
  /** Whether a data protection policy masks events. */
  isMasked: z.optional(z.literal(true)),
  /** By name, with the ARN of the destination; absent: none. */
  subscriptionFilters: z.optional(z.record(z.string(), z.string())),
  /** By name, with the time of creation; absent: none. */
  streams: z.optional(z.record(z.string(), z.number())),
  /** By name; absent: none. */
  metricFilters: z.optional(z.record(z.string(), metricFilter)),
  tags,
});

const role = z.strictObject({
  path: z.string(),
  trust: policyDocument,
  boundaryArn: z.optional(z.string()),
  tags,
  /** SimulatePrincipalPolicy reports a denial by the organization that does not exist. */
  simulatedAsForbidden: z.optional(z.boolean()),
  /** Inline policies by name. */
  policies: z.record(z.string(), policyDocument),
});

/** An account policy of type RETENTION_POLICY. */
const retentionPolicy = z.strictObject({
  /** Absent: NEVER_EXPIRE. */
  days: z.optional(z.number()),
  /** The log groups to which it applies; absent: all. */
  prefix: z.optional(z.string()),
});

/**
 * The part of an account that trailmend observes: the trails by ARN, and by name the log groups of
 * one Region, the account policies that set their retention, and the roles.
 */
export const accountSchema = z.strictObject({
  trails: z.record(z.string(), trail),
  groups: z.record(z.string(), group),
  retentionPolicies: z.optional(z.record(z.string(), retentionPolicy)),
  roles: z.record(z.string(), role),
});

export type Account = z.infer<typeof accountSchema>;
export type AccountTrail = z.infer<typeof trail>;
export type AccountGroup = z.infer<typeof group>;
export type AccountRole = z.infer<typeof role>;

/** The error with which AWS refuses a call. */
export interface AwsRefusal {
  readonly code: string;
  readonly message: string;
}
