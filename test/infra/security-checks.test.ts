import { expect, jest, test } from '@jest/globals';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as acknowledged from '../../infra/acknowledged.ts';
import { PATIENCE_MS, synthesize } from './synthesis.ts';

jest.setTimeout(PATIENCE_MS);

/** What cdk-nag finds when nothing is acknowledged. */
function findings(app: App): readonly string[] {
  const unforgiving = new AwsSolutionsChecks(app);
  Object.defineProperty(unforgiving, 'isAcknowledged', { value: () => false });
  return unforgiving.validateScope(app).violations.map(({ ruleName }) => ruleName);
}

test('cdk-nag (AwsSolutions) finds nothing that is not acknowledged', async () => {
  await synthesize((app) => Validations.of(app).addPlugins(new AwsSolutionsChecks(app)));
});

test('every acknowledgement is of something that is found', async () => {
  let found: readonly string[] = [];
  const { validation } = await synthesize((app) => {
    found = findings(app);
  });
  const foundByCdk = validation.pluginReports.flatMap(
    ({ suppressedViolations = [] }: { readonly suppressedViolations?: readonly { readonly ruleName: string }[] }) =>
      suppressedViolations.map(({ ruleName }) => `CloudFormation-Validate::${ruleName}`),
  );
  const given = Object.values(acknowledged).flatMap((list) => list.map(({ id }) => id));
  expect(new Set([...found, ...foundByCdk])).toEqual(new Set(given));
});

test('every acknowledgement gives a reason', () => {
  for (const { reason } of Object.values(acknowledged).flat()) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
});
