import type { EventSelectors } from './event-selectors.ts';
import type { Fact, NotAsked } from './fact.ts';
import type { CandidateGroup, CurrentGroup, GroupFilters, LogGroup, LogStream, OurMetricFilters } from './log-group.ts';
import type { Posture } from './posture.ts';
import type { CandidateRole, Role, SimulatedAction } from './role.ts';
import type { Tags } from './tags.ts';
import type { LoggingTimes, Target, Trail, TrailStatus } from './trail.ts';
import { type LogGroupId, parseLogGroupArn, type TrailId } from './trail-id.ts';

/**
 * The facts that show whether a trail needs a repair, as trailmend reads them from AWS. Times are
 * ISO 8601 in UTC.
 */
export interface TrailFacts {
  /** When trailmend started to read. */
  readonly now: string;
  readonly id: TrailId;
  /** AWS has no such trail: there is nothing to judge. */
  readonly gone: boolean;
  readonly trail: Fact<Trail>;
  /** Not asked for a trail of another account. */
  readonly tags: Fact<Tags> | NotAsked;
  readonly status: Fact<TrailStatus>;
  /** Not asked for a trail of another account. */
  readonly eventSelectors: Fact<EventSelectors> | NotAsked;
  /** `missing`: it does not exist. `none`: the trail names none in its account and home Region. */
  readonly currentGroup: Fact<CurrentGroup | 'missing' | 'none'>;
  readonly groupFilters: GroupFilters;
  /**
   * The streams of the log group to which CloudTrail delivers. Not asked without a log group in the
   * trail's account and home Region, nor if the streams fill more than one page.
   */
  readonly groupStreams: Fact<readonly LogStream[]> | NotAsked;
  /** The metric filters that trailmend put into its log group. */
  readonly metricFilters: OurMetricFilters;
  /** The role of the trail. Not asked when a recent delivery proves that it works. */
  readonly currentRole: Fact<Role | 'missing' | 'none'> | NotAsked;
  /** The role of the trail, if it has a name of trailmend's delivery roles. Else not asked. */
  readonly ownRole: Fact<CandidateRole | 'missing'> | NotAsked;
  /** Not asked when a delivery proves the role, or the role or the log group is missing. */
  readonly simulation: Fact<readonly SimulatedAction[]> | NotAsked;
}

/** The log group that the trail names. Undefined: the trail is unread, or names none. */
export function namedGroup({ trail }: Pick<TrailFacts, 'trail'>): LogGroupId | undefined {
  return trail.read ? parseLogGroupArn(trail.value.logGroupArn) : undefined;
}

/** The log group of the trail. Undefined: it is unread or missing, or the trail names none. */
export function existingGroup({ currentGroup }: Pick<TrailFacts, 'currentGroup'>): CurrentGroup | undefined {
  return currentGroup.read && typeof currentGroup.value !== 'string' ? currentGroup.value : undefined;
}

/** The log groups and roles from which a plan selects a target. */
export interface RepairFacts {
  /**
   * The log group of the accepted target. `missing`: it does not exist. `none`: the trail needs no
   * other group, or the ledger has no usable target.
   */
  readonly acceptedGroup: Fact<LogGroup | 'missing' | 'none'>;
  readonly candidateGroups: Fact<readonly CandidateGroup[]>;
  /** In the order of their generations, up to the first usable role. */
  readonly candidateRoles: Fact<readonly CandidateRole[]>;
  /** `o-…` of the organization that the account manages. Asked only for an organization trail. */
  readonly organizationId: Fact<string> | NotAsked;
}

/** The last known change of a trail's target. */
export interface Change {
  readonly at: string;
  /** The target that CloudTrail accepted, after it tested the role on the log group. */
  readonly accepted?: Target;
}

/** Deliveries to CloudWatch Logs that were late or failed at the first check. */
export interface LateDelivery {
  /** The time of the first check. */
  readonly since: string;
  /** The last delivery at that time. Absent: AWS reported none. */
  readonly latestLogsDelivery?: string;
}

/** What the ledger and the trigger add to the facts about a trail. */
export interface History {
  /** Absent: no change is known. */
  readonly change?: Change;
  /** Absent: the deliveries were in time at the last check. */
  readonly lateDelivery?: LateDelivery;
  /** The logging times of the last check, which a sweep compares. Absent: nothing to compare. */
  readonly logging?: LoggingTimes;
  /**
   * ARNs of the log groups to which the trail may deliver without a report: the accepted one first,
   * then those that trailmend chose. Empty: none is known.
   */
  readonly knownGroups: readonly string[];
  /** The same for the roles. */
  readonly knownRoles: readonly string[];
  /** What the owner accepted. Absent: nothing is known, or the creator of the trail is at work. */
  readonly posture?: Posture;
  /**
   * The account to which the trail delivered when trailmend last saw its target, or that sets it
   * now. Absent: none is known. Unread: the ledger could not be read.
   */
  readonly lastOwner?: Fact<string>;
  /** This run created the log group, so that it has no filter and no log stream to lose yet. */
  readonly isNewGroup?: true;
}

export const NO_HISTORY: History = { knownGroups: [], knownRoles: [] };
