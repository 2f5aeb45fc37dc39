import type { CfnParameterProps } from 'aws-cdk-lib';
import { EXCLUDED_TRAILS_ENTRY } from '../lambda/core/scope/exclusions.ts';

/**
 * The retention periods, in days, that CloudWatch Logs accepts. Source: API reference of
 * PutRetentionPolicy.
 */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * The intervals between two sweeps that SweepMinutes accepts:
 * docs/decisions/0023-eight-sweep-intervals.md.
 */
export const SWEEP_MINUTES: readonly number[] = [5, 15, 30, 60, 180, 360, 720, 1440];
export const DEFAULT_SWEEP_MINUTES = 60;

/** A CloudFormation parameter with its label in the console. */
export type Definition = CfnParameterProps & { readonly label: string };

const REGION = '[a-z]{2,}(-[a-z]+)+-[0-9]+';
const KMS_KEY_ARN = '^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$';

export const BEHAVIOUR = {
  Mode: {
    label: 'Mode',
    default: 'fix',
    allowedValues: ['fix', 'dry-run'],
    description:
      "fix: trailmend repairs trails. dry-run: trailmend only reports the changes that it would make, and the function's role has no permission to change CloudTrail, IAM, or CloudWatch Logs settings.",
  },
  RestartLogging: {
    label: 'Restart stopped trails',
    default: 'seen',
    allowedValues: ['never', 'seen', 'always'],
    description:
      'seen: restarts a stopped trail if trailmend has seen it logging, or AWS shows that it recorded until the StopLogging event, so that a trail stopped before the deployment stays stopped. always: restarts every stopped trail. never: restarts no trail.',
  },
  DataEventTrails: {
    label: 'Trails with data events',
    default: 'notify',
    allowedValues: ['notify', 'fix'],
    description:
      'How to handle a trail that records data events and was never integrated with CloudWatch Logs, which charges for each GB ingested. notify: reports the trail and waits for a decision. fix: repairs it like any other trail.',
  },
  SettleSeconds: {
    label: 'Settle time for new trails (seconds)',
    default: '20',
    // The CloudFormation type Number accepts decimals.
    allowedPattern: '^([0-9]|[1-5][0-9]|60)$',
    description:
      'Seconds (0 to 60) to wait after a trail is created before trailmend updates it, so that the rest of that deployment does not fail with ConflictException.',
    constraintDescription: 'SettleSeconds must be a whole number from 0 to 60.',
  },
  OrganizationTrails: {
    label: 'Repair organization trails',
    default: 'false',
    allowedValues: ['false', 'true'],
    description:
      'true: in the management account, trailmend also repairs organization trails, and the function gets the permissions that this requires. In member accounts, trailmend never changes organization trails.',
  },
  SweepMinutes: {
    label: 'Minutes between sweeps',
    default: String(DEFAULT_SWEEP_MINUTES),
    allowedValues: SWEEP_MINUTES.map(String),
    description:
      'Minutes between two sweeps. A sweep checks every trail, whether or not events reported a change. Each deployment also starts one.',
    constraintDescription: `SweepMinutes must be one of ${SWEEP_MINUTES.join(', ')}.`,
  },
  Regions: {
    label: 'Regions to sweep',
    default: '',
    // The environment variables of the function, this one included, must fit into 4 KB.
    maxLength: 500,
    allowedPattern: `^$|^${REGION}( *, *${REGION})*$`,
    description:
      '(Optional) Comma-separated list of the Regions to sweep, such as us-east-1,eu-west-1. Maximum length of 500 characters. Leave empty to sweep every Region that is enabled for the account.',
    constraintDescription:
      'Regions must be empty or a comma-separated list of Regions such as us-east-1,eu-west-1, without a space at the end, with at most 500 characters.',
  },
  ExcludedTrails: {
    label: 'Excluded trails',
    default: '',
    // The environment variables of the function, this one included, must fit into 4 KB.
    maxLength: 1500,
    allowedPattern: `^$|^ *(${EXCLUDED_TRAILS_ENTRY})( *, *(${EXCLUDED_TRAILS_ENTRY}))* *$`,
    description:
      '(Optional) Comma-separated list of trails that trailmend does not change: trail names, or ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*. Maximum length of 1500 characters.',
    constraintDescription:
      'ExcludedTrails must be empty or a comma-separated list of trail names and trail ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*, with at most 1500 characters. Wildcards are allowed in ARN patterns only.',
  },
} satisfies Record<string, Definition>;

