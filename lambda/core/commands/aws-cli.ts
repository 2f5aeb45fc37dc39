import { visible } from '../model/foreign-text.ts';
import type { Operation, Step } from '../model/step.ts';

/** The service of an operation in the AWS CLI, and whether it needs the trail's Region. */
const SERVICES: Readonly<Record<Operation, { readonly service: string; readonly regional: boolean }>> = {
  StartLogging: { service: 'cloudtrail', regional: true },
  CreateLogGroup: { service: 'logs', regional: true },
  PutRetentionPolicy: { service: 'logs', regional: true },
  PutMetricFilter: { service: 'logs', regional: true },
  CreateRole: { service: 'iam', regional: false },
  PutRolePolicy: { service: 'iam', regional: false },
  UpdateTrail: { service: 'cloudtrail', regional: true },
};

/** The AWS CLI command that makes the call of a step, quoted for a POSIX shell. */
export function awsCliCommand({ operation, input }: Step, region: string): string {
  const { service, regional } = SERVICES[operation];
  return ['aws', service, kebab(operation), ...cliOptions(input), ...(regional ? ['--region', region] : [])].join(' ');
}

/**
 * The options for the members of a call's input, quoted for a POSIX shell. The AWS CLI reads a
 * value that begins like a URL from there, takes one that begins with `-` for an option, and nobody
 * can check one with invisible characters. `--cli-input-json` has all of these.
 * Source: AWS CLI user guide, "Loading a parameter from a file".
 */
export function cliOptions(input: Readonly<Record<string, unknown>>): readonly string[] {
  const inJson = Object.entries(input).filter(([, value]) => isMisread(value));
  const literal = Object.entries(input).filter(([, value]) => !isMisread(value));
  return [
    ...literal.map(([name, value]) => optionFor(kebab(name), value)),
    ...(inJson.length > 0 ? [`--cli-input-json ${argument(Object.fromEntries(inJson))}`] : []),
  ];
}

function isMisread(value: unknown): boolean {
  return typeof value === 'string' && (/^(-|(fileb?|https?):\/\/)/i.test(value) || visible(value) !== value);
}

function optionFor(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? `--${name}` : `--no-${name}`;
  return `--${name} ${argument(value)}`;
}

function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** A value, quoted for a POSIX shell. Invisible characters in JSON are escaped, as JSON allows. */
export function argument(value: unknown): string {
  const text = typeof value === 'string' ? value : visible(JSON.stringify(value));
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
