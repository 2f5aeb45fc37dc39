import { expect, test } from '@jest/globals';
import { argument, awsCliCommand } from '../../../../lambda/core/commands/aws-cli.ts';
import type { Operation, Step } from '../../../../lambda/core/model/step.ts';
import { ID } from '../../../support/perfect-trail.ts';

const INPUT = { Name: 'a name' };

test.each<[Operation, string]>([
  ['StartLogging', "aws cloudtrail start-logging --name 'a name' --region us-east-1"],
  ['UpdateTrail', "aws cloudtrail update-trail --name 'a name' --region us-east-1"],
  ['CreateLogGroup', "aws logs create-log-group --name 'a name' --region us-east-1"],
  ['PutRetentionPolicy', "aws logs put-retention-policy --name 'a name' --region us-east-1"],
  ['PutMetricFilter', "aws logs put-metric-filter --name 'a name' --region us-east-1"],
  ['CreateRole', "aws iam create-role --name 'a name'"],
  ['PutRolePolicy', "aws iam put-role-policy --name 'a name'"],
])('%s goes to its service, and to the Region of the trail where the service is regional', (operation, command) => {
  const step = { operation, input: INPUT, needs: [], repairs: [] } as unknown as Step;
  expect(awsCliCommand(step, ID.region)).toBe(command);
});

test('parameters have the names of the AWS CLI', () => {
  const input = { logGroupName: '/trailmend/audit', retentionInDays: 365 };
  expect(awsCliCommand({ operation: 'PutRetentionPolicy', input, needs: [], repairs: [] }, ID.region)).toBe(
    'aws logs put-retention-policy --log-group-name /trailmend/audit --retention-in-days 365 --region us-east-1',
  );
});

test.each([
  ['arn:aws:iam::1:role/a_b@c%+=,.-', 'arn:aws:iam::1:role/a_b@c%+=,.-'],
  [365, '365'],
  ['', "''"],
  ['a b', "'a b'"],
  ['*', "'*'"],
  ['a*', "'a*'"],
  ['*a', "'*a'"],
  ["it's", "'it'\\''s'"],
  [{ a: "'" }, `'{"a":"'\\''"}'`],
])('%j is written in a shell as %s', (value, text) => expect(argument(value)).toBe(text));
