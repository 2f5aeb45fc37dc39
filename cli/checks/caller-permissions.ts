import { DELIVERY_ROLE_PATH, DELIVERY_ROLE_PREFIX } from '../../lambda/core/integration/names.ts';
import { foreign } from '../../lambda/core/model/foreign-text.ts';
import type { SimulatedAction } from '../../lambda/core/model/role.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import type { Caller } from '../caller.ts';
import { policyOf } from '../policies/statements.ts';
import type { AccountFacts, Check } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { type Finding, listed, ok, problem, unknown, warning } from './result.ts';
import { actionsOf, denialsIn } from './simulated-denials.ts';

type Facts = Pick<AccountFacts, 'caller' | 'settings' | 'simulation'>;

/** The policies of the caller allow every call of a repair. */
export const callerPermissions: Check<Facts> = ({ caller, settings, simulation }) => {
  const arn = foreign(caller.arn);
  if (caller.kind === 'root') {
    return [
      warning(
        `The caller is the root user ${arn}. IAM does not simulate it. No policy of the account limits it, but a service control policy can. AWS recommends a role instead.`,
      ),
    ];
  }
  if (caller.kind === 'federated' || caller.kind === 'other') {
    return [unknown(`what the caller ${arn} may do`, { why: 'IAM simulates only users and roles.' })];
  }
  if (!simulation.read) return [unknown(`what the caller ${arn} may do`, simulation)];
  const { byPolicies, byBoundary, unclear } = denialsIn(simulation.value);
  const findings = [
    ...judgePolicies(byPolicies, caller, settings),
    ...(byBoundary.length > 0
      ? [problem(`The permissions boundary of the caller ${arn} denies ${actionsOf(byBoundary)}.`)]
      : []),
    ...(unclear.length > 0 ? [judgeUnclear(unclear, arn)] : []),
  ];
  return findings.length > 0 ? findings : [ok(`The policies of the caller ${arn} allow every call of a repair.`)];
};

function judgePolicies(denied: readonly SimulatedAction[], caller: Caller, settings: Settings): readonly Finding[] {
  const explicit = denied.filter(({ decision }) => decision === 'explicitDeny');
  const implicit = denied.filter((one) => !explicit.includes(one));
  const who = foreign(caller.arn);
  return [
    ...(explicit.length > 0
      ? [problem(`A Deny statement in the policies of the caller ${who} is about ${actionsOf(explicit)}.`)]
      : []),
    ...(implicit.length > 0
      ? [
          problem(
            `The policies of the caller ${who} do not allow ${actionsOf(implicit)}.${isOfPermissionSet(caller) ? ' Change its permission set in IAM Identity Center.' : ''}`,
            ...allowing(implicit, caller, settings),
          ),
        ]
      : []),
  ];
}

function judgeUnclear(unclear: readonly SimulatedAction[], arn: string): Finding {
  const keys = listed([...new Set(unclear.flatMap(({ missingContext }) => missingContext))]);
  const why = `The policies deny ${actionsOf(unclear)} unless the request has ${keys}, which only a real call has.`;
  return unknown(`what the caller ${arn} may do`, { why });
}

/** IAM Identity Center owns these roles, and IAM refuses changes of them. */
function isOfPermissionSet(caller: Caller): boolean {
  return caller.kind === 'session' && caller.roleName.startsWith('AWSReservedSSO_');
}

/** The command that gives the caller the missing permissions, on what trailmend creates only. */
function allowing(denied: readonly SimulatedAction[], caller: Caller, settings: Settings): readonly string[] {
  if (isOfPermissionSet(caller) || (caller.kind !== 'user' && caller.kind !== 'session')) return [];
  const statements = [...Map.groupBy(denied, ({ resource }) => patternOf(resource, settings))].flatMap(
    ([Resource, calls]) => {
      const actions = [...new Set(calls.map(({ action }) => action))];
      const others = actions.filter((action) => action !== PASS_ROLE);
      return [
        ...(others.length > 0 ? [{ Effect: 'Allow', Action: others, Resource }] : []),
        ...(actions.includes(PASS_ROLE) ? [{ ...PASSING, Resource }] : []),
      ];
    },
  );
  const policy = { PolicyName: 'trailmend-fix', PolicyDocument: policyOf(...statements) };
  if (caller.kind === 'user') return [awsCommand('iam put-user-policy', { UserName: caller.name, ...policy })];
  return [awsCommand('iam put-role-policy', { RoleName: caller.roleName, ...policy })];
}

const PASS_ROLE = 'iam:PassRole';
const PASSING = {
  Effect: 'Allow',
  Action: PASS_ROLE,
  Condition: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
};

/** A resource with all others of its kind that trailmend changes. The role of a stack is one. */
function patternOf(resource: string, { logGroupPrefix, deliveryRoleArn }: Settings): string {
  if (resource === deliveryRoleArn) return resource;
  const [arn, partition, service, region, account] = resource.split(':');
  const names: Readonly<Record<string, string>> = {
    cloudtrail: 'trail/*',
    logs: `log-group:${logGroupPrefix}*`,
    iam: `role${DELIVERY_ROLE_PATH}${DELIVERY_ROLE_PREFIX}*`,
  };
  return [arn, partition, service, region, account, names[service ?? ''] ?? '*'].join(':');
}
