import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { bootstrap, deploy } from '../../local/deploy.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { namesFor } from '../e2e/account.ts';
import { type Syntheses, synthesized } from '../infra/synthesis.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { pack, run } from './packed.ts';

const PROJECT = join(import.meta.dirname, '../..');
/** As in a new CDK app; CDK's own types need `Disposable`. */
const COMPILER_OPTIONS = { module: 'nodenext', lib: ['es2022', 'esnext.disposable'], strict: true, noEmit: true };

/** A folder with the packed package and the CDK, as the app of a user has it. */
let folder: string;

beforeAll(async () => {
  const packed = await pack();
  ({ folder } = packed);
  const { devDependencies } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8'));
  const ofCdk = ['aws-cdk-lib', 'constructs'].map((name) => `${name}@${devDependencies[name]}`);
  await packed.install(packed.tarball, ...ofCdk);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Synthesizes an app. @returns the folder of the cloud assembly, and what the app printed */
async function synthesize(file: string, code: string): Promise<{ assembly: string; printed: string }> {
  const assembly = join(folder, `${file}.out`);
  await writeFile(join(folder, file), code);
  const { stdout, stderr } = await run(process.execPath, [file], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CDK_OUTDIR: assembly },
  });
  return { assembly, printed: stdout + stderr };
}

/** The templates of an assembly by the names of their stacks. */
async function templatesIn(assembly: string): Promise<Readonly<Record<string, unknown>>> {
  const { artifacts } = JSON.parse(await readFile(join(assembly, 'manifest.json'), 'utf8'));
  const stacks: Record<string, unknown> = {};
  for (const { type, properties } of Object.values<{ type: string; properties: Record<string, string> }>(artifacts)) {
    if (type !== 'aws:cloudformation:stack') continue;
    const { stackName = '', templateFile = '' } = properties;
    stacks[stackName] = JSON.parse(await readFile(join(assembly, templateFile), 'utf8'));
  }
  return stacks;
}

const templatesOf = ({ stacks }: Syntheses['alone']) =>
  Object.fromEntries(Object.entries(stacks).map(([name, { template }]) => [name, template]));

describe('new Trailmend() in an app of its own', () => {
  test('as an ES module gives the templates of this checkout, and prints nothing', async () => {
    const { assembly, printed } = await synthesize(
      'app.mjs',
      `import { App } from 'aws-cdk-lib';
       import { Trailmend } from 'trailmend';
       new Trailmend(new App(), 'Security', { regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] });`,
    );
    expect(printed).toBe('');
    expect(await templatesIn(assembly)).toEqual(templatesOf((await synthesized()).forwarded));
  });

  test('as CommonJS and without properties gives the one stack of this checkout', async () => {
    const { assembly, printed } = await synthesize(
      'app.cjs',
      `const { App } = require('aws-cdk-lib');
       const { Trailmend } = require('trailmend');
       new Trailmend(new App(), 'Trailmend');`,
    );
    expect(printed).toBe('');
    expect(await templatesIn(assembly)).toEqual(templatesOf((await synthesized()).alone));
  });

  test.each([
    [`{ regions: ['us-east-1', 'mars-1'] }`, 'RegionsError: The value of "regions" is invalid'],
    [`{ parameters: { Mode: 'dry' } }`, 'ParameterError: The value "dry" is not valid.'],
  ])('with %s says what is wrong', async (props, message) => {
    const code = `const { App } = require('aws-cdk-lib');
      new (require('trailmend').Trailmend)(new App(), 'Trailmend', ${props});`;
    await expect(synthesize('wrong.cjs', code)).rejects.toMatchObject({ stderr: expect.stringContaining(message) });
  });

  test.each(['mts', 'cts'])('has types for a %s source', async (extension) => {
    const code = `import { App, Stage } from 'aws-cdk-lib';
      import { Trailmend, type TrailmendProps } from 'trailmend';
      const props: TrailmendProps = { regions: ['us-east-1'], parameters: { Mode: 'dry-run' } };
      const topicArn: string = new Trailmend(new Stage(new App(), 'Prod'), 'Trailmend', props).topic.topicArn;
      // @ts-expect-error: no parameter has this name
      new Trailmend(new App(), 'Trailmend', { parameters: { mode: topicArn } });`;
    const config = {
      compilerOptions: COMPILER_OPTIONS,
      files: [`typed.${extension}`],
    };
    await writeFile(join(folder, `typed.${extension}`), code);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = run(join(PROJECT, 'node_modules/.bin/tsc'), ['-p', folder]).catch(({ stdout }) => ({ stdout }));
    expect((await tsc).stdout).toBe('');
  });
});

describe('its deployment', () => {
  let aws: LocalAws;
  let administrator: AwsSession;
  beforeAll(async () => {
    aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
    administrator = administratorOf(aws);
    await makeTrail(administrator, 'payments', await makeBucket(administrator, 'payments'));
    await bootstrap(aws);
  });
  afterAll(() => aws?.stop());

  test('repairs a trail, with the parameters that the app decides', async () => {
    const { assembly, printed } = await synthesize(
      'deployed.mjs',
      `import { App } from 'aws-cdk-lib';
       import { Trailmend } from 'trailmend';
       const parameters = { SettleSeconds: '0', LogGroupPrefix: '/audit/' };
       new Trailmend(new App(), 'Trailmend', { regions: ['us-east-1'], parameters });`,
    );
    expect(printed).toBe('');
    const outputs = await deploy(aws, { RetentionDays: '400' }, { assembly });
    expect(outputs).toMatchObject({ FunctionName: expect.any(String), LogGroupPrefix: '/audit/' });
    await administrator.cloudTrail.send(
      new UpdateTrailCommand({ Name: 'payments', CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' }),
    );
    const { roleArn } = namesFor(administrator, 'payments');
    const isRepaired = async () => {
      const trail = await describeTrail(administrator, 'payments');
      return trail.roleArn === roleArn ? trail : undefined;
    };
    const repaired = await until('The repair of the trail', isRepaired, { withinMs: WAIT_LIMIT_MS });
    expect(repaired.logGroupArn).toContain(':log-group:/audit/payments:*');
    expect(repaired.isLogging).toBe(true);
  });
});
