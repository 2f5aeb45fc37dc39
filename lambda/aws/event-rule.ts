import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { Fact } from '../core/facts.ts';
import { TRAIL_CHANGES_RULE } from '../core/names.ts';
import type { Listening } from '../core/seen-region.ts';
import type { Clients } from './clients.ts';
import { answerOf, hasCode } from './errors.ts';
import { factFrom } from './fact-from.ts';

/** Where events go: to the function in the hub, and from other regions to the hub's bus. */
export interface Hub {
  readonly region: string;
  /** `arn:P:lambda:R:A:function:NAME`, with or without a qualifier behind it. */
  readonly functionArn: string;
}

/** Whether the rule that hears of changes is there, is enabled, and hands them on. */
export async function listening(clients: Clients, region: string, hub: Hub): Promise<Fact<Listening>> {
  const client = clients.events(region);
  const [rule, targets] = await Promise.all([
    answerOf('DescribeRule', () => client.send(new DescribeRuleCommand({ Name: TRAIL_CHANGES_RULE }))),
    answerOf('ListTargetsByRule', () => client.send(new ListTargetsByRuleCommand({ Rule: TRAIL_CHANGES_RULE }))),
  ]);
  if ([rule, targets].some((answer) => !answer.ok && hasCode(answer.error, 'ResourceNotFound'))) {
    return { read: true, value: 'rule-missing' };
  }
  const state = factFrom(rule, ({ State }) => State);
  if (!state.read) return state;
  if (state.value === 'DISABLED') return { read: true, value: 'rule-disabled' };
  const target = targetOf(region, hub);
  return factFrom(targets, ({ Targets }) =>
    (Targets ?? []).some(({ Arn }) => Arn === target) ? 'yes' : 'rule-without-target',
  );
}

function targetOf(region: string, { region: hub, functionArn }: Hub): string {
  const [arn, partition, , , account] = functionArn.split(':');
  if (region === hub) return functionArn.split(':').slice(0, 7).join(':');
  return `${arn}:${partition}:events:${hub}:${account}:event-bus/default`;
}
