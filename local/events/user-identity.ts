import { recordTime } from './record-time.ts';

/** `userIdentity` of a record. */
export type UserIdentity = Readonly<Record<string, unknown>>;

/** A role's session. */
export interface RoleSession {
  readonly account: string;
  /** With the role's path. */
  readonly roleArn: string;
  /** `AROA…` */
  readonly roleId: string;
  readonly sessionName: string;
  readonly accessKeyId: string;
  /** When the session began. The gate knows only the time of the call. */
  readonly since: Date;
}

/**
 * The identity of a role's session. `arn` has no path, `sessionContext.sessionIssuer.arn` is the
 * role's own with its path.
 * Source: CloudTrail user guide, "CloudTrail userIdentity element".
 */
export function assumedRoleIdentity(session: RoleSession): UserIdentity {
  const { account, roleArn, roleId, sessionName, accessKeyId, since } = session;
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${sessionName}`,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: roleArn, accountId: account, userName: roleName },
      attributes: { creationDate: recordTime(since), mfaAuthenticated: 'false' },
    },
  };
}

/** The owner of a long-lived key: a user, or the root user. */
export interface KeyOwner {
  readonly account: string;
  /** `arn:aws:iam::A:root` or `arn:aws:iam::A:user/PATH/NAME` */
  readonly arn: string;
  readonly id: string;
  readonly accessKeyId: string;
}

/**
 * The identity of a user, or of the root user, who has no userName.
 * Source: CloudTrail user guide, "CloudTrail userIdentity element"; records of IAM users in
 * DataDog's Stratus Red Team.
 */
export function keyOwnerIdentity({ account, arn, id, accessKeyId }: KeyOwner): UserIdentity {
  const userName = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  const named = userName === undefined ? { type: 'Root' } : { type: 'IAMUser', userName };
  return { ...named, principalId: id, arn, accountId: account, accessKeyId };
}
