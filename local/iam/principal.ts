/** A session of a role. */
export interface RolePrincipal {
  readonly kind: 'role';
  /** With the role's path: `arn:P:iam::A:role/PATH/NAME`. */
  readonly arn: string;
  readonly sessionName: string;
  /** The session policy that AssumeRole was given, as JSON. */
  readonly sessionPolicy?: string;
}

/** A user with a long-term access key. */
export interface UserPrincipal {
  readonly kind: 'user';
  /** With the user's path: `arn:P:iam::A:user/PATH/NAME`. */
  readonly arn: string;
}

/** An AWS service that acts on its own behalf. */
export interface ServicePrincipal {
  readonly kind: 'service';
  /** Such as `cloudtrail.amazonaws.com`. */
  readonly service: string;
}

/** Who makes a request, as far as policies can decide about it. */
export type Principal = IdentityPrincipal | ServicePrincipal;
/** A principal with policies of its own. */
export type IdentityPrincipal = RolePrincipal | UserPrincipal;

/**
 * The ARN of a role's session, `arn:P:sts::A:assumed-role/NAME/SESSION`, which leaves out the
 * role's path.
 * Source: CloudTrail user guide, "userIdentity element".
 */
function sessionArn({ arn, sessionName }: RolePrincipal): string {
  const [, partition = '', , , account = ''] = arn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${nameIn(arn)}/${sessionName}`;
}

/** The ARN by which IAM names a principal: that of the user, or of the role's session. */
export function requestingArn(principal: IdentityPrincipal): string {
  return principal.kind === 'user' ? principal.arn : sessionArn(principal);
}

/** The name of a role or a user, without its path. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
