import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';

const VERSION = '2010-05-08';

/** What IAM answered about a role at one time: by question, or that there was no such role. */
export type RoleSnapshot = ReadonlyMap<string, string> | 'absent';

/** A change of a role that is not visible yet. */
interface Change {
  /** Milliseconds. */
  readonly visibleAt: number;
  readonly before: RoleSnapshot;
}

/** Changes of the roles of all accounts that somebody does not see yet. */
export interface RoleHistory {
  /** @param visibleAt milliseconds */
  changed(account: string, role: string, before: RoleSnapshot, visibleAt: number): void;
  /** The role as it is seen now; undefined when everything about it is visible. */
  seen(account: string, role: string, now: number): RoleSnapshot | undefined;
}

export function roleHistory(): RoleHistory {
  const hidden = new Map<string, readonly Change[]>();
  // Names are unique without regard to case (IAM API reference, CreateRole).
  const keyOf = (account: string, role: string) => `${account}/${role.toLowerCase()}`;
  return {
    changed(account, role, before, visibleAt) {
      const key = keyOf(account, role);
      const earlier = hidden.get(key) ?? [];
      hidden.set(key, [...earlier, { before, visibleAt }]);
    },
    seen(account, role, now) {
      const key = keyOf(account, role);
      const left = (hidden.get(key) ?? []).filter(({ visibleAt }) => visibleAt > now);
      hidden.set(key, left);
      // What hides the earliest change hides those behind it.
      return left[0]?.before;
    },
  };
}

/** Asks IAM everything that is asked about a role in order to evaluate what it may do. */
export async function readRoleSnapshot(api: EmulatorApi, account: string, RoleName: string): Promise<RoleSnapshot> {
  const where: Where = { account, region: 'us-east-1' };
  const ask = async (question: Readonly<Record<string, string>>): Promise<readonly [string, string]> => [
    questionKey(question),
    await api.query('iam', { ...question, Version: VERSION }, where),
  ];
  try {
    const whole = await Promise.all(
      ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies'].map((Action) => ask({ Action, RoleName })),
    );
    const names = [...(whole[1]?.[1] ?? '').matchAll(/<member>([^<]*)<\/member>/g)].map(([, name = '']) => name);
    const policies = await Promise.all(
      names.map((PolicyName) => ask({ Action: 'GetRolePolicy', RoleName, PolicyName })),
    );
    return new Map([...whole, ...policies]);
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return 'absent';
    throw error;
  }
}

/**
 * What IAM answered to a question about a role when it was so.
 * @returns undefined for questions that nobody asks in order to evaluate
 * @throws EmulatorError NoSuchEntity when there was no such role or policy
 */
export function answerFromSnapshot(was: RoleSnapshot, question: Readonly<Record<string, string>>): string | undefined {
  const answer = was === 'absent' ? undefined : was.get(questionKey(question));
  if (was !== 'absent' && question['Action'] !== 'GetRolePolicy') return answer;
  if (answer === undefined) {
    throw new EmulatorError('NoSuchEntity', `The role with name ${question['RoleName']} cannot be found.`, 404);
  }
  return answer;
}

function questionKey({ Action = '', PolicyName = '' }: Readonly<Record<string, string>>): string {
  return `${Action} ${PolicyName}`;
}
