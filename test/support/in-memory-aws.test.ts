import { describe, expect, test } from '@jest/globals';
import { TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import type { Step, StepInput } from '../../lambda/core/model/step.ts';
import type { Account } from './aws/account.ts';
import { virtualClock } from './aws/virtual-clock.ts';
import { type Behaviour, type InMemoryAws, inMemoryAws } from './in-memory-aws.ts';
import { ID, NOW, ourRole, PERFECT_TRAIL, SETTINGS } from './perfect-trail.ts';

const START = Date.parse(NOW);
const ROLE = ourRole().arn.split('/').at(-1) ?? '';
const GROUP_ARN = PERFECT_TRAIL.logGroupArn;

const { hasCustomEventSelectors: _, ...TRAIL } = PERFECT_TRAIL;
const eventSelectors = { managementEvents: 'all' as const, dataEvents: [] };

const ACCOUNT: Account = {
  trails: { [ID.arn]: { arn: ID.arn, ...TRAIL, eventSelectors, isLogging: true, tags: {} } },
  groups: { 'audit-logs': { class: 'STANDARD', tags: {} } },
  roles: {
    [ROLE]: {
      path: '/trailmend/',
      trust: JSON.parse(TRUST_DOCUMENT),
      boundaryArn: SETTINGS.deliveryRoleBoundaryArn,
      tags: {},
      policies: {
        'trailmend-delivery': {
          Statement: [
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:Put*'], Resource: `${GROUP_ARN.slice(0, -2)}:*` },
          ],
        },
      },
    },
  },
};

function aws(change: (account: Account) => void = () => {}, behaviour: Behaviour = {}): InMemoryAws {
  const account = structuredClone(ACCOUNT);
  change(account);
  return inMemoryAws(account, ID, SETTINGS, START, behaviour);
}

async function update(one: InMemoryAws, changes: Partial<StepInput<'UpdateTrail'>> = {}): Promise<string> {
  const input = {
    Name: ID.arn,
    CloudWatchLogsLogGroupArn: GROUP_ARN,
    CloudWatchLogsRoleArn: ourRole().arn,
    ...changes,
  };
  const step: Step = { operation: 'UpdateTrail', input, needs: [], repairs: [] };
  const answer = await one.perform(step, ID.region);
  return answer.ok ? 'done' : `${answer.error.code}: ${answer.error.message}`;
}

const BAD_GROUP = /^InvalidCloudWatchLogsLogGroupArnException: CloudTrail cannot validate/;
const BAD_TRUST = /^InvalidCloudWatchLogsRoleArnException: Access denied\. Check the trust/;
const BAD_PERMISSIONS = /^InvalidCloudWatchLogsLogGroupArnException: Access denied\./;

describe('UpdateTrail', () => {
  test('accepts a log group and a role that match', async () => {
    const one = aws();
    expect(await update(one)).toBe('done');
    expect(one.account.trails[ID.arn]).toMatchObject({ logGroupArn: GROUP_ARN, roleArn: ourRole().arn });
  });

  test.each([
    ['without :*', { CloudWatchLogsLogGroupArn: GROUP_ARN.slice(0, -2) }, BAD_GROUP],
    ['of another Region', { CloudWatchLogsLogGroupArn: GROUP_ARN.replace('us-east-1', 'eu-west-1') }, BAD_GROUP],
    ['that does not exist', { CloudWatchLogsLogGroupArn: GROUP_ARN.replace('audit-logs', 'nothing') }, BAD_GROUP],
  ])('refuses a log group ARN %s', async (_name, changes, refusal) => {
    expect(await update(aws(), changes)).toMatch(refusal);
  });

  test.each<[string, (role: Account['roles'][string]) => void, RegExp]>([
    [
      'that trusts another service',
      (role) => {
        role.trust = JSON.parse(TRUST_DOCUMENT.replace('cloudtrail', 'ec2'));
      },
      BAD_TRUST,
    ],
    [
      'whose trust has a condition',
      (role) => {
        role.trust = conditionalTrust();
      },
      BAD_TRUST,
    ],
    [
      'under another boundary',
      (role) => {
        role.boundaryArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
      },
      BAD_PERMISSIONS,
    ],
    [
      'without a policy',
      (role) => {
        role.policies = {};
      },
      BAD_PERMISSIONS,
    ],
    [
      'with a policy for another group',
      (role) => {
        role.policies = otherGroupPolicies();
      },
      BAD_PERMISSIONS,
    ],
    [
      'on another path',
      (role) => {
        role.path = '/';
      },
      BAD_TRUST,
    ],
  ])('refuses a role %s', async (_name, change, refusal) => {
    const one = aws(({ roles }) => {
      if (roles[ROLE]) change(roles[ROLE]);
    });
    expect(await update(one)).toMatch(refusal);
  });

  test('does not see a new role before it has propagated', async () => {
    const one = aws(
      ({ roles }) => {
        delete roles[ROLE];
      },
      {
        propagationSeconds: 8,
        interference: [
          { when: { beforeCall: 'UpdateTrail' }, change: ({ roles }) => Object.assign(roles, ACCOUNT.roles) },
        ],
      },
    );
    expect(await update(one)).toMatch(BAD_TRUST);
    await one.clock.sleep(7_999);
    expect(await update(one)).toMatch(BAD_TRUST);
    await one.clock.sleep(1);
    expect(await update(one)).toBe('done');
  });

  test("goes only to the trail's home Region", async () => {
    const step: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] };
    await expect(aws().perform(step, 'eu-west-1')).rejects.toThrow('eu-west-1');
  });
});

test('a role name is taken whatever its case', async () => {
  const input = {
    RoleName: ROLE.toUpperCase(),
    Path: '/',
    Description: '',
    AssumeRolePolicyDocument: '{}',
    PermissionsBoundary: 'b',
    Tags: [],
  };
  const answer = await aws().perform({ operation: 'CreateRole', input, needs: [], repairs: [] }, ID.region);
  expect(answer).toMatchObject({ ok: false, error: { code: 'EntityAlreadyExistsException' } });
});

test('sleepers wake in the order of their times, and equal ones at the same time', async () => {
  const clock = virtualClock(0);
  const woken: [string, number][] = [];
  const sleeper = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms);
    woken.push([name, clock.now()]);
  };
  await Promise.all([
    sleeper('long', 3_000),
    sleeper('short', 1_000).then(() => sleeper('short again', 1_000)),
    sleeper('equal', 1_000),
  ]);
  expect(woken).toEqual([
    ['short', 1_000],
    ['equal', 1_000],
    ['short again', 2_000],
    ['long', 3_000],
  ]);
});

function conditionalTrust(): Account['roles'][string]['trust'] {
  const {
    Statement: [statement],
  } = JSON.parse(TRUST_DOCUMENT);
  return { Statement: [{ ...statement, Condition: { StringEquals: { 'aws:SourceAccount': ID.account } } }] };
}

function otherGroupPolicies(): Account['roles'][string]['policies'] {
  return {
    x: {
      Statement: [
        { Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:other:*' },
      ],
    },
  };
}
