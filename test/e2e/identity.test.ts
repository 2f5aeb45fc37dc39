import {
  AddTagsCommand,
  DescribeTrailsCommand,
  GetTrailCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetRoleCommand,
  GetUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetBucketLocationCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  ListQueuesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import type { AwsSession } from '../../demo/sessions.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { CALLING_HANDLER, Scene } from '../../local/test/support/scene.ts';
import { allow, policy, WorkerAccount } from './worker.ts';

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws?.stop());

/** A separate account for each test. */
let accounts = 400_000_000_000;
function newAccount(): WorkerAccount {
  accounts += 1;
  return new WorkerAccount(aws, String(accounts));
}

const TRAIL = 'audit';
const trust = policy({
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const describeTrails = new DescribeTrailsCommand({});

async function denialOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  const error: { name: string; message: string; $metadata?: { httpStatusCode?: number } } = await call.then(
    () => Promise.reject(new Error('The call was allowed.')),
    (reason) => reason,
  );
  return { name: error.name, status: error.$metadata?.httpStatusCode, message: error.message };
}

describe('the permissions of a user', () => {
  const sam = async (here: WorkerAccount, ...statements: object[]) => {
    const { iam } = here.administrator;
    await iam.send(new CreateUserCommand({ UserName: 'sam', Path: '/team/' }));
    if (statements.length > 0) {
      const PolicyDocument = policy(...statements);
      await iam.send(new PutUserPolicyCommand({ UserName: 'sam', PolicyName: 'own', PolicyDocument }));
    }
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'sam' }));
    const accessKeyId = AccessKey?.AccessKeyId ?? '';
    return { accessKeyId, session: here.callerOf({ accessKeyId }) };
  };
  const arnOf = ({ where }: WorkerAccount) => `arn:aws:iam::${where.account}:user/team/sam`;

  test('are those of its policies, in its own account', async () => {
    const here = newAccount();
    await makeTrail(here.administrator, TRAIL, await makeBucket(here.administrator, TRAIL));
    const { session } = await sam(here, allow('cloudtrail:DescribeTrails', '*'));
    const { trailList } = await session.cloudTrail.send(describeTrails);
    expect(trailList?.map(({ Name }) => Name)).toEqual([TRAIL]);
    expect(await denialOf(session.cloudTrail.send(new StartLoggingCommand({ Name: TRAIL })))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: `User: ${arnOf(here)} is not authorized to perform: cloudtrail:StartLogging on resource: ${trailArnOf(here.administrator, TRAIL)} because no identity-based policy allows the cloudtrail:StartLogging action`,
    });
  });

  test('do not include what nobody granted, and include its own identity', async () => {
    const here = newAccount();
    const { accessKeyId, session } = await sam(here);
    expect(await denialOf(session.cloudTrail.send(describeTrails))).toMatchObject({ name: 'AccessDeniedException' });
    const target = 'AWSSecurityTokenServiceV20110615.GetCallerIdentity';
    const identity = here.api.json('sts', target, {}, here.where, z.unknown(), { accessKeyId });
    expect(await identity).toMatchObject({ Arn: arnOf(here), Account: here.where.account });
  });

  test('end when the key is inactive or deleted', async () => {
    const here = newAccount();
    const { accessKeyId, session } = await sam(here, allow('*', '*'));
    const key = { UserName: 'sam', AccessKeyId: accessKeyId };
    const { iam } = here.administrator;
    const refusal = async () => (await denialOf(session.cloudTrail.send(describeTrails))).name;
    await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
    expect(await refusal()).toBe('UnrecognizedClientException');
    await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }));
    await session.cloudTrail.send(describeTrails);
    expect((await session.iam.send(new GetUserCommand({}))).User?.Arn).toBe(arnOf(here));
    await iam.send(new DeleteAccessKeyCommand(key));
    expect(await refusal()).toBe('UnrecognizedClientException');
    expect((await denialOf(session.iam.send(new GetUserCommand({})))).name).toMatch(/^InvalidClientTokenId/);
  });
});

