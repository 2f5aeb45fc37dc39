import { describe, expect, test } from '@jest/globals';
import type { EmulatorApi } from '../../emulator/api.ts';
import { EmulatorError } from '../../emulator/api.ts';
import { nextBus } from '../../events/bus-target.ts';
import type { Bus } from '../../events/rules.ts';
import type { Decision, Evaluator, Question } from '../../iam/evaluator.ts';

const HOME = '111111111111';
const ROLE = `arn:aws:iam::${HOME}:role/forwarder`;
const HERE: Bus = { account: HOME, region: 'eu-west-1', name: 'default' };
const bus = (region: string, account = HOME) => `arn:aws:events:${region}:${account}:event-bus/hub`;
const DENIED: Decision = { allowed: false, by: 'identity', detail: '' };

/** An account in which the role and every bus exist, and IAM denies one action or none. */
function account(denied = ''): { api: EmulatorApi; evaluator: Evaluator; questions: Question[] } {
  const questions: Question[] = [];
  const trust = encodeURIComponent('{"Statement":[]}');
  const api: EmulatorApi = {
    json: async (_service, _target, _input, _where, schema) => schema.parse({ Policy: '{"Statement":[]}' }),
    rest: async () => undefined,
    query: async () => `<Arn>${ROLE}</Arn><AssumeRolePolicyDocument>${trust}</AssumeRolePolicyDocument>`,
  };
  const decide = async (question: Question): Promise<Decision> => {
    questions.push(question);
    return question.action === denied ? DENIED : { allowed: true };
  };
  return { api, evaluator: { decide, forget: () => {} }, questions };
}

describe('the next bus', () => {
  test('in another Region is reached by a role that trusts EventBridge and allows events:PutEvents', async () => {
    const { api, evaluator, questions } = account();
    const next = await nextBus(api, evaluator, { arn: bus('us-east-1'), roleArn: ROLE, path: [HERE] });
    expect(next).toEqual({ account: HOME, region: 'us-east-1', name: 'hub' });
    expect(questions).toMatchObject([
      { action: 'sts:AssumeRole', principal: { service: 'events.amazonaws.com' } },
      {
        action: 'events:PutEvents',
        principal: { arn: ROLE },
        resource: bus('us-east-1'),
        resourcePolicy: '{"Statement":[]}',
      },
    ]);
  });

  test('in the same account and Region needs no role', async () => {
    const { api, evaluator } = account();
    const target = { arn: bus('eu-west-1'), roleArn: undefined, path: [HERE] };
    expect(await nextBus(api, evaluator, target)).toMatchObject({ name: 'hub' });
  });

  test.each([
    ['without a role', undefined, '', 'NO_PERMISSIONS'],
    ['by a role that cannot be assumed', ROLE, 'sts:AssumeRole', 'FAILED_TO_ASSUME_ROLE'],
    ['by a role without the permission', ROLE, 'events:PutEvents', 'NO_PERMISSIONS'],
  ])('in another Region is not reached %s', async (_how, roleArn, denied, code) => {
    const { api, evaluator } = account(denied);
    const reached = nextBus(api, evaluator, { arn: bus('us-east-1'), roleArn, path: [HERE] });
    await expect(reached).rejects.toMatchObject({ code, retryable: false });
  });

  test('has to exist', async () => {
    const { api, evaluator } = account();
    const missing: EmulatorApi = {
      ...api,
      json: () => Promise.reject(new EmulatorError('ResourceNotFoundException', 'no', 400, {})),
    };
    const reached = nextBus(missing, evaluator, { arn: bus('us-east-1'), roleArn: ROLE, path: [HERE] });
    await expect(reached).rejects.toMatchObject({ code: 'NO_RESOURCE' });
  });

  test.each([
    ['region', bus('ap-south-1'), 'THIRD_REGION_HOP_DETECTED'],
    ['account', bus('us-east-1', '333333333333'), 'THIRD_ACCOUNT_HOP_DETECTED'],
  ])('is not in a third %s', async (_what, arn, code) => {
    const { api, evaluator } = account();
    const second = code.startsWith('THIRD_REGION')
      ? { ...HERE, region: 'us-east-1' }
      : { ...HERE, account: '222222222222' };
    const reached = nextBus(api, evaluator, { arn, roleArn: ROLE, path: [HERE, second] });
    await expect(reached).rejects.toMatchObject({ code });
  });
});
