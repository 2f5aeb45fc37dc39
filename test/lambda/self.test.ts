import { expect, test } from '@jest/globals';
import { ConfigError, ownSettings } from '../../lambda/config.ts';
import { checkIdentity } from '../../lambda/self.ts';
import { CONFIG } from './app/dispatched.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:trailmend';

test.each([FUNCTION, `${FUNCTION}:7`])('%s runs with its own role and topic', (functionArn) => {
  expect(() => checkIdentity(CONFIG, functionArn)).not.toThrow();
});

test('in another partition everything has its name', () => {
  const inChina = (arn: string) => arn.replace('arn:aws:', 'arn:aws-cn:');
  const { functionRoleArn, topicArn } = CONFIG;
  const config = { ...CONFIG, functionRoleArn: inChina(functionRoleArn), topicArn: inChina(topicArn) };
  expect(() => checkIdentity(config, inChina(FUNCTION))).not.toThrow();
  expect(() => checkIdentity(config, FUNCTION)).toThrow(ConfigError);
});

test.each([
  ['FUNCTION_ROLE_ARN', { functionRoleArn: 'arn:aws:iam::111122223333:role/attacker' }],
  ['FUNCTION_ROLE_ARN', { functionRoleArn: 'arn:aws:iam::444455556666:role/trailmend-function/trailmend-function' }],
  ['TOPIC_ARN', { topicArn: 'arn:aws:sns:eu-west-1:444455556666:Trailmend-Topic' }],
  ['TOPIC_ARN', { topicArn: 'arn:aws:sns:us-east-1:111122223333:Trailmend-Topic' }],
])('another %s is refused by its name and value', (variable, changes) => {
  const check = () => checkIdentity({ ...CONFIG, ...changes }, FUNCTION);
  expect(check).toThrow(ConfigError);
  expect(check).toThrow(`The environment variable ${variable} is "${Object.values(changes)[0]?.split(':Trail')[0]}`);
});

test('the settings have the names of parameters, and lists are texts', () => {
  expect(ownSettings(CONFIG)).toMatchObject({
    Mode: 'dry-run',
    RetentionDays: '365',
    Regions: '',
    ForwarderRegions: 'us-west-2',
    FunctionRoleArn: CONFIG.functionRoleArn,
  });
});