describe('the permissions of a session', () => {
  test('are those of the role: a denial has the code, the status and the message of AWS', async () => {
    const here = newAccount();
    const { cloudTrail } = await here.worker([allow('cloudtrail:DescribeTrails', '*')]);
    await cloudTrail.send(describeTrails);

    const trail = `arn:aws:cloudtrail:eu-west-1:${here.where.account}:trail/none`;
    expect(await denialOf(cloudTrail.send(new GetTrailCommand({ Name: 'none' })))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: `User: arn:aws:sts::${here.where.account}:assumed-role/worker/shift is not authorized to perform: cloudtrail:GetTrail on resource: ${trail} because no identity-based policy allows the cloudtrail:GetTrail action`,
    });
  });

  test('apply in every protocol', async () => {
    const worker = await newAccount().worker([]);
    const TopicArn = `arn:aws:sns:eu-west-1:${worker.account}:news`;
    const of = async (call: Promise<unknown>) => {
      const { name, status } = await denialOf(call);
      return [name, status];
    };
    expect(await of(worker.iam.send(new GetRoleCommand({ RoleName: 'worker' })))).toEqual(['AccessDenied', 403]);
    expect(await of(worker.sns.send(new PublishCommand({ TopicArn, Message: 'm' })))).toEqual([
      'AuthorizationErrorException',
      403,
    ]);
    expect(await of(worker.s3.send(new GetBucketLocationCommand({ Bucket: 'b' })))).toEqual(['AccessDenied', 403]);
    expect(await of(worker.sqs.send(new ListQueuesCommand({})))).toEqual(['AccessDenied', 400]);
  });

  test('change with a policy at once', async () => {
    const here = newAccount();
    const { cloudTrail } = await here.worker([]);
    await denialOf(cloudTrail.send(describeTrails));
    await here.grant(allow('cloudtrail:DescribeTrails', '*'));
    await cloudTrail.send(describeTrails);
    await here.revoke();
    await denialOf(cloudTrail.send(describeTrails));
  });

  test('are limited by the boundary', async () => {
    const here = newAccount();
    const { Policy } = await here.administrator.iam.send(
      new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: policy(allow('s3:*', '*')) }),
    );
    const { cloudTrail } = await here.worker([allow('*', '*')], Policy?.Arn);
    expect((await denialOf(cloudTrail.send(describeTrails))).message).toMatch(
      /because no permissions boundary allows the cloudtrail:DescribeTrails action$/,
    );
  });

  test('are limited by the session policy', async () => {
    const here = newAccount();
    await here.worker([allow('*', '*')]);
    const { cloudTrail } = here.callerOf(await here.session(here.roleArn, policy(allow('s3:*', '*'))));
    expect((await denialOf(cloudTrail.send(describeTrails))).message).toMatch(/no session policy allows/);
  });

  test.each([
    ['does not exist in AWS', 'Levitate'],
    ['is in no table', 'CreateEventDataStore'],
  ])('include no operation that %s', async (_, operation) => {
    const here = newAccount();
    await here.worker([allow('*', '*')]);
    const credentials = await here.session(here.roleArn);
    const target = `CloudTrail_20131101.${operation}`;
    const call = here.api.json('cloudtrail', target, {}, here.where, z.unknown(), credentials);
    await expect(call).rejects.toThrow(`not authorized to perform: cloudtrail:${operation} `);
  });

  test('include the assumption of another role only if that role trusts the caller', async () => {
    const here = newAccount();
    await here.worker([allow('sts:AssumeRole', '*')]);
    const role = (RoleName: string, AWS: string) =>
      here.administrator.iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }),
        }),
      );
    await role('friendly', here.roleArn);
    await role('stranger', here.role('another-role'));
    await here.assumeByWorker(here.role('friendly'));
    await expect(here.assumeByWorker(here.role('stranger'))).rejects.toThrow(
      /not authorized to perform: sts:AssumeRole/,
    );
  });
});

