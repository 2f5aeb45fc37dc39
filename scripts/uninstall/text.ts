import { columns } from '../../cli/output/columns.ts';
import { sentence } from '../../lambda/core/model/foreign-text.ts';
import { DEFAULT_PREFIX } from './log-groups.ts';
import type { PlannedResource } from './plan.ts';

/** The plan for people: a table, and the commands for what stays. */
export function uninstallText(account: string, plan: readonly PlannedResource[]): string {
  const rows = plan.map(({ action, resource, why }) => {
    const region = 'region' in resource ? resource.region : '';
    return [action, resource.kind, sentence(resource.name), region, sentence(why)];
  });
  return [
    `Account ${account}`,
    ...columns(rows),
    ...section(
      END_DELIVERY,
      plan.flatMap(({ endDelivery }) => endDelivery),
    ),
    ...section(
      BY_HAND,
      plan.flatMap(({ byHand }) => byHand ?? []),
    ),
    ...(plan.some(isFoundByStack) ? [KEEP] : []),
    '',
  ].join('\n');
}

const END_DELIVERY = `When no stack of trailmend is left, these commands end the delivery of trails to CloudWatch Logs.
Then run this again, to delete the roles that the trails used:`;
const BY_HAND = 'These commands delete evidence, which this program never does. A trail that delivers there stops:';
const KEEP = `Keep these commands: without the stack, this program finds log groups under ${DEFAULT_PREFIX} only.`;

function isFoundByStack({ resource: { kind, name } }: PlannedResource): boolean {
  return kind === 'log group' && !name.startsWith(DEFAULT_PREFIX);
}

function section(title: string, commands: readonly string[]): readonly string[] {
  return commands.length === 0 ? [] : ['', title, ...[...new Set(commands)].map((command) => `  ${command}`)];
}
