import { CfnParameter, type CfnParameterProps, type Stack } from 'aws-cdk-lib';

/** The periods, in days, that CloudWatch Logs accepts (API reference of PutRetentionPolicy). */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Of SweepMinutes, where nobody says otherwise. */
export const DEFAULT_SWEEP_MINUTES = 60;

/** What a parameter is to CloudFormation, and how the console titles it. */
type Definition = CfnParameterProps & { readonly label: string };

const KMS_KEY_ARN = '^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$';

const DECIDING = {
  Mode: {
    label: 'Mode',
    default: 'fix',
    allowedValues: ['fix', 'dry-run'],
    description:
      'fix repairs trails; dry-run only tells what it would do, and its role then holds no permission to change CloudTrail, IAM or CloudWatch Logs settings.',
  },
  RestartLogging: {
    label: 'Start trails that were stopped',
    default: 'seen',
    allowedValues: ['never', 'seen', 'always'],
    description:
      'seen starts a trail again when its StopLogging was witnessed or it was seen logging, so that one parked earlier on purpose stays parked; always and never do what they say.',
  },
  DataEventTrails: {
    label: 'Trails with data events',
    default: 'notify',
    allowedValues: ['notify', 'fix'],
    description:
      'CloudWatch Logs bills every GB that it takes in, and data events can be very many. notify asks before a trail that records them is integrated for the first time; fix repairs it like any other.',
  },
  SettleSeconds: {
    label: 'Seconds to let a new trail settle',
    default: '20',
    // CloudFormation's own numbers may have decimals.
    allowedPattern: '^([0-9]|[1-5][0-9]|60)$',
    description:
      'After somebody makes a trail, wait this long (0 to 60 seconds) before changing it, so that the rest of their deployment does not fail with a conflict.',
    constraintDescription: 'SettleSeconds is a whole number from 0 to 60.',
  },
  OrganizationTrails: {
    label: "Repair the organization's trails",
    default: 'false',
    allowedValues: ['false', 'true'],
    description:
      "In the management account: true repairs the organization's trails too, and adds the permissions that this takes. Anywhere else it changes nothing.",
  },
  SweepMinutes: {
    label: 'Minutes between two sweeps',
    default: String(DEFAULT_SWEEP_MINUTES),
    allowedPattern: '^([5-9]|[1-9][0-9]|[1-9][0-9][0-9]|1[0-3][0-9][0-9]|14[0-3][0-9]|1440)$',
    description:
      'How often every trail in every region is looked at, events or not (5 to 1440 minutes). The first sweep comes with the deployment.',
    constraintDescription: 'SweepMinutes is a whole number from 5 to 1440.',
  },
  Regions: {
    label: 'Regions to sweep',
    default: '',
    // With it, the environment variables of the function have to stay within 4 KB.
    maxLength: 500,
    allowedPattern: '^$|^[a-z]{2,}(-[a-z]+)+-[0-9]+( *, *[a-z]{2,}(-[a-z]+)+-[0-9]+)*$',
    description:
      'Optional comma-separated regions, such as us-east-1,eu-west-1, to which sweeps are limited; empty means every region that the account can use.',
    constraintDescription: 'Regions is empty or a comma-separated list of regions such as us-east-1,eu-west-1.',
  },
  ExcludedTrails: {
    label: 'Trails to leave alone',
    default: '',
    // All environment variables of a function together hold 4 KB.
    maxLength: 1500,
    description:
      'Comma-separated trail names, or ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*. While an entry is not understood, nothing is written.',
  },
} satisfies Record<string, Definition>;

const LOG_GROUPS = {
  LogGroupPrefix: {
    label: 'Prefix of new log groups',
    default: '/trailmend/',
    // Wildcards would widen the permissions that are confined to this prefix; a bare / or anything of AWS's would cover other
    // people's groups, and Control Tower denies changes to groups of its name.
    allowedPattern: '^(?!/?aws/)(?!/?aws$)(?!.*aws-?controltower)[._/#A-Za-z0-9-]{3,}$',
    maxLength: 300,
    description:
      'New log groups are called PREFIX + trail name. Choose one that nobody else uses: the permissions on log groups are confined to it.',
    constraintDescription:
      'LogGroupPrefix takes letters, digits and . _ / # - only, at least three of them, and begins neither with aws/ nor with /aws/.',
  },
  RetentionDays: {
    label: 'Retention of new log groups, in days',
    type: 'Number',
    default: '365',
    allowedValues: RETENTION_DAYS.map(String),
    description:
      'How long log groups that trailmend makes keep their events. A shorter retention of theirs is raised; other log groups are never changed.',
    constraintDescription: `RetentionDays takes the periods that CloudWatch Logs knows: ${RETENTION_DAYS.join(', ')}.`,
  },
  LogGroupKmsKeyArn: {
    label: 'KMS key of new log groups',
    default: '',
    allowedPattern: KMS_KEY_ARN,
    description:
      'Optional ARN of a KMS key that encrypts new log groups; its key policy has to allow logs.REGION.amazonaws.com. A multi-Region key serves trails in every Region of its replicas.',
    constraintDescription:
      'LogGroupKmsKeyArn is empty or a key ARN such as arn:aws:kms:REGION:ACCOUNT:key/ID (no alias).',
  },
} satisfies Record<string, Definition>;

