import type { Clock, Ports } from '../../../lambda/app/ports.ts';
import { recordingFrom } from '../../../lambda/core/integration/recording.ts';
import { NOT_ASKED } from '../../../lambda/core/model/fact.ts';
import type { ListedTrail } from '../../../lambda/core/model/region-scan.ts';
import type { Settings } from '../../../lambda/core/model/settings.ts';
import type { Operation, Step } from '../../../lambda/core/model/step.ts';
import { parseTrailArn, type TrailId } from '../../../lambda/core/model/trail-id.ts';
import { factsOf, repairFactsOf } from '../aws/facts-of.ts';
import { performIn } from '../aws/perform-in.ts';
import { ID } from '../perfect-trail.ts';
import type { CaseRegion } from './case-regions.ts';

/** The ports of a sweep that call AWS. */
export type SweptRegions = Pick<
  Ports,
  'listTrails' | 'observe' | 'observeForRepair' | 'observeRecording' | 'perform'
> & {
  /** The trails that were checked after they were listed, in order. */
  readonly checks: TrailId[];
  /** The trails of which only the recording was read, in order, with the called Region. */
  readonly recordings: { readonly id: TrailId; readonly region: string }[];
  readonly writes: Write[];
};

/** A call that changed the account. */
export interface Write {
  readonly region: string;
  readonly operation: Operation;
}

/**
 * The Regions of a case as AWS returns and changes them. A new role is visible to CloudTrail at
 * once.
 */
export function sweptRegions(regions: ReadonlyMap<string, CaseRegion>, settings: Settings, clock: Clock): SweptRegions {
  const checks: TrailId[] = [];
  const recordings: { id: TrailId; region: string }[] = [];
  const writes: Write[] = [];
  const viewOf = (region: string) => {
    const account = regions.get(region)?.account ?? { trails: {}, groups: {}, roles: {} };
    return { account, trails: account.trails, unreadable: new Set(regions.get(region)?.unreadable) };
  };
  const listed = (region: string): readonly ListedTrail[] =>
    Object.keys(viewOf(region).trails).flatMap((arn) => {
      const id = parseTrailArn(arn);
      const trail = id && factsOf(viewOf(region), id, '', settings).trail;
      return id && trail?.read ? [{ id, trail: trail.value }] : [];
    });

  return {
    checks,
    recordings,
    writes,
    async observe(id, now, history, trail) {
      if (trail) checks.push(id);
      return structuredClone(factsOf(viewOf(id.region), id, now, settings, history));
    },
    async observeForRepair(facts, acceptedGroupArn) {
      return structuredClone(repairFactsOf(viewOf(facts.id.region), facts, settings, acceptedGroupArn));
    },
    async observeRecording({ id }, region) {
      recordings.push({ id, region });
      // Its own account asks for the selectors, as for a trail of this account.
      const asOwn = { ...settings, account: id.account };
      const denied = new Set(regions.get(region)?.unreadable);
      const { status, eventSelectors } = factsOf({ ...viewOf(id.region), unreadable: denied }, id, '', asOwn);
      if (eventSelectors === NOT_ASKED) throw new Error('The selectors of an own trail are read.');
      return recordingFrom(status, eventSelectors);
    },
    async listTrails(region) {
      const error = regions.get(region)?.error;
      if (error) return { ok: false, error: { operation: 'DescribeTrails', ...error } };
      // DescribeTrails returns a multi-Region trail in every Region.
      const visible = [...regions.keys()].flatMap((home) =>
        listed(home).filter(({ trail }) => home === region || trail.isMultiRegion),
      );
      return { ok: true, value: visible };
    },
    async perform(step, region) {
      const { account } = viewOf(region);
      const seen = { roles: account.roles, boundaryArn: settings.deliveryRoleBoundaryArn };
      const error = performIn(account, { ...ID, region, ...idOf(step) }, step, seen, clock.now());
      if (error) return { ok: false, error: { operation: step.operation, ...error } };
      writes.push({ region, operation: step.operation });
      return { ok: true, value: { requestId: `request-${writes.length}` } };
    },
  };
}

function idOf({ input }: Step): TrailId | undefined {
  return 'Name' in input ? parseTrailArn(input.Name) : undefined;
}
