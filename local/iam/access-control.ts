import type { EmulatorApi } from '../emulator/api.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { type Authorization, allowingStatements } from './authorizations.ts';
import { asksForTags } from './conditions.ts';
import { denied } from './denial.ts';
import { type Asker, decisionOf, judgementOn, sessionArn } from './evaluator.ts';
import type { Context } from './permissions/permission.ts';
import type { PolicyStore } from './policy-store.ts';
import { type Need, needsOf } from './required-permissions.ts';
import { type Look, look } from './resource-reader.ts';
import type { Sessions } from './sessions.ts';
import type { Judgement } from './simulation.ts';

type RoleAsker = Extract<Asker, { kind: 'role' }>;

/**
 * Refuses every call of a function or of a role's session that the policies do not allow; administrators pass. Each permission
 * that the call needs is decided, its own first. An operation of which no table says what it is asked for is refused.
 * Source: IAM user guide, "Policy evaluation logic"; for actions, resources and keys the tables in permissions/.
 * @param note told of every decision
 */
export function accessControl(
  api: EmulatorApi,
  store: PolicyStore,
  sessions: Sessions,
  note: (authorization: Authorization) => void,
): Behaviour {
  return async (call, next) => {
    const asker = await sessions.askerOf(call.caller);
    if (asker === undefined) return next(call);
    const eyes = look(api, { account: accountIn(asker.arn), region: call.region });
    for (const need of await needsOf(call, accountIn(asker.arn), store, eyes)) {
      const refusal = await decide(store, eyes, call, asker, need, note);
      if (refusal !== undefined) return refusal;
    }
    return next(call);
  };
}

async function decide(
  store: PolicyStore,
  eyes: Look,
  call: Call,
  asker: RoleAsker,
  need: Need,
  note: (authorization: Authorization) => void,
): Promise<Answer | undefined> {
  const { action, resource, keys } = need;
  const context = { ...keys, ...(await tagKeys(store, eyes, asker, need)) };
  const judgement = await judged(store, eyes, call, asker, { ...need, keys: context });
  const decision = decisionOf(judgement, action);
  note({
    time: call.time.toISOString(),
    roleArn: asker.arn,
    sessionName: asker.sessionName,
    operation: `${call.service}:${call.operation}`,
    action,
    resource,
    keys: context,
    allowed: decision.allowed,
    ...(!decision.allowed && { detail: decision.detail }),
    allowedBy: allowingStatements(judgement),
  });
  if (decision.allowed) return undefined;
  return denied(call, { principal: sessionArn(asker), action, resource, detail: decision.detail });
}

async function judged(
  store: PolicyStore,
  eyes: Look,
  call: Call,
  asker: RoleAsker,
  { action, resource, keys, unknown }: Need,
): Promise<Judgement> {
  if (unknown) return { verdict: 'unknown-action' };
  const resourceAccount = isTrail(resource) ? accountIn(asker.arn) : accountIn(resource) || accountIn(asker.arn);
  const resourcePolicy = action === 'sts:AssumeRole' ? await trustOf(store, resource) : await eyes.policyOf(resource);
  return judgementOn(store, {
    asker,
    action,
    resource,
    resourceAccount,
    region: call.region,
    context: { 'aws:ResourceAccount': resourceAccount, ...keys },
    ...(resourcePolicy !== undefined && { resourcePolicy }),
  });
}

/** The tags of the resource as condition keys, where a policy looks at them. */
async function tagKeys(store: PolicyStore, eyes: Look, asker: RoleAsker, need: Need): Promise<Context> {
  const account = accountIn(asker.arn);
  const [role, controls] = await Promise.all([store.role(account, nameIn(asker.arn)), store.controls(account)]);
  const policies = [
    ...(role?.identity ?? []),
    ...(role?.boundary ? [role.boundary] : []),
    ...controls.flatMap((level) => level.policies),
  ];
  if (!need.resource.startsWith('arn:') || !asksForTags(policies, need.action)) return {};
  const stored = /^arn:[^:]*:iam::\d*:role\//.test(need.resource)
    ? ((await store.roleItself(accountIn(need.resource), nameIn(need.resource)))?.tags ?? {})
    : await eyes.tagsOf(need.resource);
  return Object.fromEntries(Object.entries(stored).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** A role that trusts nobody, as one that does not exist, is nobody's to assume. */
async function trustOf(store: PolicyStore, roleArn: string): Promise<string | undefined> {
  const role = await store.roleItself(accountIn(roleArn), nameIn(roleArn));
  return role === undefined ? undefined : JSON.stringify(role.trust.document);
}

/**
 * Members of an organization are shown its trail under the management account's ARN, and their own policies decide.
 * Source: CloudTrail user guide, "Creating a trail for an organization" (members see the trail); assumed: how IAM decides.
 */
function isTrail(arn: string): boolean {
  return /^arn:[^:]*:cloudtrail:[^:]*:\d*:trail\//.test(arn);
}

function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

function nameIn(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
