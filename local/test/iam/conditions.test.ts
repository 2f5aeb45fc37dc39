import { describe, expect, test } from '@jest/globals';
import { conditionKeysIn, usesResourceTags } from '../../iam/conditions.ts';

function policies(...Statement: object[]) {
  return [{ name: 'p', document: { Version: '2012-10-17', Statement } }];
}

const tagged = { StringEquals: { 'aws:resourcetag/k': 'v' } };

describe('policies use resource tags', () => {
  test.each([
    ['for a condition on them', { Action: 'logs:*', Condition: tagged }, true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how IAM writes a variable
    ['for a variable that names them', { Action: ['logs:Put*'], Resource: 'arn:x/${aws:ResourceTag/team}' }, true],
    ['for every action but some', { NotAction: 's3:*', Condition: tagged }, true],
    ['for actions in any case', { Action: 'LOGS:putlogevents', Condition: tagged }, true],
    ['not for other actions', { Action: ['logs:Get*', 's3:*'], Condition: tagged }, false],
    ['not for other conditions', { Action: '*', Condition: { StringEquals: { 'aws:RequestTag/k': 'v' } } }, false],
  ])('%s', (_, statement, expected) => {
    expect(usesResourceTags(policies(statement), 'logs:PutLogEvents')).toBe(expected);
  });

  test('a document that is not a policy uses no resource tags', () => {
    expect(usesResourceTags([{ name: 'p', document: 'nonsense' }], 'logs:PutLogEvents')).toBe(false);
  });
});

test('condition keys are those of the statements about the action, each once', () => {
  const about = {
    Action: 'iam:*',
    Condition: { StringEquals: { 'iam:PassedToService': 'x' }, Bool: { 'aws:SecureTransport': 'true' } },
  };
  const other = { Action: 's3:*', Condition: { StringEquals: { 's3:prefix': 'x' } } };
  expect(conditionKeysIn([...policies(about, other), ...policies(about)], 'iam:PassRole')).toEqual([
    'iam:PassedToService',
    'aws:SecureTransport',
  ]);
});
