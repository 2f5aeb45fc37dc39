import { expect, test } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as acknowledgments from '../../infra/acknowledgments.ts';
import { TrailmendStack } from '../../infra/trailmend-stack.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { checkedSynthesis } from './checked-synthesis.ts';

/** The findings of cdk-nag without acknowledgments. */
function findings(app: App): readonly string[] {
  const strict = new AwsSolutionsChecks(app);
  Object.defineProperty(strict, 'isAcknowledged', { value: () => false });
  return strict.validateScope(app).violations.map(({ ruleName }) => ruleName);
}

test('CDK and cdk-nag (AwsSolutions) report every acknowledged finding, and no other', async () => {
  let found: readonly string[] = [];
  // Throws on a finding that is not acknowledged.
  const validation = await checkedSynthesis((app) => {
    found = findings(app);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  });
  const foundByCdk = validation.pluginReports.flatMap(
    ({ suppressedViolations = [] }: { readonly suppressedViolations?: readonly { readonly ruleName: string }[] }) =>
      suppressedViolations.map(({ ruleName }) => `CloudFormation-Validate::${ruleName}`),
  );
  const expected = Object.values(acknowledgments).flatMap((list) => list.map(({ id }) => id));
  expect(new Set([...found, ...foundByCdk])).toEqual(new Set(expected));
});

test('every acknowledgment has a reason', () => {
  for (const { reason } of Object.values(acknowledgments).flat()) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
});

test('the function can be inline code', () =>
  inTemporaryFolder(async (outdir) => {
    const stack = new TrailmendStack(new App({ outdir }), 'Trailmend', {
      code: Code.fromInline('exports.handler=1'),
      forwarders: [],
    });
    const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    expect(functions).toMatchObject([
      { Properties: { Code: { ZipFile: 'exports.handler=1' }, Handler: 'index.handler' } },
    ]);
  }));