describe('service control policies', () => {
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*' }] };
  const organizations = (here: WorkerAccount) => (operation: string, input: object) =>
    here.api.json(
      'organizations',
      `AWSOrganizationsV20161128.${operation}`,
      { ...input },
      here.where,
      z.looseObject({ Policy: z.optional(z.object({ PolicySummary: z.object({ Id: z.string() }) })) }),
    );
  const denied = /with an explicit deny in a service control policy$/;

  test.each(['account', 'root'] as const)(
    'attached to the %s, limit its roles until they are detached',
    async (where) => {
      const here = newAccount();
      const call = organizations(here);
      const { cloudTrail } = await here.worker([allow('*', '*')]);
      await cloudTrail.send(describeTrails);
      const content = { Name: 'n', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: JSON.stringify(deny) };
      const { Policy } = await call('CreatePolicy', content);
      const roots = await call('ListRoots', {});
      const root = z.object({ Roots: z.array(z.object({ Id: z.string() })) }).parse(roots).Roots[0]?.Id;
      const attached = { PolicyId: Policy?.PolicySummary.Id, TargetId: where === 'root' ? root : here.where.account };
      await call('AttachPolicy', attached);
      expect((await denialOf(cloudTrail.send(describeTrails))).message).toMatch(denied);
      await call('DetachPolicy', attached);
      await cloudTrail.send(describeTrails);
    },
  );

  test('of an organization limit the roles of its members', async () => {
    const management = newAccount();
    const call = organizations(management);
    const account = await call('CreateAccount', { Email: 'a@example.com', AccountName: 'member' });
    const { CreateAccountStatus } = z
      .object({ CreateAccountStatus: z.object({ AccountId: z.string() }) })
      .parse(account);
    const member = new WorkerAccount(aws, CreateAccountStatus.AccountId);
    const { cloudTrail } = await member.worker([allow('*', '*')]);
    await cloudTrail.send(describeTrails);
    const content = { Name: 'n', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: JSON.stringify(deny) };
    const { Policy } = await call('CreatePolicy', content);
    await call('AttachPolicy', { PolicyId: Policy?.PolicySummary.Id, TargetId: member.where.account });
    expect((await denialOf(cloudTrail.send(describeTrails))).message).toMatch(denied);
  });
});

