import { CHAT_TOPIC_NAME } from './core/integration/names.ts';
import type { OwnSettings } from './core/model/own-settings.ts';
import type { Settings } from './core/model/settings.ts';

/** The names of the environment variables that the stack sets and `configFrom` reads. */
export const ENVIRONMENT = {
  mode: 'MODE',
  organizationTrails: 'ORGANIZATION_TRAILS',
  retentionDays: 'RETENTION_DAYS',
  settleSeconds: 'SETTLE_SECONDS',
  restartLogging: 'RESTART_LOGGING',
  logGroupPrefix: 'LOG_GROUP_PREFIX',
  logGroupKmsKeyArn: 'LOG_GROUP_KMS_KEY_ARN',
  excludedTrails: 'EXCLUDED_TRAILS',
  dataEventTrails: 'DATA_EVENT_TRAILS',
  metricFilters: 'METRIC_FILTERS',
  regions: 'REGIONS',
  topicArn: 'TOPIC_ARN',
  chatTopic: 'CHAT_TOPIC',
  ledgerTable: 'LEDGER_TABLE',
  functionRoleArn: 'FUNCTION_ROLE_ARN',
  deliveryRoleArn: 'DELIVERY_ROLE_ARN',
  deliveryRoleBoundaryArn: 'DELIVERY_ROLE_BOUNDARY_ARN',
  forwarderRegions: 'FORWARDER_REGIONS',
} as const;

/** The configuration of the function. */
export interface Config {
  readonly settings: Settings;
  readonly partition: string;
  /** The Region of the function. */
  readonly region: string;
  readonly settleSeconds: number;
  /** The Regions that sweeps are limited to. Empty: all that the account can use. */
  readonly regions: readonly string[];
  readonly topicArn: string;
  /** The topic of the cards for chat applications, if the stack has one. */
  readonly chatTopicArn?: string;
  /** The name of the DynamoDB table of the ledger. */
  readonly ledgerTable: string;
  /**
   * `arn:P:iam::A:role/trailmend-function/trailmend-function`, the role of trailmend's own calls.
   */
  readonly functionRoleArn: string;
  /** The Regions with a forwarder. */
  readonly forwarderRegions: readonly string[];
}

/** An environment variable is missing or invalid. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The settings of the function as texts, by the names of their parameters if they have one. */
export function ownSettings({ settings, ...own }: Config): OwnSettings {
  const entries = Object.entries({ ...settings, ...own }).map(([name, value]) => [
    `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    Array.isArray(value) ? value.join(',') : String(value),
  ]);
  return Object.fromEntries(entries);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError with the name of the missing or invalid variable */
export function configFrom(environment: Environment): Config {
  const functionRoleArn = readMatching(environment, ENVIRONMENT.functionRoleArn, /^arn:[\w-]+:iam::\d{12}:role\/.+$/);
  const [, partition = '', , , account = ''] = functionRoleArn.split(':');
  const topicArn = readMatching(environment, ENVIRONMENT.topicArn, /^arn:[\w-]+:sns:.+$/);
  const hasChatTopic = readOneOf(environment, ENVIRONMENT.chatTopic, ['none', 'create']) === 'create';
  return {
    settings: {
      mode: readOneOf(environment, ENVIRONMENT.mode, ['fix', 'dry-run']),
      account,
      organizationTrails: readOneOf(environment, ENVIRONMENT.organizationTrails, ['true', 'false']) === 'true',
      retentionDays: readNumber(environment, ENVIRONMENT.retentionDays),
      restartLogging: readOneOf(environment, ENVIRONMENT.restartLogging, ['never', 'seen', 'always']),
      logGroupPrefix: readMatching(environment, ENVIRONMENT.logGroupPrefix, /^[.\-_/#A-Za-z0-9]+$/),
      ...readOptional(environment, 'logGroupKmsKeyArn', /^(arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+)?$/),
      excludedTrails: readValue(environment, ENVIRONMENT.excludedTrails),
      dataEventTrails: readOneOf(environment, ENVIRONMENT.dataEventTrails, ['notify', 'fix']),
      metricFilters: readOneOf(environment, ENVIRONMENT.metricFilters, ['none', 'cis']),
      ...readOptional(environment, 'deliveryRoleArn', /^(arn:[\w-]+:iam::\d{12}:role\/.+)?$/),
      deliveryRoleBoundaryArn: readMatching(
        environment,
        ENVIRONMENT.deliveryRoleBoundaryArn,
        /^arn:[\w-]+:iam::.+:policy\/.+$/,
      ),
    },
    partition,
    region: readMatching(environment, 'AWS_REGION', /^[a-z0-9-]+$/),
    settleSeconds: readNumber(environment, ENVIRONMENT.settleSeconds),
    regions: readList(environment, ENVIRONMENT.regions, /^[a-z0-9-]+$/),
    topicArn,
    ...(hasChatTopic && { chatTopicArn: topicArn.replace(/[^:]+$/, CHAT_TOPIC_NAME) }),
    ledgerTable: readMatching(environment, ENVIRONMENT.ledgerTable, /^[\w.-]{3,255}$/),
    functionRoleArn,
    forwarderRegions: readMatching(environment, ENVIRONMENT.forwarderRegions, /^([a-z0-9-]+(,[a-z0-9-]+)*)?$/)
      .split(',')
      .filter((region) => region !== ''),
  };
}

/** The value of a variable. The stack sets every variable; empty means that the option is off. */
function readValue(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined) {
    throw new ConfigError(`The environment variable ${name} is missing. Deploy the stack again to set it.`);
  }
  return value;
}

function readMatching(environment: Environment, name: string, pattern: RegExp): string {
  const value = readValue(environment, name);
  if (!pattern.test(value)) {
    throw new ConfigError(`The environment variable ${name} is "${value}", which does not match ${pattern}.`);
  }
  return value;
}

/** A setting that is absent while its variable is empty. */
function readOptional<const T extends keyof typeof ENVIRONMENT>(environment: Environment, key: T, pattern: RegExp) {
  const value = readMatching(environment, ENVIRONMENT[key], pattern);
  return (value === '' ? {} : { [key]: value }) as { readonly [Key in T]?: string };
}

/** The entries of a comma-separated list. */
function readList(environment: Environment, name: string, pattern: RegExp): readonly string[] {
  const entries = readValue(environment, name)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !pattern.test(entry));
  if (wrong === undefined) return entries;
  throw new ConfigError(`The environment variable ${name} contains "${wrong}", which does not match ${pattern}.`);
}

function readOneOf<const T extends string>(environment: Environment, name: string, words: readonly T[]): T {
  const value = readValue(environment, name);
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    throw new ConfigError(`The environment variable ${name} is "${value}". It must be one of ${words.join(', ')}.`);
  }
  return word;
}

function readNumber(environment: Environment, name: string): number {
  return Number(readMatching(environment, name, /^\d+$/));
}
