import type { EmulatorApi } from '../emulator/api.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { type Authorization, allowingStatements } from './authorizations.ts';
import { usesResourceTags } from './conditions.ts';
import { accessDenied } from './denial.ts';
import { evaluateQuestion, toDecision } from './evaluator.ts';
import type { ConditionKeys } from './permissions/permission.ts';
import type { PolicyStore } from './policy-store.ts';
import { type IdentityPrincipal, nameIn, requestingArn } from './principal.ts';
import { type RequiredPermission, requiredPermissions } from './required-permissions.ts';
import { type ResourceReader, resourceReader } from './resource-reader.ts';
import type { Sessions } from './sessions.ts';
import type { Evaluation } from './simulation.ts';

/** One call of a user or a role's session, with what decisions about it read. */
interface IdentityCall {
  readonly call: Call;
  readonly principal: IdentityPrincipal;
  /** The principal's account. */
  readonly account: string;
  readonly store: PolicyStore;
  readonly reader: ResourceReader;
}

/**
 * Refuses every call of a function, a user or a role's session that the policies do not allow;
 * administrators pass. IAM decides about each permission that the call requires, the operation's
 * own first. An operation that no table in permissions/ lists is refused, unless its action
 * supports only `*`.
 * Source: IAM user guide, "Policy evaluation logic"; for actions, resources and keys the tables in
 * permissions/.
 * @param record called with every decision about a role
 */
export function accessControl(
  api: EmulatorApi,
  store: PolicyStore,
  sessions: Sessions,
  record: (authorization: Authorization) => void,
): Behaviour {
  return async (call, next) => {
    const principal = await sessions.principalOf(call.caller);
    if (principal === undefined) return next(call);
    const account = accountIn(principal.arn);
    const reader = resourceReader(api, { account, region: call.region });
    const identityCall = { call, principal, account, store, reader };
    for (const permission of await requiredPermissions(call, account, store, reader)) {
      const refusal = await authorize(identityCall, permission, record);
      if (refusal !== undefined) return refusal;
    }
    return next(call);
  };
}

/** The answer that refuses the call; undefined when the permission is granted. */
async function authorize(
  identityCall: IdentityCall,
  permission: RequiredPermission,
  record: (authorization: Authorization) => void,
): Promise<Answer | undefined> {
  const { call, principal } = identityCall;
  const { action, resource } = permission;
  const keys = { ...permission.keys, ...(await resourceTagKeys(identityCall, permission)) };
  const evaluation = await evaluatePermission(identityCall, { ...permission, keys });
  const decision = toDecision(evaluation, action);
  if (principal.kind === 'role') {
    record({
      time: call.time.toISOString(),
      roleArn: principal.arn,
      sessionName: principal.sessionName,
      operation: `${call.service}:${call.operation}`,
      action,
      resource,
      keys,
      allowed: decision.allowed,
      ...(!decision.allowed && { detail: decision.detail }),
      allowedBy: allowingStatements(evaluation),
    });
  }
  if (decision.allowed) return undefined;
  return accessDenied(call, { principal: requestingArn(principal), action, resource, detail: decision.detail });
}

async function evaluatePermission(
  { call, principal, account, store, reader }: IdentityCall,
  { action, resource, keys, unknown }: RequiredPermission,
): Promise<Evaluation> {
  if (unknown) return { verdict: 'unknown-action' };
  const resourceAccount = isTrail(resource) ? account : accountIn(resource) || account;
  const resourcePolicy =
    action === 'sts:AssumeRole' ? await trustPolicyOf(store, resource) : await reader.policyOf(resource);
  return evaluateQuestion(store, {
    principal,
    action,
    resource,
    resourceAccount,
    region: call.region,
    context: { 'aws:ResourceAccount': resourceAccount, ...keys },
    ...(resourcePolicy !== undefined && { resourcePolicy }),
  });
}

/** The tags of the resource as condition keys; empty when no policy uses them. */
async function resourceTagKeys(
  { principal, account, store, reader }: IdentityCall,
  { action, resource }: RequiredPermission,
): Promise<ConditionKeys> {
  const [own, controls] = await Promise.all([store.policiesOf(principal), store.controls(account)]);
  const policies = [
    ...(own?.identity ?? []),
    ...(own?.boundary ? [own.boundary] : []),
    ...controls.flatMap((level) => level.policies),
  ];
  if (!resource.startsWith('arn:') || !usesResourceTags(policies, action)) return {};
  const tags = /^arn:[^:]*:iam::\d*:role\//.test(resource)
    ? ((await store.roleWithoutPolicies(accountIn(resource), nameIn(resource)))?.tags ?? {})
    : await reader.tagsOf(resource);
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** The trust policy as JSON; undefined for a role that does not exist, which nobody can assume. */
async function trustPolicyOf(store: PolicyStore, roleArn: string): Promise<string | undefined> {
  const role = await store.roleWithoutPolicies(accountIn(roleArn), nameIn(roleArn));
  return role === undefined ? undefined : JSON.stringify(role.trust.document);
}

/**
 * Member accounts see an organization's trail under the management account's ARN, and their own
 * policies decide about it.
 * Source: CloudTrail user guide, "Creating a trail for an organization" (members see the trail);
 * assumed: how IAM decides.
 */
function isTrail(arn: string): boolean {
  return /^arn:[^:]*:cloudtrail:[^:]*:\d*:trail\//.test(arn);
}

function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}
