import type { Principal } from './principal.ts';
import type { RolePolicies } from './role-policies.ts';

type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition keys that every request of a principal carries. `aws:SecureTransport` is true,
 * because clients reach AWS by TLS.
 * Source: IAM user guide, "AWS global condition context keys".
 */
export function principalContext(
  principal: Principal,
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
  if (principal.kind === 'service') {
    return { ...request, 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': principal.service };
  }
  return {
    ...request,
    'aws:SourceIp': '127.0.0.1',
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.arn.split(':')[4] ?? '',
    ...(role.id !== undefined && { 'aws:userid': `${role.id}:${principal.sessionName}` }),
    ...Object.fromEntries(Object.entries(role.tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}
