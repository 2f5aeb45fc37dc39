import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bucketPolicy } from '../../demo/policies.ts';
import { until } from '../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { builtTemplates } from '../deployment/console.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { awsShell, type Shell } from './tools/aws-cli.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/organization.md');

let aws: LocalAws;
let folder: string;
let shell: Shell;
/** The commands of the document by the title of their section. */
let printed: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  printed = commandsOf(await readFile(DOCUMENT, 'utf8'));
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
  folder = await mkdtemp(join(tmpdir(), 'trailmend-aws-cli-'));
  const { hub, forwarder } = await builtTemplates();
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist/trailmend.template.json'), hub);
  await writeFile(join(folder, 'dist/trailmend-forwarder.template.json'), forwarder);
  shell = await awsShell(folder, aws.environment);
});

afterAll(async () => {
  await aws?.stop();
  if (folder) await rm(folder, { recursive: true });
});

/** The blocks of commands in each section of a document in Markdown. */
function commandsOf(document: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    document.split(/^#+ /m).map((section) => {
      const title = section.slice(0, section.indexOf('\n'));
      return [title, [...section.matchAll(/^```\n(aws .*?)^```$/gms)].map(([, block = '']) => block)];
    }),
  );
}

/** The stack of the local AWS, or undefined. */
async function stack() {
  const { Stacks } = JSON.parse(await shell('aws cloudformation describe-stacks'));
  return Stacks.find(({ StackName }: { readonly StackName: string }) => StackName === 'Trailmend');
}

function isInStatus(status: string | undefined): Promise<true> {
  const reached = async () => {
    const current = (await stack())?.StackStatus;
    if (current?.includes('ROLLBACK')) throw new Error(`The stack is in status ${current}.`);
    return current === status || undefined;
  };
  return until(`The status ${status} of the stack`, reached, { withinMs: WAIT_LIMIT_MS });
}

describe('with the AWS CLI', () => {
  const TRAIL = 'audit';
  const GROUP = `arn:aws:logs:us-east-1:000000000000:log-group:/trailmend/${TRAIL}:*`;
  /** A command of the document, as a reader with this bucket and trail would enter it. */
  const entered = (block: string | undefined) =>
    `${block}`
      .replaceAll('https://BUCKET.s3.REGION.amazonaws.com', `${aws.endpoint}/BUCKET`)
      .replaceAll('BUCKET', 'templates')
      .replaceAll('TRAIL', TRAIL);
  const targetOf = (show: string | undefined) => shell(`${show}`);

  test('the printed commands deploy, repair, upgrade, remove, and deploy again', async () => {
    const [deploy, fix, breakAndShow = '', upgrade, remove] = (printed['With the AWS CLI'] ?? []).map(entered);
    const [blank, show] = breakAndShow.split('\n');
    const isRepaired = () =>
      until('The repair', async () => (await targetOf(show)) === GROUP || undefined, { withinMs: WAIT_LIMIT_MS });
    const policy = bucketPolicy('000000000000', TRAIL, `arn:aws:cloudtrail:us-east-1:000000000000:trail/${TRAIL}`);
    await writeFile(join(folder, 'policy.json'), policy);
    await shell(`aws s3 mb s3://templates
      aws s3 mb s3://${TRAIL}
      aws s3api put-bucket-policy --bucket ${TRAIL} --policy file://policy.json
      aws cloudtrail create-trail --name ${TRAIL} --s3-bucket-name ${TRAIL} --is-multi-region-trail
      aws cloudtrail start-logging --name ${TRAIL}`);

    await shell(`${deploy}`);
    await isInStatus('CREATE_COMPLETE');
    expect(await targetOf(show)).toBe('None');
    await shell(`${fix}`);
    await isInStatus('UPDATE_COMPLETE');
    await isRepaired();
    await shell(`${blank}`);
    await isRepaired();

    await writeFile(join(folder, 'dist/trailmend.template.json'), nextVersionOf((await builtTemplates()).hub));
    await shell(`${upgrade}`);
    await isInStatus('UPDATE_COMPLETE');
    expect((await stack()).Outputs).toContainEqual(
      expect.objectContaining({ OutputKey: 'Version', OutputValue: 'next' }),
    );
    expect((await stack()).Parameters).toEqual(
      expect.arrayContaining([
        { ParameterKey: 'Mode', ParameterValue: 'fix' },
        { ParameterKey: 'NotificationEmail', ParameterValue: 'you@example.com' },
      ]),
    );
    await shell(`${blank}`);
    await isRepaired();

    await shell(`${remove}`);
    await isInStatus(undefined);
    await shell(`${blank}`);
    await shell(`${deploy}`);
    await isInStatus('CREATE_COMPLETE');
    await shell(`${fix}`);
    await isInStatus('UPDATE_COMPLETE');
    await isRepaired();
  });

  function nextVersionOf(hub: string): string {
    const template = JSON.parse(hub);
    template.Resources.RemediatorFunction.Properties.Code.ZipFile += '\n// next version';
    template.Outputs.Version = { Value: 'next' };
    return JSON.stringify(template);
  }
});