const WATCHING = {
  MetricFilters: {
    label: 'Metric filters of new log groups',
    default: 'none',
    allowedValues: ['none', 'cis'],
    description:
      'cis counts what the monitoring section of the CIS AWS Foundations Benchmark asks for, on log groups that trailmend makes, and raises an alarm for each of its 15 kinds; CloudWatch bills alarms and metrics.',
  },
} satisfies Record<string, Definition>;

const TELLING = {
  NotificationEmail: {
    label: 'E-mail address for messages',
    default: '',
    allowedPattern: '^$|^[^@ ]+@[^@ ]+[.][^@ ]+$',
    description: 'Optional address that is subscribed to the topic; AWS asks it to confirm first.',
    constraintDescription: 'NotificationEmail is empty or one e-mail address.',
  },
  TopicKmsKeyArn: {
    label: 'KMS key of the topic',
    default: '',
    allowedPattern: KMS_KEY_ARN,
    description:
      'Optional ARN of a customer managed KMS key for the SNS topic; its key policy has to let cloudwatch.amazonaws.com use kms:Decrypt and kms:GenerateDataKey*, or alarms stay silent.',
    constraintDescription: 'TopicKmsKeyArn is empty or a key ARN such as arn:aws:kms:REGION:ACCOUNT:key/ID (no alias).',
  },
} satisfies Record<string, Definition>;

const ACCOUNT_RULES = {
  PermissionsBoundaryArn: {
    label: 'Permissions boundary that the account demands',
    default: '',
    allowedPattern: '^$|^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$',
    // IAM allows more, but the environment variables of the function have to stay within 4 KB.
    maxLength: 300,
    description:
      "Optional ARN of a policy that is put on every role of the stack as its permissions boundary, and on delivery roles instead of trailmend's own boundary.",
    constraintDescription:
      'PermissionsBoundaryArn is empty or a policy ARN such as arn:aws:iam::ACCOUNT:policy/NAME, of at most 300 characters.',
  },
} satisfies Record<string, Definition>;

interface Group {
  readonly title: string;
  readonly definitions: Readonly<Record<string, Definition>>;
}

/** The groups in which the console shows the parameters, in this order. */
const GROUPS = [
  { title: 'What trailmend does', definitions: DECIDING },
  { title: 'Log groups that trailmend makes', definitions: LOG_GROUPS },
  { title: 'Metric filters and alarms', definitions: WATCHING },
  { title: 'Messages', definitions: TELLING },
  { title: 'Rules of this account', definitions: ACCOUNT_RULES },
] as const;

type ParameterName =
  | keyof typeof DECIDING
  | keyof typeof LOG_GROUPS
  | keyof typeof WATCHING
  | keyof typeof TELLING
  | keyof typeof ACCOUNT_RULES;

/** The stack's parameters, by the names that are a contract. */
export type Parameters = Readonly<Record<ParameterName, CfnParameter>>;

/** The groups of a stack that has no function: its alarms of the metric filters, and its role. */
const FORWARDER_GROUPS = GROUPS.filter(({ definitions }) =>
  ([WATCHING, TELLING, ACCOUNT_RULES] as readonly object[]).includes(definitions),
);

/** Those of a forwarder. */
export type ForwarderParameters = Pick<
  Parameters,
  keyof typeof WATCHING | keyof typeof TELLING | keyof typeof ACCOUNT_RULES
>;

/** Declares every parameter on the stack, grouped and labelled for the CloudFormation console. */
export function declareParameters(stack: Stack): Parameters {
  return declare(stack, GROUPS) as Parameters;
}

/** Declares on a stack what a forwarder depends on, by the same names. */
export function declareForwarderParameters(stack: Stack): ForwarderParameters {
  return declare(stack, FORWARDER_GROUPS) as ForwarderParameters;
}

function declare(stack: Stack, groups: readonly Group[]): Readonly<Record<string, CfnParameter>> {
  const all = Object.entries(
    Object.assign({}, ...groups.map(({ definitions }) => definitions)) as Group['definitions'],
  );
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: groups.map(({ title, definitions }) => ({
        Label: { default: title },
        Parameters: Object.keys(definitions),
      })),
      ParameterLabels: Object.fromEntries(all.map(([name, { label }]) => [name, { default: label }])),
    },
  };
  return Object.fromEntries(all.map(([name, { label: _, ...props }]) => [name, new CfnParameter(stack, name, props)]));
}
