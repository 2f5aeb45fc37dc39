import type { Clock } from '../../../lambda/app/ports.ts';
import type { WholeSweepWorld } from '../../../lambda/app/sweep/sweep.ts';
import type { Fact } from '../../../lambda/core/model/facts.ts';
import type { ListedTrail } from '../../../lambda/core/model/region-scan.ts';
import type { Settings } from '../../../lambda/core/model/settings.ts';
import type { Operation, Step } from '../../../lambda/core/model/step.ts';
import { parseTrailArn, type TrailId } from '../../../lambda/core/model/trail-id.ts';
import { factsOf } from '../aws/facts-of.ts';
import { performIn } from '../aws/perform-in.ts';
import { ID } from '../perfect-trail.ts';
import type { CaseRegion } from './case-regions.ts';

/** What of a sweep's world is AWS. */
export type SweptRegions = Pick<WholeSweepWorld, 'listTrails' | 'glance' | 'observe' | 'performer'> & {
  /** The trails that were glanced at, in order. */
  readonly looks: TrailId[];
  readonly writes: Write[];
};

/** A call that changed something. */
export interface Write {
  readonly region: string;
  readonly operation: Operation;
}

const NOT_ASKED: Fact<never> = { read: false, why: 'a glance does not ask for it' };

/** The regions of a case as AWS shows them and lets them be changed. CloudTrail sees a role at once. */
export function sweptRegions(regions: ReadonlyMap<string, CaseRegion>, settings: Settings, clock: Clock): SweptRegions {
  const looks: TrailId[] = [];
  const writes: Write[] = [];
  const viewOf = (region: string) => {
    const account = regions.get(region)?.account ?? { trails: {}, groups: {}, roles: {} };
    return { account, trails: account.trails, unreadable: new Set<never>() };
  };
  const listed = (region: string): readonly ListedTrail[] =>
    Object.keys(viewOf(region).trails).flatMap((arn) => {
      const id = parseTrailArn(arn);
      const trail = id && factsOf(viewOf(region), id, '', settings).trail;
      return id && trail?.read ? [{ id, trail: trail.value }] : [];
    });
  const observe: SweptRegions['observe'] = async (id, now, change, formerArn) =>
    structuredClone(factsOf(viewOf(id.region), id, now, settings, change, await formerArn));

  return {
    looks,
    writes,
    observe,
    async listTrails(region) {
      const error = regions.get(region)?.error;
      if (error) return { ok: false, error: { operation: 'DescribeTrails', ...error } };
      // A multi-region trail is shown in every region.
      const shown = [...regions.keys()].flatMap((home) =>
        listed(home).filter(({ trail }) => home === region || trail.isMultiRegion),
      );
      return { ok: true, value: shown };
    },
    async glance(_trail, id, now, change) {
      looks.push(id);
      const unasked = { formerGroup: NOT_ASKED, candidateGroups: NOT_ASKED, candidateRoles: NOT_ASKED };
      return { ...(await observe(id, now, change)), ...unasked, organizationId: NOT_ASKED };
    },
    performer: (region) => async (step) => {
      const { account } = viewOf(region);
      const seen = { roles: account.roles, boundaryArn: settings.deliveryRoleBoundaryArn };
      const error = performIn(account, { ...ID, region, ...idOf(step) }, step, seen, clock.now());
      if (error) return { done: false, error: { operation: step.operation, ...error } };
      writes.push({ region, operation: step.operation });
      return { done: true, requestId: `request-${writes.length}` };
    },
  };
}

function idOf({ input }: Step): TrailId | undefined {
  return 'Name' in input ? parseTrailArn(input.Name) : undefined;
}
