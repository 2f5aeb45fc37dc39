import type { Settings } from './core/model/settings.ts';

/** The environment variables of the function: the stack sets them and `configFrom` reads them, by these names alone. */
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
  ledgerTable: 'LEDGER_TABLE',
  functionRoleArn: 'FUNCTION_ROLE_ARN',
  deliveryRoleBoundaryArn: 'DELIVERY_ROLE_BOUNDARY_ARN',
  forwarderRegions: 'FORWARDER_REGIONS',
} as const;

/** Everything the function is told at deployment. */
export interface Config {
  readonly settings: Settings;
  readonly partition: string;
  /** The region the function runs in. */
  readonly region: string;
  readonly settleSeconds: number;
  /** The regions that sweeps are limited to; none: all that the account can use. */
  readonly regions: readonly string[];
  readonly topicArn: string;
  /** The name of the DynamoDB table that holds what is remembered between runs. */
  readonly ledgerTable: string;
  /** `arn:P:iam::A:role/trailmend-function/trailmend-function`: calls by this role are our own. */
  readonly functionRoleArn: string;
  /** The regions whose forwarders were deployed with the function. */
  readonly forwarderRegions: readonly string[];
}

/** The environment is not what the stack sets: names the variable and what it should hold. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the function's configuration once, at start.
 * @throws ConfigError with the name of the variable that is missing or not understood
 */
export function configFrom(environment: Environment): Config {
  const functionRoleArn = matching(environment, ENVIRONMENT.functionRoleArn, /^arn:[\w-]+:iam::\d{12}:role\/.+$/);
  const [, partition = '', , , account = ''] = functionRoleArn.split(':');
  const logGroupKmsKeyArn = present(environment, ENVIRONMENT.logGroupKmsKeyArn);
  return {
    settings: {
      mode: oneOf(environment, ENVIRONMENT.mode, ['fix', 'dry-run']),
      account,
      organizationTrails: oneOf(environment, ENVIRONMENT.organizationTrails, ['true', 'false']) === 'true',
      retentionDays: wholeNumber(environment, ENVIRONMENT.retentionDays),
      restartLogging: oneOf(environment, ENVIRONMENT.restartLogging, ['never', 'seen', 'always']),
      logGroupPrefix: matching(environment, ENVIRONMENT.logGroupPrefix, /^[.\-_/#A-Za-z0-9]+$/),
      ...(logGroupKmsKeyArn !== '' && { logGroupKmsKeyArn }),
      excludedTrails: present(environment, ENVIRONMENT.excludedTrails),
      dataEventTrails: oneOf(environment, ENVIRONMENT.dataEventTrails, ['notify', 'fix']),
      metricFilters: oneOf(environment, ENVIRONMENT.metricFilters, ['none', 'cis']),
      deliveryRoleBoundaryArn: matching(
        environment,
        ENVIRONMENT.deliveryRoleBoundaryArn,
        /^arn:[\w-]+:iam::.+:policy\/.+$/,
      ),
    },
    partition,
    region: matching(environment, 'AWS_REGION', /^[a-z0-9-]+$/),
    settleSeconds: wholeNumber(environment, ENVIRONMENT.settleSeconds),
    regions: list(environment, ENVIRONMENT.regions, /^[a-z0-9-]+$/),
    topicArn: matching(environment, ENVIRONMENT.topicArn, /^arn:[\w-]+:sns:.+$/),
    ledgerTable: matching(environment, ENVIRONMENT.ledgerTable, /^[\w.-]{3,255}$/),
    functionRoleArn,
    forwarderRegions: matching(environment, ENVIRONMENT.forwarderRegions, /^([a-z0-9-]+(,[a-z0-9-]+)*)?$/)
      .split(',')
      .filter((region) => region !== ''),
  };
}

/** The variable's value, which may be empty: the stack sets every variable, and an empty one means that the option is off. */
function present(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined) {
    throw new ConfigError(`The environment variable ${name} is missing: deploy the stack again, it sets it.`);
  }
  return value;
}

function matching(environment: Environment, name: string, pattern: RegExp): string {
  const value = present(environment, name);
  if (!pattern.test(value)) {
    throw new ConfigError(`The environment variable ${name} is "${value}", which does not match ${pattern}.`);
  }
  return value;
}

/** The entries of a comma list, each of which has to match. */
function list(environment: Environment, name: string, pattern: RegExp): readonly string[] {
  const entries = present(environment, name)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !pattern.test(entry));
  if (wrong === undefined) return entries;
  throw new ConfigError(`The environment variable ${name} holds "${wrong}", which does not match ${pattern}.`);
}

function oneOf<const T extends string>(environment: Environment, name: string, words: readonly T[]): T {
  const value = present(environment, name);
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    throw new ConfigError(`The environment variable ${name} is "${value}" and should be one of ${words.join(', ')}.`);
  }
  return word;
}

function wholeNumber(environment: Environment, name: string): number {
  return Number(matching(environment, name, /^\d+$/));
}
