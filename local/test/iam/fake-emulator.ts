import type * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError } from '../../emulator/api.ts';

/** One role and one organization in a fake emulator. */
export interface FakeState {
  readonly trust?: object;
  readonly inline?: Readonly<Record<string, object | string>>;
  /** Managed policies of the role, by ARN. */
  readonly attached?: Readonly<Record<string, object>>;
  readonly boundary?: object;
  readonly tags?: Readonly<Record<string, string>>;
  /** Attached to the account; FullAWSAccess is always attached to it and to the root. */
  readonly controls?: readonly object[];
  /** The user, whose groups have the policies of the role. */
  readonly user?: { readonly inline: Readonly<Record<string, object>>; readonly boundary?: object };
  /** States of CloudFormation's stacks. */
  readonly stacks?: readonly string[];
}

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/some/path/worker`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/team/sam`;
export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/limit`;
const FULL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/**
 * An emulator that answers requests to IAM, Organizations and CloudFormation from its current
 * state, and records them.
 */
export function fakeEmulator(state: () => FakeState): EmulatorApi & { readonly requests: string[] } {
  const requests: string[] = [];
  return {
    requests,
    query: async (_service, form) => {
      requests.push(form['Action'] ?? '');
      return xml(state(), form);
    },
    json: async <T>(_service: string, target: string, input: object, _where: unknown, schema: z.ZodMiniType<T>) => {
      requests.push(target);
      return schema.parse(organizations(state(), target.split('.')[1] ?? '', { ...input }));
    },
    rest: () => Promise.reject(new Error('not expected')),
  };
}

function xml(state: FakeState, form: Readonly<Record<string, string>>): string {
  const policies: Readonly<Record<string, object>> = {
    ...state.attached,
    ...((state.boundary ?? state.user?.boundary) && { [BOUNDARY]: state.boundary ?? state.user?.boundary ?? {} }),
  };
  if (form['RoleName'] !== undefined && form['RoleName'] !== 'worker') throw none();
  if (form['UserName'] !== undefined) return userXml(state, form);
  switch (form['Action']) {
    case 'GetRole':
      return (
        `<Arn>${ROLE}</Arn><RoleId>AROAWORKER</RoleId>` +
        `<AssumeRolePolicyDocument>${encoded(state.trust ?? {})}</AssumeRolePolicyDocument>` +
        (state.boundary ? `<PermissionsBoundaryArn>${BOUNDARY}</PermissionsBoundaryArn>` : '') +
        Object.entries(state.tags ?? {})
          .map(([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`)
          .join('')
      );
    case 'ListGroupPolicies':
    case 'ListRolePolicies':
      return Object.keys(state.inline ?? {})
        .map((name) => `<member>${name}</member>`)
        .join('');
    case 'ListAttachedGroupPolicies':
    case 'ListAttachedRolePolicies':
      return Object.keys(state.attached ?? {})
        .map((arn) => `<member><PolicyArn>${arn}</PolicyArn></member>`)
        .join('');
    case 'GetGroupPolicy':
    case 'GetRolePolicy':
      return `<PolicyDocument>${encoded(state.inline?.[form['PolicyName'] ?? ''] ?? {})}</PolicyDocument>`;
    case 'GetPolicy':
      if (policies[form['PolicyArn'] ?? ''] === undefined) throw none();
      return '<DefaultVersionId>v1</DefaultVersionId>';
    case 'GetPolicyVersion':
      return `<Document>${encoded(policies[form['PolicyArn'] ?? ''] ?? {})}</Document>`;
    case 'DescribeStacks':
      return (state.stacks ?? []).map((state) => `<StackStatus>${state}</StackStatus>`).join('');
    default:
      throw new Error(`${form['Action']} is not simulated`);
  }
}

/** The group of the user has the inline policies of the role. */
function userXml({ user, inline }: FakeState, form: Readonly<Record<string, string>>): string {
  if (user === undefined) throw none();
  switch (form['Action']) {
    case 'GetUser':
      return (
        `<Arn>${USER}</Arn><UserId>AIDASAM</UserId>` +
        (user.boundary ? `<PermissionsBoundaryArn>${BOUNDARY}</PermissionsBoundaryArn>` : '')
      );
    case 'ListUserPolicies':
      return Object.keys(user.inline)
        .map((name) => `<member>${name}</member>`)
        .join('');
    case 'GetUserPolicy':
      return `<PolicyDocument>${encoded(user.inline[form['PolicyName'] ?? ''] ?? {})}</PolicyDocument>`;
    case 'ListAttachedUserPolicies':
      return '';
    case 'ListGroupsForUser':
      return inline === undefined ? '' : '<member><GroupName>crew</GroupName></member>';
    default:
      throw new Error(`${form['Action']} is not simulated`);
  }
}

function organizations(state: FakeState, operation: string, input: Readonly<Record<string, unknown>>): unknown {
  const controls = state.controls ?? [];
  switch (operation) {
    case 'ListRoots':
      return { Roots: [{ PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] };
    case 'ListParents':
      if (input['ChildId'] !== ACCOUNT) throw new EmulatorError('ChildNotFoundException', 'not here', 400);
      return { Parents: [{ Id: 'r-root', Type: 'ROOT' }] };
    case 'ListPoliciesForTarget':
      return {
        Policies: [
          { Id: 'full', Name: 'FullAWSAccess' },
          ...(input['TargetId'] === ACCOUNT ? controls.map((_, index) => ({ Id: String(index), Name: 'own' })) : []),
        ],
      };
    case 'DescribePolicy':
      return { Policy: { Content: JSON.stringify(controls[Number(input['PolicyId'])] ?? FULL) } };
    default:
      throw new Error(`${operation} is not simulated`);
  }
}

function encoded(document: object | string): string {
  return encodeURIComponent(typeof document === 'string' ? document : JSON.stringify(document));
}

function none(): EmulatorError {
  return new EmulatorError('NoSuchEntity', 'not found', 404);
}
