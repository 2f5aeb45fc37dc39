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
