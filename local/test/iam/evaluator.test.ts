import { describe, expect, test } from '@jest/globals';
import { evaluator, type Question } from '../../iam/evaluator.ts';
import { policyStore } from '../../iam/policy-store.ts';
import { ACCOUNT, type FakeState, fakeEmulator, ROLE, USER } from './fake-emulator.ts';

const STREAM = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:g:log-stream:${ACCOUNT}_CloudTrail_eu-west-1`;
const PUT = { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: STREAM };

function policy(...Statement: object[]): object {
  return { Version: '2012-10-17', Statement };
}

function question(more: Partial<Question> = {}): Question {
  return {
    principal: { kind: 'role', arn: ROLE, sessionName: 'session' },
    action: 'logs:PutLogEvents',
    resource: STREAM,
    resourceAccount: ACCOUNT,
    region: 'eu-west-1',
    ...more,
  };
}

async function decideWith(state: FakeState, more: Partial<Question> = {}): Promise<unknown> {
  return evaluator(fakeEmulator(() => state)).decide(question(more));
}

describe('a user', () => {
  const principal = { kind: 'user', arn: USER } as const;
  const nothing = { inline: {} };

  test('can do what its own policy allows', async () => {
    expect(await decideWith({ user: { inline: { own: policy(PUT) } } }, { principal })).toEqual({ allowed: true });
  });

  test('can do what a policy of its group allows', async () => {
    expect(await decideWith({ user: nothing, inline: { shared: policy(PUT) } }, { principal })).toEqual({
      allowed: true,
    });
  });

  test('cannot do what no policy allows', async () => {
    expect(await decideWith({ user: nothing }, { principal })).toMatchObject({ allowed: false, by: 'identity' });
  });

  test('cannot do anything when it does not exist', async () => {
    expect(await decideWith({ inline: { own: policy(PUT) } }, { principal })).toMatchObject({ by: 'identity' });
  });

  test('cannot do anything beyond its boundary', async () => {
    const boundary = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const user = { inline: { own: policy(PUT) }, boundary };
    expect(await decideWith({ user }, { principal })).toMatchObject({ allowed: false, by: 'boundary' });
  });

  test.each([
    ['aws:username', 'sam'],
    ['aws:userid', 'AIDASAM'],
    ['aws:PrincipalType', 'User'],
    ['aws:PrincipalArn', USER],
  ])('has the condition key %s', async (key, value) => {
    const statement = { ...PUT, Condition: { StringEquals: { [key]: value } } };
    expect(await decideWith({ user: { inline: { own: policy(statement) } } }, { principal })).toEqual({
      allowed: true,
    });
  });
});

describe('a role', () => {
  test('can do what an inline policy allows', async () => {
    expect(await decideWith({ inline: { own: policy(PUT) } })).toEqual({ allowed: true });
  });

  test('can do what an attached policy allows', async () => {
    expect(await decideWith({ attached: { 'arn:aws:iam::aws:policy/X': policy(PUT) } })).toEqual({ allowed: true });
  });

  test('cannot do what no policy allows', async () => {
    expect(await decideWith({})).toEqual({
      allowed: false,
      by: 'identity',
      detail: 'because no identity-based policy allows the logs:PutLogEvents action',
    });
  });

  test('cannot do anything when it does not exist', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/nobody`;
    const principal = { kind: 'role', arn, sessionName: 's' } as const;
    expect(await decideWith({ inline: { own: policy(PUT) } }, { principal })).toMatchObject({ by: 'identity' });
  });

  test('cannot do anything beyond its boundary', async () => {
    const boundary = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    expect(await decideWith({ inline: { own: policy(PUT) }, boundary })).toEqual({
      allowed: false,
      by: 'boundary',
      detail: 'because no permissions boundary allows the logs:PutLogEvents action',
    });
  });

  test('cannot do what a service control policy denies', async () => {
    const controls = [policy({ Effect: 'Deny', Action: 'logs:*', Resource: '*' })];
    expect(await decideWith({ inline: { own: policy(PUT) }, controls })).toEqual({
      allowed: false,
      by: 'explicit-deny',
      detail: 'with an explicit deny in a service control policy',
    });
  });

  test('cannot do what its own policies deny', async () => {
    expect(await decideWith({ inline: { own: policy(PUT, { ...PUT, Effect: 'Deny' }) } })).toMatchObject({
      by: 'explicit-deny',
      detail: 'with an explicit deny in an identity-based policy',
    });
  });

  test('cannot do more than its session policy allows', async () => {
    const sessionPolicy = JSON.stringify(policy({ ...PUT, Action: 'logs:CreateLogStream' }));
    const principal = { kind: 'role', arn: ROLE, sessionName: 's', sessionPolicy } as const;
    expect(await decideWith({ inline: { own: policy(PUT) } }, { principal })).toMatchObject({
      allowed: false,
      detail: 'because no session policy allows the logs:PutLogEvents action',
    });
  });

  test('can do what a resource of its account allows to its ARN with the path', async () => {
    const resource = `arn:aws:sqs:eu-west-1:${ACCOUNT}:queue`;
    const resourcePolicy = JSON.stringify(
      policy({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sqs:SendMessage', Resource: resource }),
    );
    expect(await decideWith({}, { action: 'sqs:SendMessage', resource, resourcePolicy })).toEqual({ allowed: true });
  });

  test('needs both policies for a resource of another account', async () => {
    const resource = 'arn:aws:sqs:eu-west-1:999988887777:queue';
    const inline = { own: policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }) };
    const elsewhere = { action: 'sqs:SendMessage', resource, resourceAccount: '999988887777' };
    expect(await decideWith({ inline }, elsewhere)).toMatchObject({ allowed: false, by: 'resource' });
  });

  test.each([
    ['StringEquals', { 'aws:PrincipalArn': ROLE }, true],
    ['StringEquals', { 'aws:PrincipalTag/team': 'audit' }, true],
    ['StringEquals', { 'aws:PrincipalTag/team': 'sales' }, false],
    ['StringEquals', { 'aws:RequestedRegion': 'eu-west-1' }, true],
    ['StringEquals', { 'aws:userid': 'AROAWORKER:session' }, true],
    ['Bool', { 'aws:SecureTransport': 'false' }, false],
  ])('is identified by the keys of its requests: %s %j', async (operator, keys, allowed) => {
    const inline = { own: policy({ ...PUT, Condition: { [operator]: keys } }) };
    expect(await decideWith({ inline, tags: { team: 'audit' } })).toMatchObject({ allowed });
  });

  test('has only the condition keys that AWS sends with the action', async () => {
    const context = { 'iam:PermissionsBoundary': 'arn:x' };
    const Condition = { StringEquals: context };
    const on = { resource: ROLE, context };
    const inline = { own: policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition }) };
    expect(await decideWith({ inline }, { ...on, action: 'iam:CreateRole' })).toMatchObject({ allowed: true });
    expect(await decideWith({ inline }, { ...on, action: 'iam:PassRole' })).toMatchObject({ allowed: false });
  });

  test('cannot do an action that AWS does not have', async () => {
    const inline = { own: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) };
    expect(await decideWith({ inline }, { action: 'logs:Levitate' })).toMatchObject({ by: 'unknown-action' });
    expect(await decideWith({ inline }, { action: 'nowhere:Go' })).toMatchObject({ by: 'unknown-action' });
  });

  test('cannot do anything while one of its policies is invalid', async () => {
    expect(await decideWith({ inline: { own: policy(PUT), broken: 'no policy' } })).toMatchObject({ allowed: false });
  });
});

