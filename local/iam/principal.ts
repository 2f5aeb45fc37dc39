/** A session of a role. */
export interface RolePrincipal {
  readonly kind: 'role';
  /** With the role's path: `arn:P:iam::A:role/PATH/NAME`. */
  readonly arn: string;
  readonly sessionName: string;
  /** The session policy that AssumeRole was given, as JSON. */
  readonly sessionPolicy?: string;
}

/** An AWS service that acts on its own behalf. */
export interface ServicePrincipal {
  readonly kind: 'service';
  /** Such as `cloudtrail.amazonaws.com`. */
  readonly service: string;
}

/** Who makes a request, as far as policies can decide about it. */
export type Principal = RolePrincipal | ServicePrincipal;

/**
 * The ARN of a role's session, `arn:P:sts::A:assumed-role/NAME/SESSION`, which leaves out the
 * role's path.
 * Source: CloudTrail user guide, "userIdentity element".
 */
export function sessionArn({ arn, sessionName }: RolePrincipal): string {
  const [, partition = '', , , account = ''] = arn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${roleName(arn)}/${sessionName}`;
}

/** The name of a role, without its path. */
export function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
