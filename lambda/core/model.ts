/**
 * The words of trailmend as types. Everything in lambda/core reads and returns these; nothing here touches AWS.
 * Times are ISO 8601 strings in UTC, durations say their unit in their name.
 */

/** Something read from AWS, or the reason why it could not be read. An unread fact is never health. */
export type Fact<T> = { readonly read: true; readonly value: T } | { readonly read: false; readonly why: string };

/** A trail as its ARN names it: `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`, REGION being its home region. */
export interface TrailId {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** What GetTrail says, as far as a decision needs it. AWS omits strings that are not set; an empty string counts as not set. */
export interface Trail {
  readonly homeRegion: string;
  readonly isOrganizationTrail: boolean;
  /** `arn:P:logs:R:A:log-group:NAME:*` when well formed. */
  readonly logGroupArn: string;
  /** `arn:P:iam::A:role/PATH/NAME` */
  readonly roleArn: string;
}

/** What GetTrailStatus says, as far as a decision needs it. */
export interface TrailStatus {
  readonly isLogging: boolean;
}

/** A CloudWatch Logs log group as DescribeLogGroups returns it, with tags where a decision needs them. */
export interface LogGroup {
  readonly name: string;
  readonly class: string;
  /** Absent: events never expire. */
  readonly retentionDays?: number;
  /** Milliseconds since the epoch; absent when AWS left it out. */
  readonly createdMs?: number;
}

/** A group whose name trailmend would choose. Its tags tell whether trailmend made it. */
export interface CandidateGroup extends LogGroup {
  readonly tags: Fact<Readonly<Record<string, string>>>;
}

/** A role as GetRole returns it. */
export interface Role {
  readonly arn: string;
}

/** A role whose name trailmend would choose, with everything that tells whether trailmend made it and can mend it. */
export interface CandidateRole extends Role {
  readonly path: string;
  readonly trustDocument: string;
  /** Absent: the role has no permissions boundary. */
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The inline policy under trailmend's policy name; empty when the role has none. */
  readonly deliveryPolicy: Fact<string>;
}

/** Everything a decision about one trail rests on. */
export interface TrailFacts {
  /** When the reading began. */
  readonly now: string;
  readonly id: TrailId;
  /** AWS knows no such trail (any more): there is nothing to judge. */
  readonly gone: boolean;
  readonly trail: Fact<Trail>;
  readonly tags: Fact<Readonly<Record<string, string>>>;
  readonly status: Fact<TrailStatus>;
  /** The log group that the trail names; `missing` when AWS has none of that name; `none` when the trail names none that could be looked up here. */
  readonly currentGroup: Fact<LogGroup | 'missing' | 'none'>;
  /** The role that the trail names, with the same two words. */
  readonly currentRole: Fact<Role | 'missing' | 'none'>;
  /** The groups that exist under the names trailmend would choose, by name. */
  readonly candidateGroups: Fact<readonly CandidateGroup[]>;
  /** The roles that exist under the names trailmend would choose, first generation first, up to the first usable name. */
  readonly candidateRoles: Fact<readonly CandidateRole[]>;
}

/** The ids of the rules: a contract with those who read findings. */
export type RuleId =
  | 'log-group-not-set'
  | 'role-not-set'
  | 'log-group-arn-malformed'
  | 'log-group-elsewhere'
  | 'log-group-missing'
  | 'log-group-class'
  | 'role-missing'
  | 'not-logging';

/** What a rule says about the facts. `undecided` is not health: something it needs could not be read. */
export type Verdict =
  | { readonly verdict: 'healthy' }
  | { readonly verdict: 'violated'; readonly evidence: Evidence }
  | { readonly verdict: 'undecided'; readonly evidence: Evidence };

/** What was read and where, so that a reader can look for themselves. */
export interface Evidence {
  /** The AWS operation that told, such as `GetTrail`. */
  readonly source: string;
  readonly saw: string;
}

/** One rule violated or undecided. */
export interface Finding {
  readonly rule: RuleId;
  readonly verdict: 'violated' | 'undecided';
  readonly evidence: Evidence;
}

/** Why a trail is out of scope. */
export type OutOfScopeReason =
  | 'trail-gone'
  | 'shadow-trail'
  | 'organization-member'
  | 'organization-trail'
  | 'other-account'
  | 'control-tower'
  | 'excluded-by-parameter'
  | 'excluded-by-tag';

/** Whether a trail is trailmend's to repair. `unknown` writes nothing: what excludes a trail could not be read or understood. */
export type Scope =
  | { readonly scope: 'in' }
  | { readonly scope: 'out'; readonly reason: OutOfScopeReason; readonly detail: string; readonly whoCanAct: string }
  | {
      readonly scope: 'unknown';
      readonly reason: 'exclusion-not-understood';
      readonly detail: string;
      readonly whoCanAct: string;
    }
  | { readonly scope: 'unknown'; readonly reason: 'unread-fact'; readonly detail: string; readonly whoCanAct: string };

/** One write, as data: the exact API call with its input, in AWS's own names. */
export type Step = StepOf<keyof StepInputs>;

/** A step for one operation. Each operation occurs at most once in a plan, so its name identifies the step. */
export type StepOf<O extends keyof StepInputs> = O extends keyof StepInputs
  ? {
      readonly operation: O;
      readonly input: StepInputs[O];
      /** The operations of this plan that have to succeed first. */
      readonly needs: readonly (keyof StepInputs)[];
      /** The findings that this step serves. */
      readonly repairs: readonly RuleId[];
    }
  : never;

/** The only six calls that trailmend writes with, and their inputs. */
export interface StepInputs {
  readonly StartLogging: { readonly Name: string };
  readonly CreateLogGroup: {
    readonly logGroupName: string;
    readonly kmsKeyId?: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly PutRetentionPolicy: { readonly logGroupName: string; readonly retentionInDays: number };
  readonly CreateRole: {
    readonly RoleName: string;
    readonly Path: string;
    readonly Description: string;
    readonly AssumeRolePolicyDocument: string;
    readonly PermissionsBoundary: string;
    readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  };
  readonly PutRolePolicy: { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string };
  readonly UpdateTrail: {
    readonly Name: string;
    readonly CloudWatchLogsLogGroupArn: string;
    readonly CloudWatchLogsRoleArn: string;
  };
}

export type Operation = keyof StepInputs;

/** Why a finding is not repaired. */
export type RefusalReason =
  | 'unread-fact'
  | 'exclusion-not-understood'
  | 'out-of-scope'
  | 'restart-not-allowed'
  | 'trail-just-made'
  | 'kms-key-elsewhere'
  | 'names-taken';

/** Why somebody has to act before AWS lets a repair through. */
export type BlockedReason =
  | 'bucket-policy'
  | 'bucket'
  | 'topic'
  | 'kms'
  | 'scp'
  | 'access-denied'
  | 'quota'
  | 'region'
  | 'organization';

/** A finding that the plan leaves alone, and who can act. */
export interface Refusal {
  readonly rule: RuleId;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly whoCanAct: string;
}

/** Steps in order, plus refusals with reasons. A dry run, a log line, a message and a test show this same object. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly refused: readonly Refusal[];
}

/** The closed set of honest results for one trail in one run. */
export type OutcomeWord = 'COMPLIANT' | 'WOULD_FIX' | 'FIXED' | 'VERIFIED' | 'SKIPPED' | 'BLOCKED' | 'FAILED';

/** The typed reasons behind an outcome. */
export type OutcomeReason =
  | 'nothing-to-do'
  | 'dry-run'
  | 'repaired'
  | 'trail-deleted'
  | 'attempt-denied'
  | OutOfScopeReason
  | RefusalReason
  | BlockedReason
  | 'aws-error'
  | 'not-seen-repaired';

/** How far a run came before it failed. */
export type Stage = 'observe' | 'apply' | 'read-back';

/** An error of AWS, in AWS's own words. */
export interface AwsError {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

/**
 * What became of a step. `attempts` counts calls; `not-attempted` means that a step it needs did not succeed, `outdated` that the
 * trail was changed by somebody else between two attempts.
 */
export interface AppliedStep {
  readonly step: Step;
  readonly result: 'done' | 'failed' | 'outdated' | 'not-attempted';
  readonly attempts: number;
  readonly requestId?: string;
  readonly error?: AwsError;
}

/** Who made the call that started a run, as far as the event tells. */
export interface Actor {
  /** `IAMUser`, `AssumedRole`, `Root`, …: an open set. */
  readonly type: string;
  /** The ARN, the service's name or the account: the best name that the event has. */
  readonly name: string;
  readonly sourceIp?: string;
}

/** What a caller did that has to be told at once, whatever becomes of the repair. */
export type Tampering = 'stopped' | 'deleted' | 'blanked' | 'denied-attempt' | 'exclusion-changed';

/** What started a run. */
export interface Trigger {
  readonly kind: 'event';
  readonly eventName: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly actor: Actor;
  readonly tampering?: Tampering;
  /** The error that the call met, for an attempt that was denied. */
  readonly errorCode?: string;
}

/** What decides beside the facts: the stack's parameters, parsed. */
export interface Settings {
  readonly mode: 'fix' | 'dry-run';
  /** The account that trailmend is deployed in. */
  readonly account: string;
  readonly retentionDays: number;
  readonly restartLogging: 'never' | 'seen' | 'always';
  readonly logGroupPrefix: string;
  readonly logGroupKmsKeyArn?: string;
  /** The comma list as given; parsed where it is judged, so that a mistake in it stops writes and nothing else. */
  readonly excludedTrails: string;
  readonly deliveryRoleBoundaryArn: string;
}

/** The trail's state in the words that a reader compares before and after. */
export interface TrailState {
  readonly logGroupArn: string;
  readonly roleArn: string;
  readonly isLogging: boolean | 'unread';
}

/** The one record of one run for one trail: returned, logged, and sent to machines. */
export interface OutcomeRecord {
  readonly version: 1;
  readonly id: string;
  readonly time: string;
  readonly trailArn: string;
  readonly mode: 'fix' | 'dry-run';
  readonly trigger: Trigger;
  readonly outcome: OutcomeWord;
  /** For machines; `detail` says it to people. */
  readonly reason: OutcomeReason;
  readonly detail: string;
  /** Set with FAILED: where the run ended. */
  readonly stage?: Stage;
  readonly whoCanAct?: string;
  /** What was found at first. */
  readonly findings: readonly Finding[];
  /** What was still found at last. */
  readonly remaining: readonly Finding[];
  readonly plan: Plan;
  readonly applied: readonly AppliedStep[];
  /** Absent when the trail could not be read. */
  readonly before?: TrailState;
  readonly after?: TrailState;
}
