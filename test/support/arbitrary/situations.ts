import * as fc from 'fast-check';
import { deliveryRoleName, EXCLUDE_TAG, logGroupNames } from '../../../lambda/core/integration/names.ts';
import type { RepairFacts, TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { Settings } from '../../../lambda/core/model/settings.ts';
import { OPERATIONS } from '../../../lambda/core/model/step.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Trigger } from '../../../lambda/core/model/trigger.ts';
import type { Account, AwsRefusal } from '../aws/account.ts';
import { factsOf, READS, type Read, repairFactsOf } from '../aws/facts-of.ts';
import { copied } from '../copied.ts';
import type { Behaviour, Fault, Interference } from '../in-memory-aws.ts';
import { accountFor } from './accounts.ts';
import { START, settingsFor, trailId, trigger } from './trails.ts';

/** A trail in an account, with the settings and the trigger of a run. */
export interface Situation {
  readonly id: TrailId;
  readonly settings: Settings;
  readonly account: Account;
  readonly trigger: Trigger;
}

export const situation: fc.Arbitrary<Situation> = trailId.chain((id) =>
  settingsFor(id).chain((settings) =>
    fc.record({ id: fc.constant(id), settings: fc.constant(settings), account: accountFor(id, settings), trigger }),
  ),
);

/** A situation in which a repair is possible: the trail exists and is in scope. */
export const repairable: fc.Arbitrary<Situation> = situation.filter(isNotOfControlTower).map(inScope);

function isNotOfControlTower({ id }: Situation): boolean {
  return !id.name.startsWith('aws-controltower-');
}

function inScope({ id, settings, account, trigger: cause }: Situation): Situation {
  const neighbour = account.trails[`${id.arn}-2`];
  const trail = account.trails[id.arn] ?? neighbour;
  if (!trail) throw new Error('A generated account has a neighbour.');
  // An organization trail with a target in another account belongs to a delegated administrator.
  const isOurs = [trail.logGroupArn, trail.roleArn].every((arn) => arn === '' || arn.split(':')[4] === id.account);
  const isOrganizationTrail = settings.organizationTrails && trail.isOrganizationTrail && isOurs;
  const ours = { ...trail, arn: id.arn, homeRegion: id.region, isOrganizationTrail, tags: {} };
  return {
    id,
    settings: { ...settings, account: id.account, excludedTrails: '' },
    account: { ...account, trails: { ...account.trails, [id.arn]: ours } },
    trigger: cause,
  };
}

/** The facts of a situation from both stages of the reader. */
export interface BothFacts {
  readonly facts: TrailFacts;
  readonly repairFacts: RepairFacts;
}

/** The facts of a situation. @param denied the reads that fail */
export function factsIn({ account, id, settings }: Situation, denied: readonly Read[] = []): BothFacts {
  const view = { account, trails: account.trails, unreadable: new Set(denied) };
  const facts = copied(factsOf(view, id, new Date(START).toISOString(), settings));
  return { facts, repairFacts: copied(repairFactsOf(view, facts, settings)) };
}

/** The facts of a situation in which some reads fail. */
export const partlyReadFacts: fc.Arbitrary<Situation & BothFacts> = fc
  .tuple(fc.oneof(situation, repairable), fc.subarray([...READS]))
  .map(([found, denied]) => ({ ...found, ...factsIn(found, denied) }));

/** Errors of every class in the core. */
export const ERRORS: readonly AwsRefusal[] = [
  ['AccessDeniedException', 'User is not authorized'],
  ['AccessDenied', 'not authorized, with an explicit deny in a service control policy'],
  ['ThrottlingException', 'Rate exceeded'],
  ['ConflictException', 'CloudTrail is not ready'],
  ['OperationAbortedException', 'Multiple concurrent requests'],
  ['ConcurrentModificationException', 'Another change is under way'],
  ['EntityAlreadyExistsException', 'It exists already'],
  ['ResourceAlreadyExistsException', 'It exists already'],
  ['ResourceNotFoundException', 'It does not exist'],
  ['NoSuchEntityException', 'It does not exist'],
  ['TrailNotFoundException', 'Unknown trail'],
  ['InsufficientS3BucketPolicyException', 'Incorrect S3 bucket policy is detected for bucket: b'],
  ['InvalidCloudWatchLogsRoleArnException', 'Access denied. Check the trust relationships for your role.'],
  ['InvalidCloudWatchLogsLogGroupArnException', 'CloudTrail cannot validate the specified log group ARN.'],
  ['LimitExceededException', 'Quota exceeded'],
  ['InternalFailure', 'An internal error occurred'],
].map(([code = '', message = '']) => ({ code, message }));

const fault: fc.Arbitrary<Fault> = fc
  .record({
    operation: fc.constantFrom(...OPERATIONS),
    calls: fc.constantFrom([1], [2], [1, 2, 3], undefined),
    error: fc.constantFrom(...ERRORS),
    afterEffect: fc.boolean(),
  })
  .map(({ error, ...rest }) => ({ ...rest, ...error }));

/** Faults of an account during one run. */
export const trouble: fc.Arbitrary<Behaviour> = fc
  .record({
    faults: fc.array(fault, { maxLength: 3 }),
    unreadable: fc.array(
      fc.record({ read: fc.constantFrom(...READS), observations: fc.constantFrom([1], [2], [2, 3], undefined) }),
      { maxLength: 2 },
    ),
    propagationSeconds: fc.constantFrom(0, 8, 600),
    staleSeconds: fc.constantFrom(0, 5, 600),
    chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
  })
  .map(({ chance, ...behaviour }) => ({ ...behaviour, random: () => chance }));

/**
 * Changes by other parties to the trail and to resources with trailmend's names during a run. Reads
 * return them at once.
 */
export function interferenceIn({ id, settings }: Situation): fc.Arbitrary<readonly Interference[]> {
  const names = logGroupNames(id, settings.logGroupPrefix);
  const change = fc.constantFrom<Interference['change'][]>(
    ({ trails }) => void delete trails[id.arn],
    ({ trails }) => void Object.assign(trails[id.arn] ?? {}, { logGroupArn: '', roleArn: '' }),
    ({ trails }) => void Object.assign(trails[id.arn] ?? {}, { isLogging: false }),
    ({ trails }) => void Object.assign(trails[id.arn]?.tags ?? {}, { [EXCLUDE_TAG]: 'true' }),
    ({ groups }) => void Object.assign(groups, { [names[0]]: { class: 'STANDARD', tags: {} } }),
    ({ groups }) => void delete groups[names[0]],
    ({ roles }) => void Object.assign(roles, { [deliveryRoleName(id, 1)]: FOREIGN_ROLE }),
    ({ roles }) => void delete roles[deliveryRoleName(id, 1)],
  );
  const when = fc.oneof(
    fc.record({ beforeCall: fc.constantFrom(...OPERATIONS) }),
    fc.record({ afterSeconds: fc.constantFrom(1, 5, 20) }),
  );
  return fc.array(fc.record({ when, change }), { minLength: 1, maxLength: 3 });
}

const FOREIGN_ROLE = { path: '/', trust: {}, tags: {}, policies: {} };
