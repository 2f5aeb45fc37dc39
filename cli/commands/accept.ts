import { weakenings } from '../../lambda/core/model/finding.ts';
import { sentence } from '../../lambda/core/model/foreign-text.ts';
import { ACCEPT_TAG } from '../../lambda/core/model/posture.ts';
import { UserError } from '../errors.ts';
import { notUnderstood } from '../noted-ledger.ts';
import { setTag } from '../owner-calls.ts';
import { decide, judgeTrail, type OwnerOptions } from '../owner-task.ts';
import type { Terminal } from '../terminal.ts';

/**
 * `trailmend accept TRAIL`: accepts that the settings of a trail are weaker than they were, with
 * the tag that the message of the function names.
 * @returns 0 when the weakening is accepted, or nothing was weakened; 1 when the user declines
 * @throws UserError without a stack, whose ledger has the settings from before, and when that is
 *   unread
 */
export async function runAccept(trail: string, options: OwnerOptions, terminal: Terminal): Promise<number> {
  const owned = await judgeTrail(trail, options, terminal);
  const { record, judged, id } = owned;
  if (!judged.stack) {
    throw new UserError(
      'Only the ledger of a deployed stack knows the settings from before. Use --stack and --stack-region.',
    );
  }
  const memory = await judged.stack.ledger.load(id.arn);
  if (!memory.read) throw new UserError(notUnderstood(id.arn, memory.why));
  const name = sentence(id.name);
  if (record.accept === undefined) {
    terminal.write(`${name} is not weaker than it was: there is nothing to accept.\n`);
    return 0;
  }
  const why = [
    `${name} (${id.region}) is weaker than it was:`,
    ...weakenings(record.remaining).map(({ evidence }) => `  ${sentence(evidence.saw)}`),
    'This call accepts it:',
  ];
  const isMade = await decide([setTag(id, ACCEPT_TAG, record.accept.value)], why, owned, options, terminal);
  if (isMade)
    terminal.write('Accepted. The function says so in a message, and compares with these settings from now on.\n');
  return isMade ? 0 : 1;
}
