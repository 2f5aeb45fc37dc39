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
  const options = Object.entries(input).flatMap(([name, value]) => [`--${kebab(name)}`, argument(value)]);
  return ['aws', service, kebab(operation), ...options, ...(regional ? ['--region', region] : [])].join(' ');
}

function kebab(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}

/** A value, quoted for a POSIX shell. */
export function argument(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
