import { expect, test } from '@jest/globals';
import { identityOf } from '../../../../lambda/core/model/step.ts';

test('a step is known in its plan by its operation, a metric filter by its name too', () => {
  expect(identityOf({ operation: 'StartLogging', input: { Name: 'x' }, needs: [], repairs: [] })).toBe('StartLogging');
  const input = { logGroupName: 'g', filterName: 'f', filterPattern: '', metricTransformations: [] };
  expect(identityOf({ operation: 'PutMetricFilter', input, needs: [], repairs: [] })).toBe('PutMetricFilter f');
});
