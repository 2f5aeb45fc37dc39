import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { findChangeableTrail } from './changeable-trail.ts';
import { checkEventSelectors } from './event-selectors.ts';
import type { Organizations } from './organizations.ts';
import { firstRefusal, type Refusal, refusalAnswer } from './refusal.ts';
import type { SettleDelay } from './settle-delay.ts';
import { checkTrailLimit } from './trail-limit.ts';
import { checkTrailName, homeOf } from './trail-name.ts';
import { checkTrailSettings, type SettingsDependencies, TRAIL_PARAMETERS } from './trail-settings.ts';
import { findTrail } from './trails.ts';

/** What the checks of calls that create or change a trail read. */
export interface TrailChangeDependencies extends SettingsDependencies {
  readonly settleDelay: SettleDelay;
  /** How many trails a Region can have. */
  readonly maximumTrails: number;
  readonly accountOf: (call: Call) => Promise<string>;
}

const CHANGES = ['UpdateTrail', 'StartLogging', 'StopLogging', 'DeleteTrail', 'PutEventSelectors'];

/** Whether these checks apply to an operation of CloudTrail. */
export function isTrailChange(operation: string): boolean {
  return operation === 'CreateTrail' || CHANGES.includes(operation);
}

/**
 * CloudTrail's own checks of the calls that create or change a trail: first its name, its existence
 * and its home Region, then whether it accepts changes, then its settings. UpdateTrail checks the
 * settings of the complete trail every time.
 * Source: of each check in its own file; CloudTrail API reference, UpdateTrail (errors);
 * aws-solutions/automated-security-response-on-aws (UpdateTrail fails because of the bucket's
 * policy).
 */
export function trailChanges(dependencies: TrailChangeDependencies): Behaviour {
  return async (call, next) => {
    if (call.service !== 'cloudtrail') return next(call);
    if (call.operation === 'CreateTrail') return createTrail(dependencies, call, () => next(call));
    if (CHANGES.includes(call.operation)) return changeTrail(dependencies, call, () => next(call));
    return next(call);
  };
}

async function createTrail(
  dependencies: TrailChangeDependencies,
  call: Call,
  pass: () => Promise<Answer>,
): Promise<Answer> {
  const requested = TRAIL_PARAMETERS.parse(call.input ?? {});
  const { api, organizations, settleDelay, maximumTrails } = dependencies;
  const [account, name] = [await dependencies.accountOf(call), requested.Name ?? ''];
  const trailArn = `arn:aws:cloudtrail:${call.region}:${account}:trail/${name}`;
  const refusal = await firstRefusal([
    () => checkTrailName(name),
    () => (requested.IsOrganizationTrail === true ? checkManagementAccount(organizations, account) : undefined),
    async () =>
      (await findTrail(api, trailArn)) && {
        code: 'TrailAlreadyExistsException',
        message: `Trail ${name} already exists for customer: ${account}`,
      },
    () => checkTrailLimit(api, homeOf(trailArn), maximumTrails),
    () => checkTrailSettings(dependencies, trailArn, requested),
  ]);
  if (refusal !== undefined) return refusalAnswer(refusal);
  const answer = await pass();
  if (answer.status === 200) settleDelay.start(trailArn);
  return answer;
}

async function changeTrail(
  dependencies: TrailChangeDependencies,
  call: Call,
  pass: () => Promise<Answer>,
): Promise<Answer> {
  const requested = TRAIL_PARAMETERS.parse(call.input ?? {});
  const { api, organizations, settleDelay } = dependencies;
  const where = { account: await dependencies.accountOf(call), region: call.region };
  const found = await findChangeableTrail(api, organizations, requested.TrailName ?? requested.Name ?? '', where);
  if ('refusal' in found) return refusalAnswer(found.refusal);
  const { TrailARN } = found.trail;
  const isUpdate = call.operation === 'UpdateTrail';
  const refusal = await firstRefusal([
    () => settleDelay.refusal(TrailARN),
    () => (call.operation === 'PutEventSelectors' ? checkEventSelectors(call.input ?? {}) : undefined),
    () => (isUpdate ? checkTrailSettings(dependencies, TrailARN, requested, found.trail) : undefined),
  ]);
  if (refusal !== undefined) return refusalAnswer(refusal);
  const answer = await pass();
  if (isUpdate && answer.status === 200) settleDelay.start(TrailARN);
  return answer;
}

/**
 * Source: CloudTrail API reference, NotOrganizationMasterAccountException; its message is assumed.
 */
function checkManagementAccount(organizations: Organizations, account: string): Refusal | undefined {
  if (organizations.managementOf(account) === undefined) return undefined;
  return {
    code: 'NotOrganizationMasterAccountException',
    message: `Account ${account} is not the management account of its organization.`,
  };
}
