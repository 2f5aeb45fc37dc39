import type { AwsError } from '../../core/model/aws-result.ts';
import type { RecordHeader } from '../../core/model/outcome.ts';
import { type AccountFacts, type RegionScan, regionsWith } from '../../core/model/region-scan.ts';
import { accountRecord, type IssueRecord, regionRecord, regionsRecord } from '../../core/outcome/account-records.ts';
import { assessAccount } from '../../core/rules/account.ts';
import { type OwnStack, ownStackRecords } from './own-stacks.ts';

/** What a sweep found, apart from its trails. */
export interface Swept {
  readonly account: string;
  readonly scans: readonly RegionScan[];
  readonly ownStacks: readonly OwnStack[];
  /** An operator chose the Regions. */
  readonly isLimited: boolean;
  /** Why trailmend could not list the Regions. */
  readonly unlisted: AwsError | undefined;
  /** Absent: the sweep says nothing about the account. */
  readonly facts: AccountFacts | undefined;
}

/** The records of Regions, of trailmend's stacks and of the account that open or close an issue. */
export function issuesOf(
  { account, scans, ownStacks, isLimited, unlisted, facts }: Swept,
  header: () => RecordHeader,
): readonly IssueRecord[] {
  const ofRegions = scans.flatMap((scan) => regionRecord(header(), account, scan) ?? []);
  const listing = isLimited ? [] : [regionsRecord(header(), account, unlisted)];
  if (!facts) return [...listing, ...ofRegions];
  // In a closed Region nothing can change, and trailmend cannot read its own stack.
  const closed = regionsWith('closed', scans);
  const ofStacks = ownStacks
    .filter(({ region }) => !closed.includes(region))
    .flatMap((stack) => ownStackRecords(stack, account, header));
  const ofAccount = unlisted ? undefined : accountRecord(header(), account, assessAccount(facts));
  return [...listing, ...ofRegions, ...ofStacks, ...(ofAccount ? [ofAccount] : [])];
}
