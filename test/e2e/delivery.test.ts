import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, emulatorApi } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { Scene } from '../../local/test/support/scene.ts';

const ANY = z.unknown();
const STATUS = z.record(z.string(), z.unknown());
const EVENTS = z.object({ events: z.array(z.object({ message: z.string(), timestamp: z.number() })) });
const STREAMS = z.object({ logStreams: z.array(z.object({ logStreamName: z.string() })) });
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

let aws: LocalAws;
let api: EmulatorApi;

beforeAll(async () => {
  // Longer than any test: deliveries only happen when a test requests them.
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { deliveryDelayMs: 3_600_000 } });
  api = emulatorApi(new URL(aws.endpoint));
});

afterAll(async () => {
  await aws?.stop();
});

let accounts = 300_000_000_000;

/**
 * An account with a log group, a delivery role, a bucket to which CloudTrail can write, and a
 * multi-Region trail that uses them.
 */
class DeliveryAccount {
  readonly here: Scene;
  readonly home: string;
  readonly account: string;
  readonly bucket: string;

  constructor(home = 'eu-west-1') {
    accounts += 1;
    this.home = home;
    this.account = String(accounts);
    this.bucket = `logs-${accounts}`;
    this.here = new Scene(aws, { account: this.account, region: home });
  }

  get trailArn() {
    return `arn:aws:cloudtrail:${this.home}:${this.account}:trail/all`;
  }

  get stream() {
    return `${this.account}_CloudTrail_${this.home}`;
  }