export const LOG_GROUPS = {
  LogGroupPrefix: {
    label: 'Log group name prefix',
    default: '/trailmend/',
    // Permissions are limited to the prefix, so it has no wildcards, which would widen them. A bare
    // / or a prefix of AWS would cover other owners' log groups, CloudWatch Logs reserves aws/ in
    // any case (API reference, CreateLogGroup), and Control Tower denies changes to log groups with
    // its names. The name of the trail follows the prefix.
    allowedPattern: '^(?!/?[Aa][Ww]([Ss](/.*)?)?$)(?!.*aws-?controltower)[._/#A-Za-z0-9-]{2,}[._/#-]$',
    maxLength: 300,
    description:
      'Name prefix of new log groups, followed by the name of the trail, such as /trailmend/ or audit-. Choose a prefix that nothing else uses: the permissions of the function on log groups are limited to it.',
    constraintDescription:
      'LogGroupPrefix must have 3 to 300 characters (letters, digits, and . _ / # -), must end in a separator such as / or - because the name of the trail follows it, must not begin with aws/ or /aws/ in uppercase or lowercase, and must not contain aws-controltower.',
  },
  RetentionDays: {
    label: 'Log group retention (days)',
    type: 'Number',
    default: '365',
    allowedValues: RETENTION_DAYS.map(String),
    description:
      'Days to retain log events in log groups that trailmend creates. trailmend raises a shorter retention of these log groups. It never changes the retention of other log groups.',
    constraintDescription: `RetentionDays must be a period that CloudWatch Logs supports: ${RETENTION_DAYS.join(', ')}.`,
  },
  LogGroupKmsKeyArn: {
    label: 'KMS key for log groups',
    default: '',
    allowedPattern: KMS_KEY_ARN,
    description:
      '(Optional) ARN of the KMS key that encrypts log groups that trailmend creates. Its key policy must allow the service principal logs.REGION.amazonaws.com. Use a multi-Region key for trails in several Regions; it serves every Region that has a replica.',
    constraintDescription:
      'LogGroupKmsKeyArn must be empty or a key ARN such as arn:aws:kms:REGION:ACCOUNT:key/ID, without spaces, and not an alias.',
  },
} satisfies Record<string, Definition>;

export const MONITORING = {
  MetricFilters: {
    label: 'Metric filters',
    default: 'none',
    allowedValues: ['none', 'cis'],
    description:
      'cis: adds the 15 metric filters of the CIS AWS Foundations Benchmark monitoring section to log groups that trailmend creates, and an alarm for each filter. CloudWatch charges for metrics and alarms. none: adds no metric filters.',
  },
} satisfies Record<string, Definition>;

export const NOTIFICATIONS = {
  NotificationEmail: {
    label: 'Email address for notifications',
    default: '',
    allowedPattern: '^$|^[^@\\s]+@[^@\\s]+[.][^@\\s]+$',
    description:
      '(Optional) Email address to subscribe to the SNS topic. Amazon SNS first sends a confirmation request to it.',
    constraintDescription: 'NotificationEmail must be empty or one email address, without spaces.',
  },
  TopicKmsKeyArn: {
    label: 'KMS key for the topic',
    default: '',
    allowedPattern: KMS_KEY_ARN,
    description:
      '(Optional) ARN of a customer managed KMS key that encrypts the SNS topics. Its key policy must allow cloudwatch.amazonaws.com and events.amazonaws.com to use kms:Decrypt and kms:GenerateDataKey*; otherwise alarms and the event rules that watch trailmend cannot publish to the topics.',
    constraintDescription:
      'TopicKmsKeyArn must be empty or a key ARN such as arn:aws:kms:REGION:ACCOUNT:key/ID, without spaces, and not an alias.',
  },
} satisfies Record<string, Definition>;

