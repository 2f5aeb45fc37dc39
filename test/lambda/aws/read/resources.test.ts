import {
  CloudTrailClient,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  TrailNotFoundException,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, NoSuchEntityException, type Role } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import {
  readLogGroups,
  readLogGroupTags,
  readRole,
  readRolePolicy,
  readTrail,
  readTrailStatus,
  readTrailTags,
} from '../../../../lambda/aws/read/resources.ts';
import { TRUST_DOCUMENT } from '../../../../lambda/core/integration/delivery-role.ts';
import { ID, PERFECT_TRAIL, read } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const FUNCTION_REGION = 'eu-west-1';
const cloudTrail = mocked(CloudTrailClient);
const logs = mocked(CloudWatchLogsClient);
const iam = mocked(IAMClient);
const clients = clientsFor(FUNCTION_REGION);
const left = { read: false, why: 'AWS did not return it' };

beforeEach(() => {
  for (const mock of [cloudTrail, logs, iam]) mock.reset();
});

function deny(mock: { onAnyCommand: () => { rejects: (error: Error) => unknown } }): void {
  mock.onAnyCommand().rejects(Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' }));
}

/** The inputs that were sent, each with the region that it went to. */
async function sent(mock: typeof cloudTrail | typeof logs | typeof iam): Promise<readonly unknown[]> {
  return Promise.all(mock.calls().map(async ({ args, thisValue }) => [await thisValue.config.region(), args[0].input]));
}

describe('readTrail', () => {
  test('asks by ARN in the home region', async () => {
    cloudTrail.on(GetTrailCommand).resolves({
      Trail: {
        HomeRegion: 'us-west-2',
        IsOrganizationTrail: true,
        CloudWatchLogsLogGroupArn: PERFECT_TRAIL.logGroupArn,
        CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn,
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
        KmsKeyId: PERFECT_TRAIL.kmsKeyId,
        SnsTopicARN: 'arn:aws:sns:us-east-1:111122223333:trails',
        S3BucketName: PERFECT_TRAIL.s3Bucket,
        S3KeyPrefix: 'logs',
        HasCustomEventSelectors: false,
      },
    });
    expect(await readTrail(clients, ID)).toEqual(
      read({
        ...PERFECT_TRAIL,
        homeRegion: 'us-west-2',
        isOrganizationTrail: true,
        snsTopicArn: 'arn:aws:sns:us-east-1:111122223333:trails',
        s3Prefix: 'logs',
      }),
    );
    expect(await sent(cloudTrail)).toEqual([[ID.region, { Name: ID.arn }]]);
  });

  test('takes what AWS omits for not set, and event selectors for ones that have to be asked for', async () => {
    cloudTrail.on(GetTrailCommand).resolves({ Trail: {} });
    expect(await readTrail(clients, ID)).toEqual(
      read({
        homeRegion: ID.region,
        isOrganizationTrail: false,
        logGroupArn: '',
        roleArn: '',
        isMultiRegion: false,
        includesGlobalEvents: false,
        logFileValidation: false,
        kmsKeyId: '',
        snsTopicArn: '',
        s3Bucket: '',
        s3Prefix: '',
        hasCustomEventSelectors: true,
      }),
    );
  });

  test.each([[true], [false], [undefined]])('takes recursive logging as AWS reports it: %s', async (reported) => {
    const RecursiveLogging = reported === undefined ? {} : { RecursiveLogging: reported };
    cloudTrail.on(GetTrailCommand).resolves({ Trail: RecursiveLogging });
    const trail = await readTrail(clients, ID);
    expect(trail !== 'gone' && trail.read && trail.value.recursiveLogging).toBe(reported);
  });

  test('an answer without a trail is unread, not a trail without a log group', async () => {
    cloudTrail.on(GetTrailCommand).resolves({});
    expect(await readTrail(clients, ID)).toEqual(left);
  });

  test('a trail that AWS does not know is gone', async () => {
    cloudTrail.on(GetTrailCommand).rejects(new TrailNotFoundException({ message: 'Unknown trail', $metadata: {} }));
    expect(await readTrail(clients, ID)).toBe('gone');
  });

  test('any other error leaves it unread', async () => {
    deny(cloudTrail);
    expect(await readTrail(clients, ID)).toEqual({
      read: false,
      why: 'GetTrail returned AccessDeniedException: "not allowed"',
    });
  });
});

describe('readTrailStatus', () => {
  test.each([true, false])('tells whether the trail is logging: %s', async (isLogging) => {
    cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: isLogging });
    expect(await readTrailStatus(clients, ID)).toEqual(read({ isLogging }));
    expect(await sent(cloudTrail)).toEqual([[ID.region, { Name: ID.arn }]]);
  });

  test('tells both clocks, both errors and when logging began and ended', async () => {
    cloudTrail.on(GetTrailStatusCommand).resolves({
      IsLogging: true,
      LatestCloudWatchLogsDeliveryTime: new Date('2026-11-20T08:57:00Z'),
      LatestCloudWatchLogsDeliveryError: 'Access denied',
      LatestDeliveryTime: new Date('2026-11-20T08:58:00Z'),
      LatestDeliveryError: 'NoSuchBucket',
      StartLoggingTime: new Date('2026-11-01T00:00:00Z'),
      StopLoggingTime: new Date('2026-10-31T00:00:00Z'),
    });
    expect(await readTrailStatus(clients, ID)).toEqual(
      read({
        isLogging: true,
        latestLogsDelivery: '2026-11-20T08:57:00.000Z',
        logsDeliveryError: 'Access denied',
        latestDelivery: '2026-11-20T08:58:00.000Z',
        deliveryError: 'NoSuchBucket',
        startedLogging: '2026-11-01T00:00:00.000Z',
        stoppedLogging: '2026-10-31T00:00:00.000Z',
      }),
    );
  });

  test('an empty error counts as missing, and so does an invalid time', async () => {
    cloudTrail.on(GetTrailStatusCommand).resolves({
      IsLogging: true,
      LatestCloudWatchLogsDeliveryError: '',
      LatestDeliveryTime: new Date('no time'),
    });
    expect(await readTrailStatus(clients, ID)).toEqual(read({ isLogging: true }));
  });

  test('is unread when AWS does not say', async () => {
    cloudTrail.on(GetTrailStatusCommand).resolves({});
    expect(await readTrailStatus(clients, ID)).toEqual(left);
  });

  test('is unread when AWS refuses', async () => {
    deny(cloudTrail);
    expect(await readTrailStatus(clients, ID)).toMatchObject({
      read: false,
      why: expect.stringMatching(/^GetTrailStatus /),
    });
  });
});

