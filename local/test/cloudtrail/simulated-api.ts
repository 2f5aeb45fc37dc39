import type * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../../emulator/api.ts';
import { HOME } from './names.ts';

export type StoredTrail = Record<string, unknown> & { TrailARN: string };

/** The resources of an account that CloudTrail's checks read. */
export interface AccountState {
  readonly trails: ReadonlyMap<string, StoredTrail>;
  /** Bucket policies, by account and name. */
  readonly buckets: ReadonlyMap<string, object | undefined>;
  /** By name, for buckets outside the trail's home Region. */
  readonly bucketRegions: ReadonlyMap<string, string>;
  readonly groups: ReadonlySet<string>;
  readonly topics: ReadonlyMap<string, object>;
  readonly keys: ReadonlyMap<string, { state: string; policy: object }>;
  readonly role: { arn: string; trust: object | string; policies: Record<string, object> } | undefined;
}

/** The emulator's API over the state of an account. */
export function simulatedApi(state: AccountState): EmulatorApi {
  return {
    json: async <T>(_service: string, target: string, input: object, where: Where, schema: z.ZodMiniType<T>) =>
      schema.parse(jsonAnswer(state, target.split('.').at(-1) ?? '', { ...input }, where)),
    rest: async (_service, _method, path, { account, region }) => {
      const name = path.slice(1).split('?')[0] ?? '';
      const key = `${account} ${name}`;
      if (!state.buckets.has(key)) throw new EmulatorError('NoSuchBucket', 'none', 404);
      const home = state.bucketRegions.get(name) ?? HOME.region;
      if (home !== region) throw new EmulatorError('PermanentRedirect', 'no', 301, { 'x-amz-bucket-region': home });
      const policy = state.buckets.get(key);
      if (policy === undefined) throw new EmulatorError('NoSuchBucketPolicy', 'none', 404);
      return policy;
    },
    query: async (service, form) => (service === 'sns' ? topicAnswer(state, form) : iamAnswer(state, form)),
  };
}

function jsonAnswer(state: AccountState, operation: string, input: Record<string, unknown>, where: Where): unknown {
  const key = state.keys.get(String(input['KeyId']));
  switch (operation) {
    case 'GetTrail': {
      const Trail = state.trails.get(String(input['Name']));
      if (Trail === undefined) throw new EmulatorError('TrailNotFoundException', 'none', 404);
      return { Trail };
    }
    case 'DescribeTrails':
      return { trailList: trailsIn(state.trails, where.account, where.region) };
    case 'DescribeLogGroups':
      return { logGroups: [...state.groups].map((logGroupName) => ({ logGroupName })) };
    case 'DescribeOrganization':
      return { Organization: { Id: 'o-example' } };
    case 'ListRoots':
      return { Roots: [] };
    case 'DescribeKey':
      if (key === undefined) throw new EmulatorError('NotFoundException', 'none', 400);
      return { KeyMetadata: { Arn: input['KeyId'], KeyState: key.state } };
    case 'GetKeyPolicy':
      return { Policy: JSON.stringify(key?.policy) };
    default:
      throw new Error(`${operation} is not simulated`);
  }
}

function topicAnswer(state: AccountState, { TopicArn = '' }: Readonly<Record<string, string>>): string {
  const policy = state.topics.get(TopicArn);
  if (policy === undefined) throw new EmulatorError('NotFound', 'none', 404);
  return `<key>Policy</key><value>${JSON.stringify(policy).replaceAll('"', '&quot;')}</value>`;
}

function iamAnswer(state: AccountState, { Action = '', PolicyName = '' }: Readonly<Record<string, string>>): string {
  const { role } = state;
  if (role === undefined) throw new EmulatorError('NoSuchEntity', 'none', 404);
  const encoded = (value: object | string) =>
    encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));
  switch (Action) {
    case 'GetRole':
      return `<Arn>${role.arn}</Arn><RoleId>AROA</RoleId><AssumeRolePolicyDocument>${encoded(role.trust)}</AssumeRolePolicyDocument>`;
    case 'ListRolePolicies':
      return Object.keys(role.policies)
        .map((name) => `<member>${name}</member>`)
        .join('');
    case 'GetRolePolicy': {
      const policy = role.policies[PolicyName];
      if (policy === undefined) throw new EmulatorError('NoSuchEntity', 'none', 404);
      return `<PolicyDocument>${encoded(policy)}</PolicyDocument>`;
    }
    case 'ListAttachedRolePolicies':
      return '';
    default:
      throw new Error(`${Action} is not simulated`);
  }
}

/** The trails of an account that log in a Region. */
export function trailsIn(
  trails: ReadonlyMap<string, StoredTrail>,
  account: string,
  region: string,
): readonly StoredTrail[] {
  return [...trails.values()].filter(
    ({ TrailARN, IsMultiRegionTrail }) =>
      TrailARN.split(':')[4] === account && (IsMultiRegionTrail === true || TrailARN.split(':')[3] === region),
  );
}
