import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';

const VERSION = '2010-05-08';

/** IAM's answers about a role at one time, by request; `absent` when the role did not exist. */
export type RoleSnapshot = ReadonlyMap<string, string> | 'absent';

/** A change of a role that is not visible yet. */
interface Change {
  /** Milliseconds. */
  readonly visibleAt: number;
  readonly before: RoleSnapshot;
}

/** Changes of roles, in all accounts, that CloudTrail does not see yet. */
export interface RoleHistory {
  /** Records a change. @param before the role before it @param visibleAt milliseconds */
  recordChange(account: string, role: string, before: RoleSnapshot, visibleAt: number): void;
  /** The state of a role that CloudTrail sees; undefined when it sees all changes. */
  visibleState(account: string, role: string, now: number): RoleSnapshot | undefined;
}

export function roleHistory(): RoleHistory {
  const hidden = new Map<string, readonly Change[]>();
  // Names are unique without regard to case (IAM API reference, CreateRole).
  const keyOf = (account: string, role: string) => `${account}/${role.toLowerCase()}`;
  return {
    recordChange(account, role, before, visibleAt) {
      const key = keyOf(account, role);
      const earlier = hidden.get(key) ?? [];
      hidden.set(key, [...earlier, { before, visibleAt }]);
    },
    visibleState(account, role, now) {
      const key = keyOf(account, role);
      const left = (hidden.get(key) ?? []).filter(({ visibleAt }) => visibleAt > now);
      hidden.set(key, left);
      // While the earliest change is hidden, so are the later ones.
      return left[0]?.before;
    },
  };
}

/** Reads everything of a role that an evaluation of its permissions reads. */
export async function readRoleSnapshot(api: EmulatorApi, account: string, RoleName: string): Promise<RoleSnapshot> {
  const where: Where = { account, region: 'us-east-1' };
  const answer = async (request: Readonly<Record<string, string>>): Promise<readonly [string, string]> => [
    requestKey(request),
    await api.query('iam', { ...request, Version: VERSION }, where),
  ];
  try {
    const answers = await Promise.all(
      ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies'].map((Action) => answer({ Action, RoleName })),
    );
    const names = [...(answers[1]?.[1] ?? '').matchAll(/<member>([^<]*)<\/member>/g)].map(([, name = '']) => name);
    const policies = await Promise.all(
      names.map((PolicyName) => answer({ Action: 'GetRolePolicy', RoleName, PolicyName })),
    );
    return new Map([...answers, ...policies]);
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return 'absent';
    throw error;
  }
}

/**
 * IAM's answer to a request about a role, from a snapshot.
 * @returns undefined for requests that no evaluation makes
 * @throws EmulatorError NoSuchEntity when the role or the policy did not exist
 */
export function answerFromSnapshot(
  snapshot: RoleSnapshot,
  request: Readonly<Record<string, string>>,
): string | undefined {
  const answer = snapshot === 'absent' ? undefined : snapshot.get(requestKey(request));
  if (snapshot !== 'absent' && request['Action'] !== 'GetRolePolicy') return answer;
  if (answer === undefined) {
    throw new EmulatorError('NoSuchEntity', `The role with name ${request['RoleName']} cannot be found.`, 404);
  }
  return answer;
}

function requestKey({ Action = '', PolicyName = '' }: Readonly<Record<string, string>>): string {
  return `${Action} ${PolicyName}`;
}
