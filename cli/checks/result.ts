import { foreign } from '../../lambda/core/model/foreign-text.ts';

/** What a check found. `unknown`: it could not read what it judges. */
export type CheckStatus = 'ok' | 'warning' | 'problem' | 'unknown';

/** What a check says about one thing. */
export interface Finding {
  readonly status: CheckStatus;
  /** Sentences for people. */
  readonly says: string;
  /** AWS CLI commands that mend it, in this order, quoted for a POSIX shell. */
  readonly mend?: readonly string[];
}

/** A finding with the check that made it. */
export interface CheckResult extends Finding {
  readonly id: string;
}

export function ok(says: string): Finding {
  return { status: 'ok', says };
}

/** A repair would succeed, and something is still wrong. */
export function warning(says: string, ...mend: readonly string[]): Finding {
  return finding('warning', says, mend);
}

/** A repair would fail, or trailmend does not do its work. */
export function problem(says: string, ...mend: readonly string[]): Finding {
  return finding('problem', says, mend);
}

/**
 * Something that trailmend could not read. A denied read names the missing permission.
 * @param what the end of "trailmend could not read …"
 */
export function unknown(what: string, { why }: { readonly why: string }): Finding {
  const [, action] = /not authorized to perform:? ([\w-]+:\w+)/.exec(why) ?? [];
  const missing = action === undefined ? '' : ` Missing permission: ${action}.`;
  return finding('unknown', `trailmend could not read ${what}: ${why.replace(/\.$/, '')}.${missing}`, []);
}

function finding(status: CheckStatus, says: string, mend: readonly string[]): Finding {
  return { status, says, ...(mend.length > 0 && { mend }) };
}

/** Texts that others chose, in a sentence. */
export function listed(texts: readonly string[]): string {
  return texts.map(foreign).join(', ');
}
