import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
const TRAILS = z.object({ trailList: z.array(z.object({ TrailARN: z.string() })) });
const STATUS = z.object({ IsLogging: z.boolean() });
const SELECTORS = z.object({
  EventSelectors: z.optional(
    z.array(z.object({ IncludeManagementEvents: z.optional(z.boolean()), ReadWriteType: z.optional(z.string()) })),
  ),
  AdvancedEventSelectors: z.optional(
    z.array(
      z.object({
        FieldSelectors: z.array(z.object({ Field: z.string(), Equals: z.optional(z.array(z.string())) })),
      }),
    ),
  ),
});

/** A trail's event selectors as GetEventSelectors gives them: either kind. */
export type Selectors = z.infer<typeof SELECTORS>;

/**
 * Whether a trail that is logging management writes covers this account and region now: without one, no `AWS API Call via
 * CloudTrail` event reaches EventBridge. A multi-region trail covers every region, another one its home region.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail"; CloudTrail user guide, "CloudTrail concepts".
 */
export async function isCovered(api: EmulatorApi, where: Where): Promise<boolean> {
  // With shadow trails this lists exactly the trails that cover the region.
  const { trailList } = await api.json('cloudtrail', `${TARGET}.DescribeTrails`, {}, where, TRAILS);
  const covering = await Promise.all(
    trailList.map(async ({ TrailARN }) => {
      const [status, selectors] = await Promise.all([
        api.json('cloudtrail', `${TARGET}.GetTrailStatus`, { Name: TrailARN }, where, STATUS),
        api.json('cloudtrail', `${TARGET}.GetEventSelectors`, { TrailName: TrailARN }, where, SELECTORS),
      ]);
      return status.IsLogging && selectsManagementWrites(selectors);
    }),
  );
  return covering.includes(true);
}

/**
 * Whether selectors take in management writes. ExcludeManagementEventSources can only name KMS and RDS Data, which are not ours.
 * Source: CloudTrail user guide, "Logging data events" (a trail without management events gives none to EventBridge);
 * CloudTrail API reference, EventSelector and AdvancedFieldSelector. That a read-only trail gives no write events: by the same rule.
 */
export function selectsManagementWrites({ EventSelectors = [], AdvancedEventSelectors = [] }: Selectors): boolean {
  return (
    EventSelectors.some(
      ({ IncludeManagementEvents = true, ReadWriteType = 'All' }) =>
        IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
    ) ||
    AdvancedEventSelectors.some(({ FieldSelectors }) => {
      const equals = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals;
      return (
        equals('eventCategory')?.includes('Management') === true && (equals('readOnly')?.includes('false') ?? true)
      );
    })
  );
}
