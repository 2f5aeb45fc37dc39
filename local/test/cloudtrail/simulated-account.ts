import type * as z from 'zod/mini';
import { type CloudTrailOptions, cloudTrail } from '../../cloudtrail/cloudtrail.ts';
import { type EmulatorApi, EmulatorError, type Where } from '../../emulator/api.ts';
import { type Answer, type Call, chain, type Next } from '../../gate/call.ts';
import { evaluator } from '../../iam/evaluator.ts';
import { jsonObject } from '../../wire/json-object.ts';
import { parseError } from '../../wire/parse-error.ts';

export const ACCOUNT = '111122223333';
export const HOME: Where = { account: ACCOUNT, region: 'eu-west-1' };
export const TRAIL = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/audit`;
export const GROUP = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/audit`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/some/path/delivery`;
export const STREAMS = `${GROUP}:log-stream:${ACCOUNT}_CloudTrail_eu-west-1*`;
export const SERVICE = { Service: 'cloudtrail.amazonaws.com' };
export const BOTH = { CloudWatchLogsLogGroupArn: `${GROUP}:*`, CloudWatchLogsRoleArn: ROLE };

export const allow = (...statements: readonly object[]): object => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
});

type StoredTrail = Record<string, unknown> & { TrailARN: string };

/**
 * An account with everything that CloudTrail checks, in order. Each test removes or breaks the one
 * thing that it is about.
 */
export class SimulatedAccount {
  /** Milliseconds. */
  now = 0;
  random = 0;
  readonly trails = new Map<string, StoredTrail>();
  /** By account and name. */
  readonly buckets = new Map<string, object | undefined>([
    [
      `${ACCOUNT} logs`,
      allow(
        { Principal: SERVICE, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::logs' },
        {
          Principal: SERVICE,
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::logs/AWSLogs/*',
          Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
      ),
    ],
  ]);
  /** By name, for buckets outside the trail's home Region. */
  readonly bucketRegions = new Map<string, string>();
  readonly groups = new Set(['/audit']);
  readonly topics = new Map<string, object>();
  readonly keys = new Map<string, { state: string; policy: object }>();
  role: { arn: string; trust: object | string; policies: Record<string, object> } | undefined = {
    arn: ROLE,
    trust: allow({ Principal: SERVICE, Action: 'sts:AssumeRole' }),
    policies: { deliver: allow({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: STREAMS }) },
  };
  /** The emulator's answer to changes of trails. */
  answer: object = {};
  status = 200;
  /** The calls that reached the emulator. */
  readonly passed: Call[] = [];
  readonly #gate: Next;

  constructor(options: CloudTrailOptions = {}) {
    const clock = { now: () => this.now, random: () => this.random };
    const { rates, checks } = cloudTrail(this.#api(), evaluator, { ...options, clock });
    this.#gate = chain([...rates, ...checks], (call) => this.#emulator(call));
    this.trail();
  }

  /** Adds a trail; by default `audit`, in the home Region and with the bucket `logs`. */
  trail(values: Record<string, unknown> = {}): void {
    const arn = String(values['TrailARN'] ?? TRAIL);
    const [, , , HomeRegion = ''] = arn.split(':');
    const Name = arn.slice(arn.lastIndexOf('/') + 1);
    this.trails.set(arn, { TrailARN: arn, Name, HomeRegion, S3BucketName: 'logs', ...values });
  }

  /** Sends a CloudTrail call; returns its error as `CODE: message`, or its answer. */
  async call(operation: string, input: object, where: Where = HOME): Promise<unknown> {
    const answer = await this.send('cloudtrail', operation, input, where);
    const error = parseError({ ...answer, body: answer.body.toString('utf8') });
    return error === undefined ? jsonObject(answer.body.toString('utf8')) : `${error.code}: ${error.message}`;
  }

  /** Sends any call through the gate. */
  send(service: string, operation: string, input: object, { account, region }: Where = HOME): Promise<Answer> {
    return this.#gate({
      time: new Date(0),
      method: 'POST',
      url: service === 's3' ? `/${String(Object.values(input)[0])}` : '/',
      headers: { authorization: `Credential=${account}/x/${region}/${service}/aws4_request` },
      body: Buffer.from(JSON.stringify(input)),
      service,
      operation,
      region,
      caller: { kind: 'administrator', accessKeyId: account },
      input: { ...input },
    });
  }

  async #emulator(call: Call): Promise<Answer> {
    this.passed.push(call);
    const account = call.caller.accessKeyId;
    const name = String(call.input?.['Name'] ?? call.input?.['TrailName']);
    if (call.operation === 'CreateAccount') return answered({ CreateAccountStatus: { AccountId: '444455556666' } });
    if (call.operation === 'DescribeTrails') return answered({ trailList: this.#listed(account, call.region) });
    if (call.operation === 'ListTrails') return answered({ Trails: this.#listed(account, call.region) });
    if (!/^Get/.test(call.operation)) return answered(this.answer, this.status);
    const trail = this.trails.get(name);
    if (trail === undefined || trail.TrailARN.split(':')[4] !== account) {
      return answered({ __type: 'TrailNotFoundException', message: `Unknown trail: '${name}'` }, 404);
    }
    return answered({ Trail: trail });
  }

  #listed(account: string, region: string): readonly StoredTrail[] {
    return [...this.trails.values()].filter(
      ({ TrailARN, IsMultiRegionTrail }) =>
        TrailARN.split(':')[4] === account && (IsMultiRegionTrail === true || TrailARN.split(':')[3] === region),
    );
  }

  #api(): EmulatorApi {
    return {
      json: async <T>(_service: string, target: string, input: object, where: Where, schema: z.ZodMiniType<T>) =>
        schema.parse(this.#json(target.split('.').at(-1) ?? '', { ...input }, where)),
      rest: async (_service, _method, path, { account, region }) => {
        const name = path.slice(1).split('?')[0] ?? '';
        const key = `${account} ${name}`;
        if (!this.buckets.has(key)) throw new EmulatorError('NoSuchBucket', 'none', 404);
        const home = this.bucketRegions.get(name) ?? HOME.region;
        if (home !== region) throw new EmulatorError('PermanentRedirect', 'no', 301, { 'x-amz-bucket-region': home });
        const policy = this.buckets.get(key);
        if (policy === undefined) throw new EmulatorError('NoSuchBucketPolicy', 'none', 404);
        return policy;
      },
      query: async (service, form) => (service === 'sns' ? this.#topic(form) : this.#iam(form)),
    };
  }

  #json(operation: string, input: Record<string, unknown>, where: Where): unknown {
    const key = this.keys.get(String(input['KeyId']));
    switch (operation) {
      case 'GetTrail': {
        const Trail = this.trails.get(String(input['Name']));
        if (Trail === undefined) throw new EmulatorError('TrailNotFoundException', 'none', 404);
        return { Trail };
      }
      case 'DescribeTrails':
        return { trailList: this.#listed(where.account, where.region) };
      case 'DescribeLogGroups':
        return { logGroups: [...this.groups].map((logGroupName) => ({ logGroupName })) };
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

  #topic({ TopicArn = '' }: Readonly<Record<string, string>>): string {
    const policy = this.topics.get(TopicArn);
    if (policy === undefined) throw new EmulatorError('NotFound', 'none', 404);
    return `<key>Policy</key><value>${JSON.stringify(policy).replaceAll('"', '&quot;')}</value>`;
  }

  #iam({ Action = '', PolicyName = '' }: Readonly<Record<string, string>>): string {
    const { role } = this;
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
}

function answered(body: object, status = 200): Answer {
  return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
}
