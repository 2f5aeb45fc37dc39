/** Who calls, by the ARN that GetCallerIdentity returns. */
export type Caller =
  | { readonly kind: 'user'; readonly arn: string; readonly name: string }
  /** A session of a role: its ARN lacks the path of the role. */
  | { readonly kind: 'session'; readonly arn: string; readonly roleName: string }
  | { readonly kind: 'root'; readonly arn: string }
  | { readonly kind: 'federated'; readonly arn: string }
  | { readonly kind: 'other'; readonly arn: string };

/**
 * The caller in one of the forms `arn:P:iam::A:user/PATH/NAME`,
 * `arn:P:sts::A:assumed-role/NAME/SESSION`, `arn:P:iam::A:root` and
 * `arn:P:sts::A:federated-user/NAME`.
 * Source: IAM user guide, "IAM identifiers".
 */
export function callerFrom(arn: string): Caller {
  const [, , , , , resource = ''] = arn.split(':');
  if (resource === 'root') return { kind: 'root', arn };
  const [type, ...names] = resource.split('/');
  if (type === 'user') return { kind: 'user', arn, name: names.at(-1) ?? '' };
  if (type === 'assumed-role') return { kind: 'session', arn, roleName: names[0] ?? '' };
  return { kind: type === 'federated-user' ? 'federated' : 'other', arn };
}
