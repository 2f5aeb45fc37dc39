import { type ConfirmOptions, confirm } from '../../cli/confirm.ts';
import { UserError } from '../../cli/errors.ts';
import { readStacks } from '../../cli/reads/stacks.ts';
import { type AwsOptions, openSession } from '../../cli/session.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { enabledRegions } from '../../lambda/aws/read/enabled-regions.ts';
import { formatAwsError } from '../../lambda/core/model/aws-result.ts';
import type { Account, UnreadRegion } from './account.ts';
import { deletePlanned } from './delete.ts';
import { readInstalled } from './installed.ts';
import { planUninstall } from './plan.ts';
import { checkStacks } from './stacks.ts';
import { uninstallText } from './text.ts';

export interface UninstallOptions extends AwsOptions, ConfirmOptions {}

/**
 * Shows what uninstalling trailmend deletes and what stays, asks, and deletes.
 * @returns 0 when nothing is left to delete; 1 when the user declines, or something stays that was
 *   to be deleted
 * @throws UserError and the SDK's errors, before and while stacks are deleted
 */
export async function uninstall(options: UninstallOptions, terminal: Terminal): Promise<number> {
  const session = await openSession(options);
  terminal.progress('Reading what is installed …');
  const regions = await enabledRegions(session.clients);
  if (!regions.ok) throw new UserError(`${formatAwsError(regions.error)}. Allow the call, or use other credentials.`);
  const account = { clients: session.clients, regions: regions.value, hub: session.region };
  const { stacks, unread } = await findStacks(account);
  checkStacks(stacks, session.region);
  const installed = await readInstalled(account, stacks);
  noteUnread('The stacks', unread, terminal);
  noteUnread('The log groups', installed.unreadGroups, terminal);
  const plan = planUninstall(installed, session.region);
  if (plan.length === 0) {
    throw new UserError(`The account ${session.account} has no stack of trailmend, and nothing that one left.`);
  }
  terminal.write(uninstallText(session.account, plan));
  const { length } = plan.filter(({ action }) => action === 'DELETE');
  if (length === 0) {
    terminal.note('There is nothing to delete.');
    return 0;
  }
  const what = length === 1 ? 'this resource' : `these ${length} resources`;
  if (!(await confirm({ verb: 'delete', what }, options, terminal))) return 1;
  if (!(await deletePlanned(plan, account, terminal))) return 1;
  terminal.write('Done. Trails that delivered to CloudWatch Logs still do; trailmend repairs them no more.\n');
  return 0;
}

/** @throws UserError if those of the hub's Region are unread */
async function findStacks({ regions, hub }: Account) {
  const read = await Promise.all(regions.map(async (region) => ({ region, stacks: await readStacks(region) })));
  const unread = read.flatMap(({ region, stacks }) => (stacks.read ? [] : { region, why: stacks.why }));
  const ofHub = unread.find(({ region }) => region === hub);
  if (ofHub) {
    throw new UserError(`The stacks of ${hub} are unread: ${ofHub.why}. Allow the call, or use other credentials.`);
  }
  return { stacks: read.flatMap(({ stacks }) => (stacks.read ? stacks.value : [])), unread };
}

/** Says which Regions are unread. What is there stays. */
function noteUnread(what: string, unread: readonly UnreadRegion[], terminal: Terminal): void {
  const [first] = unread;
  const regions = unread.map(({ region }) => region).join(', ');
  if (first) terminal.note(`${what} of ${regions} are unread, and stay: ${first.why}`);
}
