import { nameIn, type Principal } from './principal.ts';
import type { IdentityPolicies } from './role-policies.ts';

type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition keys that every request of a principal carries. `aws:SecureTransport` is true,
 * because clients reach AWS by TLS.
 * Source: IAM user guide, "AWS global condition context keys".
 */
export function principalContext(
  principal: Principal,
  region: string,
  { id, tags }: Partial<Pick<IdentityPolicies, 'id' | 'tags'>>,
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
    'aws:PrincipalType': principal.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.arn.split(':')[4] ?? '',
    ...(principal.kind === 'user' && { 'aws:username': nameIn(principal.arn) }),
    ...(id !== undefined && { 'aws:userid': principal.kind === 'user' ? id : `${id}:${principal.sessionName}` }),
    ...Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}
