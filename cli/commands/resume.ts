import { EXCLUDE_TAG } from '../../lambda/core/integration/names.ts';
import { isRead } from '../../lambda/core/model/fact.ts';
import { quoted, sentence } from '../../lambda/core/model/foreign-text.ts';
import { UserError } from '../errors.ts';
import { planText } from '../output/plan.ts';
import { removeTag } from '../owner-calls.ts';
import { decide, judgeTrail, type OwnerOptions } from '../owner-task.ts';
import type { Terminal } from '../terminal.ts';

/**
 * `trailmend resume TRAIL`: takes the exclusion of a trail back, and shows what a repair would do.
 * @returns 0 when the trail is not excluded by its tag; 1 when the user declines
 * @throws UserError when the tags are unread
 */
export async function runResume(trail: string, options: OwnerOptions, terminal: Terminal): Promise<number> {
  const owned = await judgeTrail(trail, options, terminal);
  const { tags } = owned.facts;
  const name = sentence(owned.id.name);
  if (!isRead(tags)) throw new UserError(`AWS did not return the tags of ${name}.`);
  const value = tags.value[EXCLUDE_TAG];
  if (value === undefined) {
    terminal.write(`${name} has no tag ${EXCLUDE_TAG}: it is not excluded by one.\n`);
    return 0;
  }
  const why = [`The tag ${EXCLUDE_TAG} of ${name} (${owned.id.region}) is ${quoted(value)}. This call removes it:`];
  if (!(await decide([removeTag(owned.id, EXCLUDE_TAG)], why, owned, options, terminal))) return 1;
  const { record } = await judgeTrail(owned.id.arn, options, terminal);
  terminal.write(`\n${planText([record])}`);
  return 0;
}