describe('readTrailTags', () => {
  test('gives the tags by key; a tag without a value has an empty one', async () => {
    const TagsList = [{ Key: 'team', Value: 'sec' }, { Key: 'trailmend:exclude' }];
    cloudTrail.on(ListTagsCommand).resolves({ ResourceTagList: [{ ResourceId: ID.arn, TagsList }] });
    expect(await readTrailTags(clients, ID)).toEqual(read({ team: 'sec', 'trailmend:exclude': '' }));
    expect(await sent(cloudTrail)).toEqual([[ID.region, { ResourceIdList: [ID.arn] }]]);
  });

  test.each([
    ['an entry without tags', { ResourceTagList: [{ ResourceId: ID.arn }] }],
    ['no entry', {}],
  ])('%s means that there are none', async (_, answer) => {
    cloudTrail.on(ListTagsCommand).resolves(answer);
    expect(await readTrailTags(clients, ID)).toEqual(read({}));
  });

  test('is unread when AWS refuses', async () => {
    deny(cloudTrail);
    expect(await readTrailTags(clients, ID)).toMatchObject({ read: false, why: expect.stringMatching(/^ListTags /) });
  });
});

describe('readLogGroups', () => {
  test('gives the groups of all pages, in the region it was asked for', async () => {
    logs
      .on(DescribeLogGroupsCommand, { logGroupNamePrefix: '/trailmend/audit', nextToken: undefined })
      .resolves({
        logGroups: [
          {
            logGroupName: '/trailmend/audit',
            logGroupClass: 'INFREQUENT_ACCESS',
            retentionInDays: 30,
            retentionPolicyName: 'baseline',
          },
        ],
        nextToken: 'page-2',
      })
      .on(DescribeLogGroupsCommand, { logGroupNamePrefix: '/trailmend/audit', nextToken: 'page-2' })
      .resolves({ logGroups: [{ logGroupName: '/trailmend/audit-2' }] });
    expect(await readLogGroups(clients, 'ap-south-1', '/trailmend/audit')).toEqual(
      read([
        { name: '/trailmend/audit', class: 'INFREQUENT_ACCESS', retentionDays: 30, retentionPolicyName: 'baseline' },
        { name: '/trailmend/audit-2', class: 'STANDARD' },
      ]),
    );
    expect((await sent(logs)).map((call) => (call as string[])[0])).toEqual(['ap-south-1', 'ap-south-1']);
  });

  test('gives none where AWS lists none, and takes a group without a name for nobody’s', async () => {
    logs
      .on(DescribeLogGroupsCommand)
      .resolvesOnce({})
      .resolves({ logGroups: [{}] });
    expect(await readLogGroups(clients, ID.region, 'x')).toEqual(read([]));
    expect(await readLogGroups(clients, ID.region, 'x')).toEqual(read([{ name: '', class: 'STANDARD' }]));
  });

  test.each([
    [{ dataProtectionStatus: 'ACTIVATED' }, { isMasked: true }],
    [{ inheritedProperties: ['ACCOUNT_DATA_PROTECTION'] }, { isMasked: true }],
    [{ dataProtectionStatus: 'DELETED', inheritedProperties: [] }, {}],
    [{ creationTime: 1_760_000_000_000 }, { createdMs: 1_760_000_000_000 }],
  ] as const)('a group with %j is %j', async (described, expected) => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: 'x', ...described } as never] });
    expect(await readLogGroups(clients, ID.region, 'x')).toEqual(read([{ name: 'x', class: 'STANDARD', ...expected }]));
  });

  test('is completely unread when a later page fails', async () => {
    logs
      .on(DescribeLogGroupsCommand)
      .resolvesOnce({ logGroups: [{ logGroupName: 'x' }], nextToken: 'page-2' })
      .rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    expect(await readLogGroups(clients, ID.region, 'x')).toEqual({
      read: false,
      why: 'DescribeLogGroups returned ThrottlingException: "slow down"',
    });
  });
});

