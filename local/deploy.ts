import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LocalAws } from './local-aws.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const CDK = fileURLToPath(new URL('../node_modules/aws-cdk/bin/cdk', import.meta.url));
/** Loaded into the CDK CLI first: when we end, however, our end of its standard input closes and its process group goes. */
const END_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  "process.stdin.on('end', () => process.kill(0, 'SIGKILL')).resume().unref();",
)}`;

const COMPLAINT_LINES = 10;

/** How the CDK CLI is run. */
export interface CdkOptions {
  /** Told what the CLI says, one line each. */
  readonly progress?: (line: string) => void;
  /** Ends the CLI, and with it the promise that waits for it. */
  readonly signal?: AbortSignal;
}

/** The CDK CLI failed: the message carries the lines in which it says why. */
export class CdkError extends Error {
  override readonly name = 'CdkError';
}

/**
 * `cdk bootstrap`: what CDK needs once in an account and region.
 * @throws CdkError when it fails
 */
export async function bootstrap(aws: LocalAws, options: CdkOptions = {}): Promise<void> {
  // Outside the project, so that the app, which bootstrapping does not need, is not synthesized.
  await cdk(aws, temporary(aws), ['bootstrap', `aws://${aws.account}/${aws.region}`], options);
}

/** Outputs of the stack by name, such as `TopicArn`. */
export type StackOutputs = Readonly<Record<string, string>>;

/** How the stacks are deployed. */
export interface DeployOptions extends CdkOptions {
  /** `HUB,FORWARDER,…`: the context value of that name; left out, there is the one stack of the local AWS' own region. */
  readonly regions?: string;
}

/**
 * `cdk deploy --all` of the stacks as they are in this checkout; the account has to be bootstrapped. One deployment at a time.
 * @param parameters CloudFormation parameters by name; those left out keep their value or take their default
 * @returns the outputs of the stack `Trailmend`
 * @throws CdkError when it fails, with the reason that CloudFormation gave
 */
export async function deploy(
  aws: LocalAws,
  parameters: Readonly<Record<string, string>>,
  options: DeployOptions = {},
): Promise<StackOutputs> {
  const assembly = assemblyOf(aws, options);
  const outputs = join(temporary(aws), 'outputs.json');
  const context = options.regions === undefined ? [] : ['-c', `regions=${options.regions}`];
  // Synthesized at the first deployment, and the same at the next ones.
  const what = existsSync(join(assembly, 'manifest.json')) ? ['--app', assembly] : ['--output', assembly, ...context];
  options.progress?.('synthesizing the stack');
  // Forwarders have no parameters, and CloudFormation refuses what a template does not declare.
  const given = Object.entries(parameters).flatMap(([name, value]) => ['--parameters', `Trailmend:${name}=${value}`]);
  const how = ['--require-approval', 'never', '--progress', 'events', '--outputs-file', outputs];
  await cdk(aws, PROJECT, ['deploy', '--all', ...what, ...how, ...given], options);
  const told: Readonly<Record<string, StackOutputs>> = JSON.parse(await readFile(outputs, 'utf8'));
  return told['Trailmend'] ?? {};
}

/**
 * `cdk destroy --all` of what `deploy` deployed with the same options.
 * @throws CdkError when it fails
 */
export async function destroy(aws: LocalAws, options: DeployOptions = {}): Promise<void> {
  await cdk(aws, PROJECT, ['destroy', '--all', '--force', '--app', assemblyOf(aws, options)], options);
}

function assemblyOf(aws: LocalAws, { regions = 'any' }: DeployOptions): string {
  return join(temporary(aws), `cdk.out.${regions}`);
}

function temporary({ environment }: LocalAws): string {
  return environment['TMPDIR'] ?? '/tmp';
}

/** Runs the project's CDK CLI on this Node.js, so that infra/app.ts runs on it as well. */
async function cdk(aws: LocalAws, cwd: string, command: readonly string[], options: CdkOptions): Promise<void> {
  const path = [dirname(process.execPath), aws.environment['PATH']].filter(Boolean).join(delimiter);
  // A process group of its own: a Ctrl-C on the terminal is ours to answer.
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, CDK, ...command], {
    cwd,
    // CDK's own checks of the template take seconds, and say the same wherever it is deployed: `npm run synth` has them made.
    env: { ...aws.environment, PATH: path, CI: 'true', NO_COLOR: '1', CDK_VALIDATION: 'false' },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const end = () => child.stdin.end();
  child.stdin.on('error', () => {}); // a CLI that has ended needs no telling
  options.signal?.addEventListener('abort', end, { once: true });
  if (options.signal?.aborted) end();

  // With CI set, the CLI tells its progress on standard output and only what went wrong on standard error.
  const complaints: string[] = [];
  createInterface(child.stdout).on('line', (line) => options.progress?.(line));
  createInterface(child.stderr).on('line', (line) => complaints.push(line));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  options.signal?.removeEventListener('abort', end);
  options.signal?.throwIfAborted();
  if (code !== 0)
    throw new CdkError(`cdk ${command[0]} failed: ${complaints.slice(-COMPLAINT_LINES).join('\n').trim()}`);
}
