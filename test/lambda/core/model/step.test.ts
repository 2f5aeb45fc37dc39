import { expect, test } from '@jest/globals';
import { changesTrail, identityOf, OPERATIONS, targetOf } from '../../../../lambda/core/model/step.ts';

test('a step is identified in its plan by its operation, a metric filter by its name too', () => {
  expect(identityOf({ operation: 'StartLogging', input: { Name: 'x' }, needs: [], repairs: [] })).toBe('StartLogging');
  const input = { logGroupName: 'g', filterName: 'f', filterPattern: '', metricTransformations: [] };
  expect(identityOf({ operation: 'PutMetricFilter', input, needs: [], repairs: [] })).toBe('PutMetricFilter f');
});

test('two of the seven operations change the trail itself', () => {
  expect(OPERATIONS).toHaveLength(7);
  expect(OPERATIONS.filter(changesTrail)).toEqual(['StartLogging', 'UpdateTrail']);
});

test('an UpdateTrail makes the trail deliver to the group and the role of its input', () => {
  const input = { Name: 'x', CloudWatchLogsLogGroupArn: 'its-group', CloudWatchLogsRoleArn: 'its-role' };
  expect(targetOf(input)).toEqual({ logGroupArn: 'its-group', roleArn: 'its-role' });
});