describe('with StackSets, which the emulator does not have', () => {
  let endpoint: Server;
  const requests: URLSearchParams[] = [];

  beforeAll(async () => {
    endpoint = createServer(async (request, response) => {
      const parameters = new URLSearchParams(await text(request));
      requests.push(parameters);
      const action = parameters.get('Action');
      response.end(`<${action}Response><${action}Result/></${action}Response>`);
    });
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => void endpoint?.close());

  test('the AWS CLI accepts the printed commands, and sends their values', async () => {
    const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
    const blocks = printed['With StackSets'] ?? [];
    await shell(`export AWS_ENDPOINT_URL=${url}\n${blocks.join('\n')}`);
    const sent = requests.map((parameters) => Object.fromEntries(parameters));
    expect(sent.map(({ Action, StackSetName }) => `${Action} ${StackSetName}`)).toEqual([
      'CreateStackSet Trailmend',
      'CreateStackInstances Trailmend',
      'CreateStackSet TrailmendForwarder',
      'CreateStackInstances TrailmendForwarder',
      'UpdateStackInstances Trailmend',
      'UpdateStackSet Trailmend',
      'DeleteStackInstances Trailmend',
      'DeleteStackSet Trailmend',
    ]);
    const [hub, instances, forwarder, forwarders, fix, upgrade, removal] = sent;
    const allNamed = { 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' };
    expect(hub).toMatchObject({
      ...allNamed,
      PermissionModel: 'SERVICE_MANAGED',
      'AutoDeployment.Enabled': 'true',
      'AutoDeployment.RetainStacksOnAccountRemoval': 'false',
      'Parameters.member.1.ParameterKey': 'Mode',
      'Parameters.member.1.ParameterValue': 'dry-run',
      'Parameters.member.2.ParameterKey': 'ForwarderRegions',
      'Parameters.member.2.ParameterValue': 'eu-west-1,ap-southeast-2',
    });
    expect(instances).toMatchObject({
      'DeploymentTargets.OrganizationalUnitIds.member.1': 'ou-EXAMPLE',
      'Regions.member.1': 'us-east-1',
    });
    expect(forwarder).toMatchObject({
      ...allNamed,
      'Parameters.member.1.ParameterKey': 'HubRegion',
      'Parameters.member.1.ParameterValue': 'us-east-1',
    });
    expect(forwarders).toMatchObject({
      'Regions.member.1': 'us-east-1',
      'Regions.member.2': 'eu-west-1',
      'Regions.member.3': 'ap-southeast-2',
    });
    expect(fix).toMatchObject({
      'ParameterOverrides.member.1.ParameterKey': 'Mode',
      'ParameterOverrides.member.1.ParameterValue': 'fix',
    });
    expect(upgrade).toMatchObject({ ...allNamed, 'Parameters.member.2.UsePreviousValue': 'true' });
    expect(removal).toMatchObject({ RetainStacks: 'false', 'Regions.member.1': 'us-east-1' });
  });
});
