import { expect, test } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as acknowledged from '../../infra/acknowledged.ts';
import { TrailmendStack } from '../../infra/trailmend-stack.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { checkedSynthesis } from './checked-synthesis.ts';

/** What cdk-nag finds when nothing is acknowledged. */
function findings(app: App): readonly string[] {
  const unforgiving = new AwsSolutionsChecks(app);
  Object.defineProperty(unforgiving, 'isAcknowledged', { value: () => false });
  return unforgiving.validateScope(app).violations.map(({ ruleName }) => ruleName);
}

test('CDK and cdk-nag (AwsSolutions) find all that is acknowledged, and nothing else', async () => {
  let found: readonly string[] = [];
  // Throws what is found and not acknowledged.
  const validation = await checkedSynthesis((app) => {
    found = findings(app);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
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

test('the function may come as code inline', () =>
  inTemporaryFolder(async (outdir) => {
    const stack = new TrailmendStack(new App({ outdir }), 'Trailmend', {
      code: Code.fromInline('exports.handler=1'),
      forwarders: [],
    });
    const made = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    expect(made).toMatchObject([{ Properties: { Code: { ZipFile: 'exports.handler=1' }, Handler: 'index.handler' } }]);
  }));
