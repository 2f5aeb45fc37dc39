import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { bundle } from '../../infra/bundle.ts';
import { oneFileTemplates } from '../../infra/one-file.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { deployed } from './deployed.ts';
import { type AnyTemplate, synthesized } from './synthesis.ts';

// CDK's own checks take seconds: test/judges runs cfn-lint.
process.env['CDK_VALIDATION'] = 'false';

const HUB_REGION = 'us-east-1';
// The Region of `deployed`.
const HERE = 'eu-west-1';

let texts: Awaited<ReturnType<typeof oneFileTemplates>>;
let hub: AnyTemplate;
let forwarder: AnyTemplate;

const build = () =>
  inTemporaryFolder(async (folder) =>
    oneFileTemplates(await bundle(join(folder, 'function')), join(folder, 'cdk.out')),
  );

beforeAll(async () => {
  texts = await build();
  [hub, forwarder] = [JSON.parse(texts.hub), JSON.parse(texts.forwarder)];
});

/** The resources without conditions and without the code, which is an asset in the CDK app. */
function resourcesOf(template: AnyTemplate, values: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(
    Object.entries(deployed(template, values)).map(([id, { Condition: _, ...resource }]) => [
      id,
      id === 'RemediatorFunction' ? { ...resource.Properties, Code: undefined } : resource,
    ]),
  );
}

describe('the template of the hub', () => {
  test('has the resources of the CDK app, with and without forwarders', async () => {
    const { alone, forwarded } = await synthesized();
    expect(resourcesOf(hub)).toEqual(resourcesOf(alone.template));
    const cdk = forwarded.stacks['Trailmend']?.template as AnyTemplate;
    const ForwarderRegions = cdk.Resources['RemediatorFunction']?.Properties['Environment'].Variables.FORWARDER_REGIONS;
    expect(ForwarderRegions).toMatch(/-/);
    expect(resourcesOf(hub, { ForwarderRegions })).toEqual(resourcesOf(cdk));
  });

  test('contains the code, needs no bootstrapped account, and has at most 900,000 bytes', () => {
    const { ZipFile } = hub.Resources['RemediatorFunction']?.Properties['Code'] ?? {};
    expect(ZipFile).toContain('exports');
    expect(hub.Parameters).not.toHaveProperty('BootstrapVersion');
    expect(JSON.stringify(hub)).not.toContain('cdk-hnb659fds');
    expect(Buffer.byteLength(texts.hub)).toBeLessThanOrEqual(900_000);
  });

  test('is the same when it is built again', async () => {
    expect(await build()).toEqual(texts);
  });
});

describe('the template of a forwarder', () => {
  test('has the resources of the CDK app in another Region than that of the hub', async () => {
    const { stacks } = (await synthesized()).forwarded;
    const cdk = stacks[`TrailmendForwarder-${HERE}`]?.template as AnyTemplate;
    const { Nothing, ...resources } = resourcesOf(forwarder, { HubRegion: HUB_REGION });
    expect(Nothing).toMatchObject({ Type: 'AWS::CloudFormation::WaitConditionHandle' });
    expect(resources).toEqual(resourcesOf(cdk));
    const values = { MetricFilters: 'cis', NotificationEmail: 'security@example.com' };
    const { Nothing: _, ...monitored } = resourcesOf(forwarder, { HubRegion: HUB_REGION, ...values });
    expect(monitored).toEqual(resourcesOf(cdk, values));
  });

  test('contains nothing in the Region of the hub', () => {
    expect(Object.keys(deployed(forwarder, { HubRegion: HERE, MetricFilters: 'cis' }))).toEqual(['Nothing']);
  });
});

describe('docs/organization.md', () => {
  interface Labels {
    readonly groups: readonly string[];
    readonly parameters: readonly string[];
  }
  /** The words of the page of the console on which a person enters parameters. */
  const labelsOf = (template: AnyTemplate): Labels => {
    const { ParameterGroups, ParameterLabels } = Object(template.Metadata)['AWS::CloudFormation::Interface'];
    const shown = (labels: Readonly<Record<string, object>>) =>
      Object.values(labels).map((label) => Object(label).default);
    return {
      groups: ParameterGroups.map(({ Label }: { readonly Label: { readonly default: string } }) => Label.default),
      parameters: shown(ParameterLabels),
    };
  };
  /** Source: CloudFormation user guide, "Create a stack", "Update a stack". */
  const CONSOLE = [
    ...[
      'Create stack',
      'With new resources (standard)',
      'Specify template',
      'Upload a template file',
      'Next',
      'Submit',
    ],
    ...['Specify stack details', 'Update', 'Use existing template', 'Replace existing template', 'Delete'],
  ];
  let section: string;

  beforeAll(async () => {
    const document = await readFile(join(import.meta.dirname, '../../docs/organization.md'), 'utf8');
    section = document.slice(document.indexOf('## In the'), document.indexOf('## With the AWS CLI'));
  });

  test('lists the groups of parameters in the order of the console', () => {
    const rows = [...section.matchAll(/^\| \*\*([^*]+)\*\* \|/gm)].map(([, group]) => group);
    expect(rows).toEqual(labelsOf(hub).groups);
  });

  test('says nothing in bold but words of the console, groups and labels', () => {
    const known = [hub, forwarder].map(labelsOf).flatMap(({ groups, parameters }) => [...groups, ...parameters]);
    const bold = [...section.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => words.replaceAll('\n', ' '));
    expect(bold.length).toBeGreaterThan(20);
    expect(bold.filter((words) => ![...CONSOLE, ...known].includes(words))).toEqual([]);
  });
});
