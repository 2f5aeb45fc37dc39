import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
const TRAILS = z.object({
  trailList: z.array(
    z.object({
      TrailARN: z.string(),
      IsMultiRegionTrail: z.optional(z.boolean()),
      IncludeGlobalServiceEvents: z.optional(z.boolean()),
      IsOrganizationTrail: z.optional(z.boolean()),
    }),
  ),
});
const STATUS = z.object({ IsLogging: z.boolean() });
const SELECTORS = z.object({
  EventSelectors: z.optional(
    z.array(
      z.object({
        IncludeManagementEvents: z.optional(z.boolean()),
        ReadWriteType: z.optional(z.string()),
        ExcludeManagementEventSources: z.optional(z.array(z.string())),
      }),
    ),
  ),
  AdvancedEventSelectors: z.optional(
    z.array(
      z.object({
        FieldSelectors: z.array(
          z.object({
            Field: z.string(),
            Equals: z.optional(z.array(z.string())),
            NotEquals: z.optional(z.array(z.string())),
          }),
        ),
      }),
    ),
  ),
});

/** A trail's event selectors of either kind, as GetEventSelectors returns them. */
export type Selectors = z.infer<typeof SELECTORS>;

/** A trail that logs management writes of an account and Region. */
export interface CoveringTrail {
  readonly arn: string;
  readonly selectors: Selectors;
  /** Whether it logs the events of global services. */
  readonly global: boolean;
}

/** The trails that log management writes, by account and Region. */
export interface Coverage {
  /**
   * The trails of an account and Region: a multi-Region trail covers every Region, any other its
   * home Region. Without a trail, no `AWS API Call via CloudTrail` event reaches EventBridge.
   * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail"; CloudTrail
   * user guide, "CloudTrail concepts".
   */
  trails(where: Where): Promise<readonly CoveringTrail[]>;
  /** Drops all cached answers: for when a trail may have changed. */
  forget(): void;
}

/**
 * Reads the emulator once for each account and Region. The emulator's CloudFormation creates no
 * trails, so only calls change the answer.
 * @param organizationTrails returns the ARNs of the organization trails that a member account sees
 */
export function coverage(
  api: EmulatorApi,
  organizationTrails: (where: Where) => Promise<readonly string[]> = async () => [],
): Coverage {
  const known = new Map<string, Promise<readonly CoveringTrail[]>>();
  return {
    trails(where) {
      const key = `${where.account} ${where.region}`;
      const trails = known.get(key) ?? trailsCovering(api, where, organizationTrails);
      known.set(key, trails);
      trails.catch(() => known.delete(key));
      return trails;
    },
    forget: () => known.clear(),
  };
}

async function trailsCovering(
  api: EmulatorApi,
  where: Where,
  organizationTrails: (where: Where) => Promise<readonly string[]>,
): Promise<readonly CoveringTrail[]> {
  // With shadow trails, this lists the account's own trails that cover the Region.
  const { trailList } = await api.json('cloudtrail', `${TARGET}.DescribeTrails`, {}, where, TRAILS);
  const shared = (await organizationTrails(where)).map((TrailARN) => ({ TrailARN, IncludeGlobalServiceEvents: true }));
  const trails = await Promise.all(
    [...trailList, ...shared].map(async ({ TrailARN: arn, IncludeGlobalServiceEvents: global = true }) => {
      const at = { account: arn.split(':')[4] ?? '', region: arn.split(':')[3] ?? '' };
      const [status, selectors] = await Promise.all([
        api.json('cloudtrail', `${TARGET}.GetTrailStatus`, { Name: arn }, at, STATUS),
        api.json('cloudtrail', `${TARGET}.GetEventSelectors`, { TrailName: arn }, at, SELECTORS),
      ]);
      return status.IsLogging && selectsManagementWrites(selectors) ? [{ arn, selectors, global }] : [];
    }),
  );
  return trails.flat();
}

/**
 * Whether selectors select management writes, of one service or of any.
 * Source: CloudTrail user guide, "Logging data events" (a trail without management events gives
 * none to EventBridge); CloudTrail API reference, EventSelector (excluded sources can only be KMS
 * and RDS Data) and AdvancedFieldSelector. A read-only trail gives no write events by the same
 * rule.
 * @param eventSource such as `kms.amazonaws.com`
 */
export function selectsManagementWrites(
  { EventSelectors = [], AdvancedEventSelectors = [] }: Selectors,
  eventSource = '',
): boolean {
  return (
    EventSelectors.some(
      ({ IncludeManagementEvents = true, ReadWriteType = 'All', ExcludeManagementEventSources = [] }) =>
        IncludeManagementEvents && ReadWriteType !== 'ReadOnly' && !ExcludeManagementEventSources.includes(eventSource),
    ) ||
    AdvancedEventSelectors.some(({ FieldSelectors }) => {
      const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
      return (
        field('eventCategory')?.Equals?.includes('Management') === true &&
        (field('readOnly')?.Equals?.includes('false') ?? true) &&
        !(field('eventSource')?.NotEquals?.includes(eventSource) ?? false)
      );
    })
  );
}
