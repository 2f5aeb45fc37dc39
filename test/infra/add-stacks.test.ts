import { describe, expect, test } from '@jest/globals';
import { App, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { addStacks, type StacksProps } from '../../infra/add-stacks.ts';
import { ParameterError } from '../../infra/check-parameter.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { deployed } from './deployed.ts';
import type { Template } from './synthesis.ts';

// CDK's own checks take seconds: test/judges runs them.
process.env['CDK_VALIDATION'] = 'false';

const REGIONS = { hub: 'us-east-1', forwarders: ['eu-west-1'] };
const HUB = 'Trailmend';
const FORWARDER = 'TrailmendForwarder-eu-west-1';
const NAMES = [HUB, FORWARDER];

/** The templates by the names of their stacks, with the stacks in the scope that `scopeIn` adds. */
function templates(
  scopeIn: (app: App) => Construct = (app) => app,
  props: Partial<StacksProps> = {},
): Promise<Readonly<Record<string, Template>>> {
  return inTemporaryFolder(async (outdir) => {
    const scope = scopeIn(new App({ outdir }));
    const hub = addStacks(scope, { code: Code.fromInline('exports.handler=1'), regions: REGIONS, ...props });
    const { stacks } = (Stage.of(hub) as Stage).synth();
    return Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template]));
  });
}

test.each([
  ['a stage', (app: App) => new Stage(app, 'Prod')],
  ['a construct of another app', (app: App) => new Construct(app, 'Security')],
])('the stacks have the same names and templates in %s', async (_where, scopeIn) => {
  const [there, here] = await Promise.all([templates(scopeIn), templates()]);
  expect(Object.keys(there).toSorted()).toEqual(NAMES);
  expect(there).toEqual(here);
});

describe('parameters that the app decides', () => {
  const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1';
  const parameters = {
    Mode: 'dry-run',
    SweepMinutes: '15',
    LogGroupPrefix: '/audit/',
    RetentionDays: '400',
    MetricFilters: 'cis',
    NotificationEmail: 'security@example.com',
    TopicKmsKeyArn: KEY,
    PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
  };

  test('are not asked for, and give the resources of the same values', async () => {
    const [open, fixed] = await Promise.all([templates(), templates(undefined, { parameters })]);
    for (const name of NAMES) {
      const { [name]: left = {} as Template } = fixed;
      const { TopicKmsKeyArn, ...elsewhere } = parameters;
      const decided = name === HUB ? parameters : elsewhere;
      expect(Object.keys(left.Parameters).filter((parameter) => parameter in decided)).toEqual([]);
      expect(JSON.stringify(left.Metadata)).not.toContain('"Mode"');
      if (name === HUB) for (const [id, value] of Object.entries(decided)) expect(left.Outputs[id]?.Value).toBe(value);
      expect(deployed(left, { TopicKmsKeyArn })).toEqual(deployed(open[name] as Template, parameters));
    }
  });

  test('leave each forwarder its key of the topic', async () => {
    const fixed = await templates(undefined, { parameters });
    expect(Object.keys(fixed[FORWARDER]?.Parameters ?? {})).toEqual(['TopicKmsKeyArn']);
  });

  test('are checked', async () => {
    await expect(templates(undefined, { parameters: { RetentionDays: '366' } })).rejects.toThrow(ParameterError);
  });
});