describe('conditions', () => {
  test('on the boundary of a new role, and of a role whose policy changes', async () => {
    const here = newAccount();
    const limit = `arn:aws:iam::${here.where.account}:policy/limit`;
    const PolicyDocument = policy(allow('logs:*', '*'));
    await here.administrator.iam.send(new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument }));
    const Condition = { StringEquals: { 'iam:PermissionsBoundary': limit } };
    const { iam } = await here.worker([allow(['iam:CreateRole', 'iam:PutRolePolicy'], '*', Condition)]);
    const create = (RoleName: string, more: object) =>
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more });
    const put = (RoleName: string) => new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument });

    await iam.send(create('bounded', { PermissionsBoundary: limit }));
    await iam.send(put('bounded'));
    await denialOf(iam.send(create('free', {})));
    await denialOf(iam.send(create('other', { PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })));
    await here.administrator.iam.send(create('free', {}));
    await denialOf(iam.send(put('free')));
  });

  test('on tags of the request, with the permission to tag', async () => {
    const here = newAccount();
    const only = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['own'] } };
    const { logs, iam } = await here.worker([
      allow(['logs:CreateLogGroup', 'iam:CreateRole'], '*'),
      allow(['logs:TagResource', 'iam:TagRole'], '*', only),
    ]);
    await logs.send(new CreateLogGroupCommand({ logGroupName: 'a', tags: { own: 'v' } }));
    const otherTag = new CreateLogGroupCommand({ logGroupName: 'b', tags: { other: 'v' } });
    expect((await denialOf(logs.send(otherTag))).message).toMatch(/perform: logs:TagResource/);
    const role = { RoleName: 'r', AssumeRolePolicyDocument: trust, Tags: [{ Key: 'other', Value: 'v' }] };
    expect((await denialOf(iam.send(new CreateRoleCommand(role)))).message).toMatch(/perform: iam:TagRole/);
  });

  test('on tags of the resource: an excluded trail', async () => {
    const here = newAccount();
    const { cloudTrail: owner } = here.administrator;
    await createTrail(here);
    const excluded = { StringEquals: { 'aws:ResourceTag/exclude': 'true' } };
    const deny = { Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*', Condition: excluded };
    const { cloudTrail } = await here.worker([allow('cloudtrail:*', '*'), deny]);
    await cloudTrail.send(new StartLoggingCommand({ Name: TRAIL }));
    const ResourceId = trailArnOf(here.administrator, TRAIL);
    await owner.send(new AddTagsCommand({ ResourceId, TagsList: [{ Key: 'exclude', Value: 'true' }] }));
    const { message } = await denialOf(cloudTrail.send(new StartLoggingCommand({ Name: TRAIL })));
    expect(message).toMatch(/with an explicit deny in an identity-based policy$/);
  });

  test('on the service to which a role is passed', async () => {
    const here = newAccount();
    await createTrail(here);
    const update = new UpdateTrailCommand({
      Name: TRAIL,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${here.where.account}:log-group:g:*`,
      CloudWatchLogsRoleArn: here.role('crew/delivery'),
    });
    const pass = (service: string) =>
      allow('iam:PassRole', here.role('crew/*'), { StringEquals: { 'iam:PassedToService': service } });
    const { cloudTrail } = await here.worker([allow('cloudtrail:UpdateTrail', '*')]);
    const passing = new RegExp(`perform: iam:PassRole on resource: ${here.role('crew/delivery')} `);
    expect((await denialOf(cloudTrail.send(update))).message).toMatch(passing);
    await here.grant(allow('cloudtrail:UpdateTrail', '*'), pass('lambda.amazonaws.com'));
    expect((await denialOf(cloudTrail.send(update))).message).toMatch(passing);
    await here.grant(allow('cloudtrail:UpdateTrail', '*'), pass('cloudtrail.amazonaws.com'));
    // CloudTrail's own error about the missing role and log group is not a denial of IAM.
    const result = await cloudTrail.send(update).catch((error: Error) => error);
    expect(result).not.toMatchObject({ message: expect.stringMatching(/not authorized/) });
  });

  test('on a log group have to allow both forms of its ARN', async () => {
    const here = newAccount();
    const group = `arn:aws:logs:eu-west-1:${here.where.account}:log-group:g`;
    await here.administrator.logs.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    const put = new PutRetentionPolicyCommand({ logGroupName: 'g', retentionInDays: 365 });
    const { logs } = await here.worker([allow('logs:PutRetentionPolicy', group)]);
    await denialOf(logs.send(put));
    await here.grant(allow('logs:PutRetentionPolicy', `${group}:*`));
    await denialOf(logs.send(put));
    await here.grant(allow('logs:PutRetentionPolicy', `${group}*`));
    await logs.send(put);
  });
});

describe('a resource-based policy', () => {
  const everything = [allow('*', '*')];

  test.each(['sqs', 's3', 'sns'] as const)(
    'of %s can deny calls that the role allows, and allow calls that it does not',
    async (kind) => {
      const here = newAccount();
      const worker = await here.worker([]);
      const resource = await RESOURCES[kind].create(here);
      const arn = RESOURCES[kind].arn(here);
      const by = { Principal: { AWS: here.roleArn }, Action: `${kind}:*`, Resource: arn };
      await expect(RESOURCES[kind].use(worker, resource)).rejects.toThrow(/because no identity-based policy allows/);
      await RESOURCES[kind].protect(here, resource, policy({ Effect: 'Allow', ...by }));
      await RESOURCES[kind].use(worker, resource);
      await here.grant(...everything);
      await RESOURCES[kind].protect(here, resource, policy({ Effect: 'Deny', ...by }));
      await expect(RESOURCES[kind].use(worker, resource)).rejects.toThrow(
        /with an explicit deny in a resource-based policy$/,
      );
    },
  );

  const RESOURCES = {
    sqs: {
      create: async ({ administrator: { sqs } }: WorkerAccount) =>
        (await sqs.send(new CreateQueueCommand({ QueueName: 'queue' }))).QueueUrl ?? '',
      arn: ({ where }: WorkerAccount) => `arn:aws:sqs:eu-west-1:${where.account}:queue`,
      protect: ({ administrator: { sqs } }: WorkerAccount, QueueUrl: string, Policy: string) =>
        sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } })),
      use: ({ sqs }: AwsSession, QueueUrl: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' })),
    },
    sns: {
      create: async ({ administrator: { sns } }: WorkerAccount) =>
        (await sns.send(new CreateTopicCommand({ Name: 'news' }))).TopicArn ?? '',
      arn: ({ where }: WorkerAccount) => `arn:aws:sns:eu-west-1:${where.account}:news`,
      protect: ({ administrator: { sns } }: WorkerAccount, TopicArn: string, AttributeValue: string) =>
        sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue })),
      use: ({ sns }: AwsSession, TopicArn: string) => sns.send(new PublishCommand({ TopicArn, Message: 'm' })),
    },
    s3: {
      create: async ({ administrator: { s3 }, where }: WorkerAccount) => {
        const Bucket = `files-${where.account}`;
        await s3.send(new CreateBucketCommand({ Bucket }));
        return Bucket;
      },
      arn: ({ where }: WorkerAccount) => `arn:aws:s3:::files-${where.account}`,
      protect: ({ administrator: { s3 } }: WorkerAccount, Bucket: string, Policy: string) =>
        s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
      use: ({ s3 }: AwsSession, Bucket: string) => s3.send(new GetBucketLocationCommand({ Bucket })),
    },
  };
});

test("publishing to an encrypted topic requires the publisher's permission on the key", async () => {
  const here = newAccount();
  const kms = (operation: string, input: object) =>
    here.api.json('kms', `TrentService.${operation}`, { ...input }, here.where, z.looseObject({}));
  const { KeyMetadata } = z.object({ KeyMetadata: z.object({ Arn: z.string() }) }).parse(await kms('CreateKey', {}));
  await kms('CreateAlias', { AliasName: 'alias/news', TargetKeyId: KeyMetadata.Arn });
  const Attributes = { KmsMasterKeyId: 'alias/news' };
  const { TopicArn = '' } = await here.administrator.sns.send(new CreateTopicCommand({ Name: 'news', Attributes }));
  const { sns } = await here.worker([allow('sns:Publish', TopicArn)]);
  const publish = () => sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
  expect((await denialOf(publish())).message).toMatch(`perform: kms:Decrypt on resource: ${KeyMetadata.Arn} `);
  await here.grant(allow('sns:Publish', TopicArn), allow(['kms:Decrypt', 'kms:GenerateDataKey'], KeyMetadata.Arn));
  await publish();
});

describe('other callers', () => {
  test('a function has the permissions of its role', async () => {
    const scene = new Scene(aws, newAccount().where);
    await scene.loggingTrail(TRAIL);
    await scene.lambda('stopper', CALLING_HANDLER, {});
    const stop = { operation: 'StopLogging', input: { Name: TRAIL } };
    await scene.invoke('stopper', stop);
    const { administrator } = new WorkerAccount(aws, scene.where.account);
    const nothing = policy({ Effect: 'Deny', Action: '*', Resource: '*' });
    const change = { RoleName: 'stopper-role', PolicyName: 'nothing', PolicyDocument: nothing };
    await administrator.iam.send(new PutRolePolicyCommand(change));
    await expect(scene.invoke('stopper', stop)).rejects.toThrow(
      /assumed-role\/stopper-role\/stopper is not authorized to perform: cloudtrail:StopLogging on/,
    );
  });

  test('administrators have all permissions', async () => {
    const { administrator } = newAccount();
    await administrator.sns.send(new CreateTopicCommand({ Name: 'news' }));
    await administrator.cloudTrail.send(describeTrails);
  });

  test('the local AWS records every permission that a session needed, with the statement that allowed it', async () => {
    const here = newAccount();
    const { cloudTrail } = await here.worker([{ Sid: 'Read', ...allow('cloudtrail:DescribeTrails', '*') }]);
    await cloudTrail.send(describeTrails);
    await denialOf(cloudTrail.send(new GetTrailCommand({ Name: 'none' })));
    const recorded = aws.authorizations().filter(({ roleArn }) => roleArn === here.roleArn);
    expect(recorded).toMatchObject([
      { action: 'cloudtrail:DescribeTrails', allowed: true, allowedBy: [{ policy: 'own', statement: 'Read' }] },
      { action: 'cloudtrail:GetTrail', allowed: false, detail: expect.stringMatching(/^because no identity/) },
    ]);
  });
});

test('a policy of CloudFormation applies as soon as it is created or updated', async () => {
  const here = newAccount();
  const { cloudTrail } = await here.worker([]);
  await denialOf(cloudTrail.send(describeTrails));
  const template = (action: string) =>
    JSON.stringify({
      Resources: {
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'made',
            Roles: ['worker'],
            PolicyDocument: { Version: '2012-10-17', Statement: [allow(action, '*')] },
          },
        },
      },
    });
  const stack = async (Action: string, TemplateBody: string) => {
    const form = { Action, StackName: 'stack', TemplateBody, Version: '2010-05-15' };
    await here.api.query('cloudformation', form, here.where);
    // Calls during the creation must not leave outdated decisions in a cache.
    for (let state = ''; !state.endsWith('_COMPLETE'); ) {
      await cloudTrail.send(describeTrails).catch(() => {});
      const query = { Action: 'DescribeStacks', StackName: 'stack', Version: '2010-05-15' };
      const xml = await here.api.query('cloudformation', query, here.where);
      state = /<StackStatus>([^<]*)</.exec(xml)?.[1] ?? '';
    }
  };
  await stack('CreateStack', template('cloudtrail:DescribeTrails'));
  await cloudTrail.send(describeTrails);
  await stack('UpdateStack', template('s3:ListAllMyBuckets'));
  await denialOf(cloudTrail.send(describeTrails));
});

test('a role of CloudFormation has the boundary of its template, and loses it when the template no longer names one', async () => {
  const here = newAccount();
  const limit = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const role = (boundary: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'made', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, ...boundary },
  });
  const boundaryAfter = async (Action: string, boundary: object) => {
    const TemplateBody = JSON.stringify({ Resources: { Role: role(boundary) } });
    const form = { StackName: 'stack', Version: '2010-05-15' };
    await here.api.query('cloudformation', { Action, TemplateBody, ...form }, here.where);
    for (let state = ''; !state.endsWith('_COMPLETE'); ) {
      const xml = await here.api.query('cloudformation', { Action: 'DescribeStacks', ...form }, here.where);
      state = /<StackStatus>([^<]*)</.exec(xml)?.[1] ?? '';
    }
    const { Role } = await here.administrator.iam.send(new GetRoleCommand({ RoleName: 'made' }));
    return Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  };
  expect(await boundaryAfter('CreateStack', { PermissionsBoundary: limit })).toBe(limit);
  expect(await boundaryAfter('UpdateStack', {})).toBeUndefined();
  expect(await boundaryAfter('UpdateStack', { PermissionsBoundary: limit })).toBe(limit);
});

describe('SimulatePrincipalPolicy', () => {
  test('returns the decisions of the real calls', async () => {
    const here = newAccount();
    const { Policy } = await here.administrator.iam.send(
      new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: policy(allow(['logs:*', 's3:*'], '*')) }),
    );
    const group = `arn:aws:logs:eu-west-1:${here.where.account}:log-group:g`;
    const stream = `${group}:log-stream:${here.where.account}_CloudTrail_eu-west-1`;
    await here.worker(
      [
        allow('logs:PutLogEvents', `${group}:log-stream:*`),
        allow('cloudtrail:*', '*'),
        { ...allow('s3:*', '*', { StringEquals: { 's3:prefix': 'x' } }), Effect: 'Deny' },
      ],
      Policy?.Arn,
    );
    const simulate = async (ActionNames: string[], ResourceArns?: string[], more: object = {}) => {
      const input = { PolicySourceArn: here.roleArn, ActionNames, ...(ResourceArns && { ResourceArns }), ...more };
      const { EvaluationResults = [] } = await here.administrator.iam.send(new SimulatePrincipalPolicyCommand(input));
      return EvaluationResults;
    };

    expect(await simulate(['logs:PutLogEvents', 'logs:CreateLogStream'], [stream])).toMatchObject([
      {
        EvalActionName: 'logs:PutLogEvents',
        EvalResourceName: stream,
        EvalDecision: 'allowed',
        MatchedStatements: [{ SourcePolicyId: 'own', SourcePolicyType: 'IAM Policy' }],
        MissingContextValues: [],
        OrganizationsDecisionDetail: { AllowedByOrganizations: true },
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
      },
      { EvalActionName: 'logs:CreateLogStream', EvalDecision: 'implicitDeny', MatchedStatements: [] },
    ]);
    expect(await simulate(['cloudtrail:DescribeTrails'])).toMatchObject([
      {
        EvalResourceName: '*',
        EvalDecision: 'implicitDeny',
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    ]);
    const bucketArn = ['arn:aws:s3:::b'];
    expect(await simulate(['s3:ListBucket'], bucketArn)).toMatchObject([
      { EvalDecision: 'implicitDeny', MissingContextValues: ['s3:prefix'] },
    ]);
    const entry = { ContextKeyName: 's3:prefix', ContextKeyValues: ['x'], ContextKeyType: 'string' };
    expect(await simulate(['s3:ListBucket'], bucketArn, { ContextEntries: [entry] })).toMatchObject([
      { EvalDecision: 'explicitDeny', MissingContextValues: [] },
    ]);
  });

  test('requires an existing role and an action of AWS', async () => {
    const here = newAccount();
    const { iam } = here.administrator;
    await here.worker([]);
    const simulate = (PolicySourceArn: string, action: string) =>
      denialOf(iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: [action] })));
    expect(await simulate(here.role('nobody'), 's3:ListBucket')).toMatchObject({ name: 'NoSuchEntityException' });
    expect(await simulate(here.roleArn, 's3:Levitate')).toMatchObject({ name: 'InvalidInputException' });
  });

  test('requires a permission itself', async () => {
    const here = newAccount();
    const { iam } = await here.worker([]);
    const input = { PolicySourceArn: here.roleArn, ActionNames: ['s3:ListBucket'] };
    expect((await denialOf(iam.send(new SimulatePrincipalPolicyCommand(input)))).message).toMatch(
      /perform: iam:SimulatePrincipalPolicy on/,
    );
  });
});

async function createTrail({ administrator }: WorkerAccount): Promise<void> {
  await makeTrail(administrator, TRAIL, await makeBucket(administrator, TRAIL));
}
