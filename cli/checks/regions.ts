import type { AccountFacts, Check } from './account-facts.ts';
import { ok, unknown } from './result.ts';

/** Where the other checks looked. */
export const regions: Check<Pick<AccountFacts, 'account' | 'enabledRegions' | 'regions' | 'trails'>> = (facts) => {
  const { enabledRegions } = facts;
  const names = facts.regions.map(({ region }) => region).join(', ');
  const count = facts.trails.length;
  return [
    ok(`The checks looked at ${count} trail${count === 1 ? '' : 's'} of the account ${facts.account} in ${names}.`),
    ...(enabledRegions.read ? [] : [unknown('the Regions that the account can use', enabledRegions)]),
  ];
};
