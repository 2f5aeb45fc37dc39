import { cliOptions } from '../commands/aws-cli.ts';
import { logStreamName } from '../integration/delivery-role.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { parseLogGroupArn, parseTrailArn } from '../model/trail-id.ts';

/**
 * What to check when a repair, or its plan, uses a log group that only the ledger names: any
 * principal that may write to the ledger could have chosen it.
 */
export function adviceOnTarget({ plan, applied, trailArn = '' }: OutcomeRecord): readonly string[] {
  const id = parseTrailArn(trailArn);
  const steps = [...plan.steps, ...applied.map(({ step }) => step)];
  const chosen = steps.find(({ fromLedger }) => fromLedger);
  if (!id || chosen?.operation !== 'UpdateTrail') return [];
  const logGroupName = parseLogGroupArn(chosen.input.CloudWatchLogsLogGroupArn)?.name ?? '';
  const options = cliOptions({ logGroupName, logStreamNamePrefix: logStreamName(id) }).join(' ');
  return [
    `Only the ledger names the log group ${logGroupName}: nothing in AWS shows that the trail delivered there before.`,
    `Check that CloudTrail's log stream in it is older than this change: aws logs describe-log-streams ${options} --region ${id.region}`,
    'If it is not, treat it as an attack: another principal wrote to the ledger.',
  ];
}
