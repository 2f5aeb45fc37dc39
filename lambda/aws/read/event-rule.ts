import { DescribeRuleCommand, ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';
import { FORWARDER_STACK_PREFIX, TRAIL_CHANGES_RULE } from '../../core/integration/names.ts';
import { sameDocument } from '../../core/integration/same-document.ts';
import { hasCode } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { EventRuleStatus } from '../../core/model/region-scan.ts';
import { roleNameOf } from '../../core/model/trail-id.ts';
import { forwardedChangePattern, trailChangePattern } from '../../events/event-pattern.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom } from './fact.ts';

/** Events go to the function in the hub Region, and from other Regions to the hub's event bus. */
export interface Hub {
  readonly region: string;
  /** `arn:P:lambda:R:A:function:NAME`, with or without a qualifier. */
  readonly functionArn: string;
  readonly logGroupPrefix: string;
}

export async function readEventRuleStatus(clients: Clients, region: string, hub: Hub): Promise<Fact<EventRuleStatus>> {
  const client = clients.events(region);
  const [rule, targets] = await Promise.all([
    callAws('DescribeRule', () => client.send(new DescribeRuleCommand({ Name: TRAIL_CHANGES_RULE }))),
    callAws('ListTargetsByRule', () => client.send(new ListTargetsByRuleCommand({ Rule: TRAIL_CHANGES_RULE }))),
  ]);
  if ([rule, targets].some((answer) => !answer.ok && hasCode(answer.error, 'ResourceNotFound'))) {
    return { read: true, value: 'missing' };
  }
  const found = factFrom(rule, ({ State, EventPattern = '' }) => State && { State, EventPattern });
  if (!found.read) return found;
  if (found.value.State === 'DISABLED') return { read: true, value: 'disabled' };
  if (!sameDocument(found.value.EventPattern, patternOf(region, hub))) return { read: true, value: 'changed' };
  const target = targetOf(region, hub);
  return factFrom(targets, ({ Targets }) =>
    statusOf(
      Targets?.find(({ Arn }) => Arn === target),
      region !== hub.region,
    ),
  );
}

/** Only the target of a forwarder has a role. */
function statusOf(target: Target | undefined, isForwarder: boolean): EventRuleStatus {
  if (!target) return 'without-target';
  const { Input, InputPath, InputTransformer, RoleArn } = target;
  if ([Input, InputPath, InputTransformer].some((replacement) => replacement !== undefined)) return 'altered-input';
  const isOwnRole = isForwarder
    ? roleNameOf(RoleArn ?? '')?.startsWith(FORWARDER_STACK_PREFIX) === true
    : RoleArn === undefined;
  return isOwnRole ? 'active' : 'other-role';
}

function patternOf(region: string, { region: hub, functionArn, logGroupPrefix }: Hub): string {
  const scope = { account: functionArn.split(':')[4] ?? '', logGroupPrefix };
  return JSON.stringify(region === hub ? trailChangePattern(scope) : forwardedChangePattern(scope, region));
}

function targetOf(region: string, { region: hub, functionArn }: Hub): string {
  const [arn, partition, , , account] = functionArn.split(':');
  if (region === hub) return functionArn.split(':').slice(0, 7).join(':');
  return `${arn}:${partition}:events:${hub}:${account}:event-bus/default`;
}
