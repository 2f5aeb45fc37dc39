import type { AccountFacts, Check } from './account-facts.ts';
import { listed, ok, unknown } from './result.ts';

/** AWS Control Tower manages the trails with this prefix, and its policies deny changes of them. */
export const CONTROL_TOWER_PREFIX = 'aws-controltower-';

/** Which trails trailmend leaves to AWS Control Tower. */
export const controlTower: Check<Pick<AccountFacts, 'regions'>> = ({ regions }) => {
  const unread = regions.flatMap(({ region, listed: trails }) =>
    trails.read ? [] : [unknown(`the trails of ${region}`, trails)],
  );
  const arns = regions.flatMap(({ listed: trails }) =>
    trails.read
      ? trails.value.filter(({ id }) => id.name.startsWith(CONTROL_TOWER_PREFIX)).map(({ id }) => id.arn)
      : [],
  );
  if (arns.length > 0) {
    const names = listed([...new Set(arns)]);
    return [...unread, ok(`AWS Control Tower manages ${names}. trailmend leaves it alone: update the landing zone.`)];
  }
  return unread.length > 0 ? unread : [ok('No trail of AWS Control Tower is listed.')];
};
