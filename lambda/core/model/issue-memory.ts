import type { NotifiedOutcome, Notifying } from './memory.ts';

/** The last notification of each open issue of a Region or the account, by its key. */
export type OpenIssues = Readonly<Record<string, NotifiedOutcome>>;

/** What trailmend remembers about these issues. */
export interface IssueMemory {
  readonly open: OpenIssues;
  /** When a sweep began to notify people of an issue, and did not end yet, by its key. */
  readonly claims: Readonly<Record<string, string>>;
  /** Counts the sweeps that notified. See `TrailMemory`. */
  readonly notifications?: number;
}

/** Null closes an issue, or removes a claim. */
export interface IssueChanges extends Notifying {
  readonly open?: Readonly<Record<string, NotifiedOutcome | null>>;
  readonly claims?: Readonly<Record<string, string | null>>;
}

export const NO_ISSUES: IssueMemory = { open: {}, claims: {} };
