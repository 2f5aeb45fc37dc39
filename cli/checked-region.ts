import { enabledRegions } from '../lambda/aws/read/enabled-regions.ts';
import { closestTo } from './closest-to.ts';
import { UserError } from './errors.ts';
import type { Session } from './session.ts';

/** @throws UserError if the account cannot use the Region, and its list is read */
export async function checkedRegion(region: string, { clients }: Pick<Session, 'clients'>): Promise<string> {
  const enabled = await enabledRegions(clients);
  if (!enabled.ok || enabled.value.includes(region)) return region;
  const closest = closestTo(region, enabled.value);
  const hint =
    closest === undefined ? '"aws ec2 describe-regions" lists those that it can.' : `Did you mean ${closest}?`;
  throw new UserError(`The account cannot use the Region ${JSON.stringify(region)}. ${hint}`);
}
