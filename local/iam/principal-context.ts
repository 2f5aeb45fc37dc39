import type { Asker } from './evaluator.ts';
import type { RolePolicies } from './role-policies.ts';

type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition keys that every request of a principal carries. The local AWS stands for AWS, which is reached by TLS.
 * Source: IAM user guide, "AWS global condition context keys".
 */
export function principalContext(
  asker: Asker,
  region: string,
  role: Partial<Pick<RolePolicies, 'id' | 'tags'>>,
  now: Date = new Date(),
): Context {
  const request = {
    'aws:RequestedRegion': region,
    'aws:SecureTransport': 'true',
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:ViaAWSService': 'false',
  };
  if (asker.kind === 'service') {
    return { ...request, 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': asker.service };
  }
  return {
    ...request,
    'aws:SourceIp': '127.0.0.1',
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalArn': asker.arn,
    'aws:PrincipalAccount': asker.arn.split(':')[4] ?? '',
    ...(role.id !== undefined && { 'aws:userid': `${role.id}:${asker.sessionName}` }),
    ...Object.fromEntries(Object.entries(role.tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}
