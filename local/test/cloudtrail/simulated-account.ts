import { type CloudTrailOptions, cloudTrail } from '../../cloudtrail/cloudtrail.ts';
import type { Where } from '../../emulator/api.ts';
import { type Answer, type Call, chain, type Next } from '../../gate/call.ts';
import { evaluator } from '../../iam/evaluator.ts';
import { jsonObject } from '../../wire/json-object.ts';
import { parseError } from '../../wire/parse-error.ts';
import { ACCOUNT, HOME, ROLE, SERVICE, STREAMS, TRAIL } from './names.ts';
import { type AccountState, type StoredTrail, simulatedApi, trailsIn } from './simulated-api.ts';

export const allow = (...statements: readonly object[]): object => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
});

/**
 * An account with everything that CloudTrail checks, in order. Each test removes or breaks the one
 * thing that it is about.
 */
export class SimulatedAccount implements AccountState {
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
    const { rates, checks } = cloudTrail(simulatedApi(this), evaluator, { ...options, clock });
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
    if (call.operation === 'DescribeTrails')
      return answered({ trailList: trailsIn(this.trails, account, call.region) });
    if (call.operation === 'ListTrails') return answered({ Trails: trailsIn(this.trails, account, call.region) });
    if (!/^Get/.test(call.operation)) return answered(this.answer, this.status);
    const trail = this.trails.get(name);
    if (trail === undefined || trail.TrailARN.split(':')[4] !== account) {
      return answered({ __type: 'TrailNotFoundException', message: `Unknown trail: '${name}'` }, 404);
    }
    return answered({ Trail: trail });
  }
}

function answered(body: object, status = 200): Answer {
  return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
}