  async prepared(): Promise<this> {
    await this.logs('CreateLogGroup', { logGroupName: 'trail' });
    await this.iam({
      Action: 'CreateRole',
      RoleName: 'delivery',
      AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'sts:AssumeRole' }),
    });
    await this.permit('logs:CreateLogStream', 'logs:PutLogEvents');
    const location = `<LocationConstraint>${this.home}</LocationConstraint>`;
    const body = `<CreateBucketConfiguration>${location}</CreateBucketConfiguration>`;
    await api.rest('s3', 'PUT', `/${this.bucket}`, this.here.where, { body });
    await this.permitBucket();
    await this.cloudTrail('CreateTrail', {
      Name: 'all',
      S3BucketName: this.bucket,
      IsMultiRegionTrail: true,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${this.home}:${this.account}:log-group:trail:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${this.account}:role/delivery`,
    });
    await this.cloudTrail('StartLogging', { Name: 'all' });
    return this;
  }

  permit(...Action: string[]): Promise<unknown> {
    const Resource = `arn:aws:logs:${this.home}:${this.account}:log-group:trail:log-stream:*`;
    const policy = {
      RoleName: 'delivery',
      PolicyName: 'p',
      PolicyDocument: document({ Effect: 'Allow', Action, Resource }),
    };
    return this.iam({ Action: 'PutRolePolicy', ...policy });
  }

  permitBucket(...more: object[]): Promise<unknown> {
    const resource = `arn:aws:s3:::${this.bucket}`;
    const condition = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': this.trailArn } };
    const body = document(
      { Effect: 'Allow', Principal: CLOUDTRAIL, Action: 's3:GetBucketAcl', Resource: resource },
      {
        Effect: 'Allow',
        Principal: CLOUDTRAIL,
        Action: 's3:PutObject',
        Resource: `${resource}/AWSLogs/*`,
        Condition: condition,
      },
      ...more,
    );
    return api.rest('s3', 'PUT', `/${this.bucket}?policy`, this.here.where, { body });
  }

  /** Makes one more call that the trail logs. */
  async change(region = this.home): Promise<void> {
    await this.here.in(region).deleteLogGroup('some');
  }

  async delivered(): Promise<readonly Record<string, unknown>[]> {
    await aws.delivered();
    try {
      const query = { logGroupName: 'trail', logStreamName: this.stream, startFromHead: true };
      const { events } = await api.json('logs', 'Logs_20140328.GetLogEvents', query, this.here.where, EVENTS);
      return events.map(({ message }) => JSON.parse(message));
    } catch (error) {
      if (error instanceof EmulatorError && error.code === 'ResourceNotFoundException') return [];
      throw error;
    }
  }

  status(): Promise<Record<string, unknown>> {
    return this.cloudTrail('GetTrailStatus', { Name: 'all' });
  }

  cloudTrail(operation: string, input: object, region = this.home): Promise<Record<string, unknown>> {
    const where = { account: this.account, region };
    return api.json('cloudtrail', `CloudTrail_20131101.${operation}`, { ...input }, where, STATUS);
  }

  logs(operation: string, input: object): Promise<unknown> {
    return api.json('logs', `Logs_20140328.${operation}`, { ...input }, this.here.where, ANY);
  }

  iam(parameters: Record<string, string>): Promise<string> {
    return api.query('iam', { Version: '2010-05-08', ...parameters }, this.here.where);
  }
}

describe('delivery to CloudWatch Logs', () => {
  test('writes the calls of all Regions to the stream of the account and the home Region', async () => {
    const place = await new DeliveryAccount().prepared();
    await place.change();
    await place.change('us-east-1');
    const records = await place.delivered();
    expect(records.map(({ eventName, awsRegion }) => `${eventName} ${awsRegion}`).toSorted()).toEqual([
      'CreateLogGroup eu-west-1',
      'CreateLogGroup us-east-1',
      'DeleteLogGroup eu-west-1',
      'DeleteLogGroup us-east-1',
    ]);
    const query = { logGroupName: 'trail' };
    const { logStreams } = await api.json('logs', 'Logs_20140328.DescribeLogStreams', query, place.here.where, STREAMS);
    expect(logStreams.map(({ logStreamName }) => logStreamName)).toEqual([`${place.account}_CloudTrail_eu-west-1`]);
  });

  test('is visible in GetTrailStatus by name and by ARN, also in another Region', async () => {
    const place = await new DeliveryAccount().prepared();
    expect(await place.status()).not.toHaveProperty('LatestCloudWatchLogsDeliveryTime');
    const before = Date.now() / 1000;
    await place.change();
    await place.delivered();
    const status = await place.status();
    expect(status).toMatchObject({ IsLogging: true, StartLoggingTime: expect.any(Number) });
    expect(status['LatestCloudWatchLogsDeliveryTime']).toBeGreaterThanOrEqual(before);
    expect(status).not.toHaveProperty('LatestCloudWatchLogsDeliveryError');
    const shadow = await place.cloudTrail('GetTrailStatus', { Name: place.trailArn }, 'us-east-1');
    expect(shadow).toMatchObject({ LatestCloudWatchLogsDeliveryTime: status['LatestCloudWatchLogsDeliveryTime'] });
  });

  test('fails without permission, reports the error, and reports none after it works again', async () => {
    const place = await new DeliveryAccount().prepared();
    await place.permit('logs:CreateLogStream');
    expect(await place.delivered()).toEqual([]);
    expect(await place.status()).toMatchObject({
      LatestCloudWatchLogsDeliveryError: 'Access denied. Verify in IAM that the role has adequate permissions.',
    });
    await place.permit('logs:CreateLogStream', 'logs:PutLogEvents');
    const names = (await place.delivered()).map(({ eventName }) => eventName);
    expect(names).toEqual(['PutRolePolicy']);
    expect(await place.status()).not.toHaveProperty('LatestCloudWatchLogsDeliveryError');
  });

  test('fails with a role that does not trust CloudTrail or does not exist', async () => {
    const place = await new DeliveryAccount().prepared();
    const denied = {
      LatestCloudWatchLogsDeliveryError: 'Access denied. Verify in IAM that the role has adequate trust relationships.',
    };
    const trust = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
    await place.iam({ Action: 'UpdateAssumeRolePolicy', RoleName: 'delivery', PolicyDocument: trust });
    expect(await place.delivered()).toEqual([]);
    expect(await place.status()).toMatchObject(denied);
    await place.iam({ Action: 'DeleteRolePolicy', RoleName: 'delivery', PolicyName: 'p' });
    await place.iam({ Action: 'DeleteRole', RoleName: 'delivery' });
    expect(await place.delivered()).toEqual([]);
    expect(await place.status()).toMatchObject(denied);
  });

  test('fails without the log group, and keeps the time of the last success', async () => {
    const place = await new DeliveryAccount().prepared();
    await place.change();
    await place.delivered();
    const { LatestCloudWatchLogsDeliveryTime } = await place.status();
    await place.logs('DeleteLogGroup', { logGroupName: 'trail' });
    expect(await place.delivered()).toEqual([]);
    expect(await place.status()).toMatchObject({
      LatestCloudWatchLogsDeliveryTime,
      LatestCloudWatchLogsDeliveryError: 'The specified log group does not exist.',
    });
  });

  test('ends with StopLogging, whose record is the last one', async () => {
    const place = await new DeliveryAccount().prepared();
    await place.cloudTrail('StopLogging', { Name: 'all' });
    await place.change();
    expect((await place.delivered()).map(({ eventName }) => eventName)).toEqual(['StopLogging']);
    expect(await place.status()).toMatchObject({ IsLogging: false, StopLoggingTime: expect.any(Number) });
  });

  test('starts without deliveries for a new trail with the name of a deleted one', async () => {
    const place = await new DeliveryAccount().prepared();
    await place.change();
    await place.delivered();
    await place.cloudTrail('DeleteTrail', { Name: 'all' });
    await place.cloudTrail('CreateTrail', { Name: 'all', S3BucketName: place.bucket });
    expect(await place.status()).not.toHaveProperty('LatestCloudWatchLogsDeliveryTime');
  });
});

test('an organization trail writes the calls of a member account to a stream of the organization', async () => {
  const place = await new DeliveryAccount().prepared();
  const organizations = (operation: string, input: object) =>
    api.json('organizations', `AWSOrganizationsV20161128.${operation}`, { ...input }, place.here.where, z.any());
  const created = await organizations('CreateAccount', { AccountName: 'member', Email: 'member@example.com' });
  const member = created.CreateAccountStatus.AccountId;
  const { Organization } = await organizations('DescribeOrganization', {});
  const stream = `${Organization.Id}_${member}_CloudTrail_${place.home}`;
  await place.permit('logs:*');
  await place.cloudTrail('UpdateTrail', { Name: 'all', IsOrganizationTrail: true });
  await aws.delivered();

  await new Scene(aws, { account: member, region: 'us-east-1' }).deleteLogGroup('some');
  await aws.delivered();
  const query = { logGroupName: 'trail', logStreamName: stream, startFromHead: true };
  const { events } = await api.json('logs', 'Logs_20140328.GetLogEvents', query, place.here.where, EVENTS);
  const names = events.map(({ message }) => JSON.parse(message).eventName);
  expect(names.toSorted()).toEqual(['CreateLogGroup', 'DeleteLogGroup']);

  const where = { account: member, region: place.home };
  const status = await api.json(
    'cloudtrail',
    'CloudTrail_20131101.GetTrailStatus',
    { Name: place.trailArn },
    where,
    STATUS,
  );
  expect(status).toMatchObject({ LatestCloudWatchLogsDeliveryTime: expect.any(Number) });
});

describe('delivery to the bucket', () => {
  test('writes a log file with the records, and is visible in GetTrailStatus', async () => {
    const place = await new DeliveryAccount().prepared();
    await place.change();
    await place.delivered();
    expect(await place.status()).toMatchObject({ LatestDeliveryTime: expect.any(Number) });
    const list = await fetch(new URL(`/${place.bucket}?list-type=2`, aws.endpoint), { headers: signed(place) });
    const [, key = ''] = /<Key>([^<]*)<\/Key>/.exec(await list.text()) ?? [];
    expect(key).toMatch(
      new RegExp(
        `^AWSLogs/${place.account}/CloudTrail/eu-west-1/\\d{4}/\\d\\d/\\d\\d/${place.account}_CloudTrail_eu-west-1_\\d{8}T\\d{4}Z_\\w{16}\\.json\\.gz$`,
      ),
    );
    const file = await fetch(new URL(`/${place.bucket}/${key}`, aws.endpoint), { headers: signed(place) });
    const bytes = Buffer.from(await file.arrayBuffer());
    const text = file.headers.get('content-encoding') === 'gzip' && bytes[0] !== 0x1f ? bytes : gunzipSync(bytes);
    const names = JSON.parse(text.toString('utf8')).Records.map(({ eventName }: { eventName: string }) => eventName);
    expect(names.toSorted()).toEqual(['CreateLogGroup', 'DeleteLogGroup']);
  });

  test('fails when the bucket policy denies it, and the log group still receives the records', async () => {
    const place = await new DeliveryAccount().prepared();
    const Resource = `arn:aws:s3:::${place.bucket}/*`;
    await place.permitBucket({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource });
    expect((await place.delivered()).map(({ eventName }) => eventName)).toEqual(['PutBucketPolicy']);
    const status = await place.status();
    expect(status).toMatchObject({ LatestDeliveryError: 'AccessDenied' });
    expect(status).not.toHaveProperty('LatestDeliveryTime');
  });
});

function signed({ account, home }: DeliveryAccount): Record<string, string> {
  const scope = `${account}/20260101/${home}/s3/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unverified` };
}