/** Only for the hub: a chat can show the alarms of a forwarder's topic as they are. */
export const CHAT = {
  ChatTopic: {
    label: 'Topic for chat applications',
    default: 'none',
    allowedValues: ['none', 'create'],
    description:
      'create: adds a second SNS topic, whose messages Amazon Q Developer in chat applications shows as cards in Slack or Microsoft Teams. Configure the channel in its console. The messages on the first topic stay the same. none: adds no topic.',
  },
} satisfies Record<string, Definition>;

/** For templates that no app synthesizes for certain Regions. */
export const HUB_REGIONS = {
  ForwarderRegions: {
    label: 'Regions with a forwarder',
    default: '',
    // The environment variables of the function, this one included, must fit into 4 KB.
    maxLength: 500,
    allowedPattern: `^$|^${REGION}(,${REGION})*$`,
    description:
      '(Optional) Comma-separated list, without spaces, of the other Regions in which you deploy the forwarder, such as eu-west-1,ap-southeast-2. Sweeps check the forwarders in these Regions. Maximum length of 500 characters.',
    constraintDescription:
      'ForwarderRegions must be empty or a comma-separated list of Regions without spaces, such as eu-west-1,ap-southeast-2, with at most 500 characters.',
  },
} satisfies Record<string, Definition>;

export const FORWARDER_REGIONS = {
  HubRegion: {
    label: 'Region of trailmend',
    allowedPattern: `^${REGION}$`,
    description:
      'Region in which you deploy trailmend itself. In this Region, the stack of the forwarder contains nothing, so that a StackSet can include it.',
    constraintDescription: 'HubRegion must be one Region, such as us-east-1, without spaces.',
  },
} satisfies Record<string, Definition>;

export const ROLES = {
  DeliveryRole: {
    label: 'Delivery roles',
    default: 'per-trail',
    allowedValues: ['per-trail', 'stack'],
    description:
      'per-trail: trailmend creates a role for each trail that it repairs, which can write only to the log streams of that trail. stack: the stack contains one role for all trails, and the function has no permission to create or change roles. That role can write only to log groups whose names begin with the log group name prefix.',
  },
} satisfies Record<string, Definition>;

/** The function and the data that it keeps. A forwarder has neither. */
export const FUNCTION = {
  Architecture: {
    label: 'Architecture of the function',
    default: 'arm64',
    allowedValues: ['arm64', 'x86_64'],
    description:
      'Processor architecture of the function. Choose x86_64 in a Region in which Lambda does not offer arm64.',
  },
  DataKmsKeyArn: {
    label: "KMS key for trailmend's own data",
    default: '',
    allowedPattern: KMS_KEY_ARN,
    description:
      "(Optional) ARN of a customer managed KMS key of this Region that encrypts the ledger and the function's log group. Its key policy must allow the service principal logs.REGION.amazonaws.com, and must allow this account to use the key through DynamoDB.",
    constraintDescription:
      'DataKmsKeyArn must be empty or a key ARN such as arn:aws:kms:REGION:ACCOUNT:key/ID, without spaces, and not an alias.',
  },
} satisfies Record<string, Definition>;

export const ACCOUNT_REQUIREMENTS = {
  PermissionsBoundaryArn: {
    label: 'Required permissions boundary',
    default: '',
    allowedPattern: '^$|^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$',
    // IAM allows longer ARNs, but the environment variables of the function must fit into 4 KB.
    maxLength: 300,
    description:
      "(Optional) ARN of a policy to set as the permissions boundary of every role of the stack. Delivery roles get it instead of trailmend's own boundary. Maximum length of 300 characters.",
    constraintDescription:
      'PermissionsBoundaryArn must be empty or a policy ARN such as arn:aws:iam::ACCOUNT:policy/NAME, without spaces, with at most 300 characters.',
  },
} satisfies Record<string, Definition>;