describe('readLogGroupTags', () => {
  const resourceArn = 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit';

  test('gives the tags', async () => {
    logs.on(ListTagsForResourceCommand).resolves({ tags: { team: 'sec' } });
    expect(await readLogGroupTags(clients, ID, '/trailmend/audit')).toEqual(read({ team: 'sec' }));
    expect(await sent(logs)).toEqual([[ID.region, { resourceArn }]]);
  });

  test('gives none where AWS tells none, and is unread when AWS refuses', async () => {
    logs.on(ListTagsForResourceCommand).resolves({});
    expect(await readLogGroupTags(clients, ID, '/trailmend/audit')).toEqual(read({}));
    deny(logs);
    expect(await readLogGroupTags(clients, ID, '/trailmend/audit')).toMatchObject({ read: false });
  });
});

describe('readRole', () => {
  const ROLE: Role = {
    Arn: 'arn:aws:iam::111122223333:role/trailmend/r',
    Path: '/trailmend/',
    RoleName: 'r',
    RoleId: 'AROAEXAMPLE',
    CreateDate: new Date(0),
    AssumeRolePolicyDocument: encodeURIComponent(TRUST_DOCUMENT),
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: 'arn:aws:iam::1:policy/b',
    },
    Tags: [{ Key: 'trailmend:trail', Value: ID.arn }],
  };

  test('decodes the trust document, and asks IAM from where the function runs', async () => {
    iam.on(GetRoleCommand).resolves({ Role: ROLE });
    expect(await readRole(clients, 'r')).toEqual(
      read({
        arn: 'arn:aws:iam::111122223333:role/trailmend/r',
        path: '/trailmend/',
        trustDocument: TRUST_DOCUMENT,
        boundaryArn: 'arn:aws:iam::1:policy/b',
        tags: { 'trailmend:trail': ID.arn },
      }),
    );
    expect(await sent(iam)).toEqual([[FUNCTION_REGION, { RoleName: 'r' }]]);
  });

  test('takes what AWS omits for not there', async () => {
    iam.on(GetRoleCommand).resolves({ Role: {} as Role });
    expect(await readRole(clients, 'r')).toEqual(read({ arn: '', path: '', trustDocument: '', tags: {} }));
  });

  test('leaves a document as it is that is not encoded', async () => {
    iam.on(GetRoleCommand).resolves({ Role: { ...ROLE, AssumeRolePolicyDocument: '{"Sid":"100%"}' } });
    expect(await readRole(clients, 'r')).toMatchObject(read({ trustDocument: '{"Sid":"100%"}' }));
  });

  test('a role that IAM does not know is missing', async () => {
    iam.on(GetRoleCommand).rejects(new NoSuchEntityException({ message: 'none', $metadata: {} }));
    expect(await readRole(clients, 'r')).toEqual(read('missing'));
  });

  test('an answer without a role is unread, not a missing role', async () => {
    iam.on(GetRoleCommand).resolves({} as { Role: Role });
    expect(await readRole(clients, 'r')).toEqual(left);
  });

  test('is unread when AWS refuses', async () => {
    deny(iam);
    expect(await readRole(clients, 'r')).toMatchObject({ read: false, why: expect.stringMatching(/^GetRole /) });
  });
});

describe('readRolePolicy', () => {
  test('decodes the policy', async () => {
    const PolicyDocument = encodeURIComponent('{"Resource":"arn:aws:logs:*"}');
    iam.on(GetRolePolicyCommand).resolves({ RoleName: 'r', PolicyName: 'p', PolicyDocument });
    expect(await readRolePolicy(clients, 'r', 'p')).toEqual(read('{"Resource":"arn:aws:logs:*"}'));
    expect(await sent(iam)).toEqual([[FUNCTION_REGION, { RoleName: 'r', PolicyName: 'p' }]]);
  });

  test('is empty when the role has none of that name', async () => {
    iam.on(GetRolePolicyCommand).rejects(new NoSuchEntityException({ message: 'none', $metadata: {} }));
    expect(await readRolePolicy(clients, 'r', 'p')).toEqual(read(''));
  });

  test('is unread when AWS leaves it out or refuses', async () => {
    iam.on(GetRolePolicyCommand).resolves({ RoleName: 'r', PolicyName: 'p', PolicyDocument: undefined });
    expect(await readRolePolicy(clients, 'r', 'p')).toEqual(left);
    deny(iam);
    expect(await readRolePolicy(clients, 'r', 'p')).toMatchObject({ read: false });
  });
});
