import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { doesRoleTrust } from '../iam/role-trust.ts';
import type { Bus } from './rules.ts';
import { TargetError } from './target-error.ts';

const BUS = z.object({ Policy: z.optional(z.string()) });

/** A rule's target that is an event bus. */
export interface BusTarget {
  readonly arn: string;
  readonly roleArn: string | undefined;
  /** The buses that the event has passed, the rule's own bus last. */
  readonly path: readonly Bus[];
}

/**
 * The bus that an event goes on to. The bus has to exist, the target's role has to allow
 * events:PutEvents, and the event must not have crossed accounts or Regions before.
 * Source: EventBridge user guide, "Sending and receiving events between AWS Regions" and "between
 * AWS accounts" (the role; the bus's policy for other accounts), error codes
 * THIRD_ACCOUNT_HOP_DETECTED and THIRD_REGION_HOP_DETECTED. Assumed: that a bus of this account and
 * Region needs no role, and any other one does.
 * @throws TargetError when the event cannot go on
 */
export async function nextBus(api: EmulatorApi, evaluator: Evaluator, target: BusTarget): Promise<Bus> {
  const { arn, roleArn, path } = target;
  const [, , , region = '', account = '', resource = ''] = arn.split(':');
  const next = { account, region, name: resource.replace(/^event-bus\//, '') };
  const hops = [...path, next];
  if (crossings(hops, 'account') > 1) throw new TargetError('THIRD_ACCOUNT_HOP_DETECTED', `Not sent on to ${arn}`);
  if (crossings(hops, 'region') > 1) throw new TargetError('THIRD_REGION_HOP_DETECTED', `Not sent on to ${arn}`);

  const policy = await policyOf(api, next, arn);
  const here = path.at(-1);
  if (roleArn === undefined) {
    if (here?.account === account && here.region === region) return next;
    throw new TargetError('NO_PERMISSIONS', `The target has no role for ${arn}`);
  }
  if (!(await doesRoleTrust(api, evaluator, roleArn, 'events.amazonaws.com', region))) {
    throw new TargetError('FAILED_TO_ASSUME_ROLE', `events.amazonaws.com cannot assume ${roleArn}`);
  }
  const decision = await evaluator.decide({
    principal: { kind: 'role', arn: roleArn, sessionName: 'EventBridge' },
    action: 'events:PutEvents',
    resource: arn,
    resourceAccount: account,
    region,
    ...(policy !== undefined && { resourcePolicy: policy }),
  });
  if (!decision.allowed) throw new TargetError('NO_PERMISSIONS', `${roleArn} may not put events on ${arn}`);
  return next;
}

function crossings(hops: readonly Bus[], what: 'account' | 'region'): number {
  return hops.filter((bus, index) => index > 0 && bus[what] !== hops[index - 1]?.[what]).length;
}

async function policyOf(api: EmulatorApi, bus: Bus, arn: string): Promise<string | undefined> {
  try {
    return (await api.json('events', 'AWSEvents.DescribeEventBus', { Name: bus.name }, bus, BUS)).Policy;
  } catch (error) {
    if (error instanceof EmulatorError && /NotFound/.test(error.code)) {
      throw new TargetError('NO_RESOURCE', `The target does not exist: ${arn}`);
    }
    throw error;
  }
}