describe('a service', () => {
  const principal = { kind: 'service', service: 'cloudtrail.amazonaws.com' } as const;
  const trust = (Condition?: object) =>
    JSON.stringify(
      policy({
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
        ...(Condition && { Condition }),
      }),
    );
  const assume = { principal, action: 'sts:AssumeRole', resource: ROLE };

  test("can do what the resource's policy allows", async () => {
    expect(await decideWith({}, { ...assume, resourcePolicy: trust() })).toEqual({ allowed: true });
  });

  test('cannot do anything that depends on a condition key that AWS does not send', async () => {
    const resourcePolicy = trust({ StringEquals: { 'aws:SourceArn': 'arn:x' } });
    expect(await decideWith({}, { ...assume, resourcePolicy })).toMatchObject({ allowed: false, by: 'resource' });
    const context = { 'aws:SourceArn': 'arn:x' };
    expect(await decideWith({}, { ...assume, resourcePolicy, context })).toEqual({ allowed: true });
  });

  test('cannot do anything on a resource without a policy', async () => {
    expect(await decideWith({}, assume)).toMatchObject({ allowed: false, by: 'resource' });
  });
});

describe('the policy store', () => {
  const changing = () => {
    let state: FakeState = {};
    const api = fakeEmulator(() => state);
    const store = policyStore(api);
    const { decide, forget } = evaluator(api, store);
    const allowed = async () => (await decide(question())).allowed;
    return { api, store, forget, allowed, now: (next: FakeState) => (state = next) };
  };
  const granting = { inline: { own: policy(PUT) } };

  test('reads policies once, until it forgets them', async () => {
    const { api, forget, allowed, now } = changing();
    expect(await allowed()).toBe(false);
    const before = api.requests.length;
    now(granting);
    expect(await allowed()).toBe(false);
    expect(api.requests).toHaveLength(before);
    forget();
    expect(await allowed()).toBe(true);
  });

  test('forgets a role by its name in any case, and only that role', async () => {
    const { store, allowed, now } = changing();
    expect(await allowed()).toBe(false);
    now(granting);
    store.forget('other');
    expect(await allowed()).toBe(false);
    store.forget('Worker');
    expect(await allowed()).toBe(true);
  });

  test('caches nothing while CloudFormation works, and drops what it read before', async () => {
    const { api, store, allowed, now } = changing();
    expect(await allowed()).toBe(false);
    store.stackOperationStarted({ account: ACCOUNT, region: 'eu-west-1' });
    now({ stacks: ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'] });
    expect(await allowed()).toBe(false);
    now({ ...granting, stacks: ['CREATE_IN_PROGRESS'] });
    expect(await allowed()).toBe(true);
    now({ stacks: ['CREATE_COMPLETE', 'REVIEW_IN_PROGRESS'] });
    expect(await allowed()).toBe(false);
    const before = api.requests.length;
    now(granting);
    expect(await allowed()).toBe(false);
    expect(api.requests).toHaveLength(before);
  });
});
