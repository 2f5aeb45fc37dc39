import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LocalAws } from './local-aws.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const CDK = fileURLToPath(new URL('../node_modules/aws-cdk/bin/cdk', import.meta.url));
/**
 * Loaded into the CDK CLI first: ends its process group when this process ends and so closes the
 * CLI's standard input.
 */
const END_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  "process.stdin.on('end', () => process.kill(0, 'SIGKILL')).resume().unref();",
)}`;

/** How many of the CLI's last error lines a CdkError carries. */
const ERROR_LINES = 10;

/** How to run the CDK CLI. */
export interface CdkOptions {
  /** Called with each line of the CLI's output. */
  readonly progress?: (line: string) => void;
  /** Ends the CLI, and rejects the promise that waits for it. */
  readonly signal?: AbortSignal;
}

/** The CDK CLI failed: the message carries the last lines of its error output. */
export class CdkError extends Error {
  override readonly name = 'CdkError';
}

/**
 * `cdk bootstrap`: creates the resources that CDK requires once in an account and Region.
 * @throws CdkError when it fails
 */
export async function bootstrap(aws: LocalAws, options: CdkOptions = {}): Promise<void> {
  // Outside the project, because there the CLI would synthesize the app, which bootstrapping does
  // not use.
  await cdk(aws, temporaryFolder(aws), ['bootstrap', `aws://${aws.account}/${aws.region}`], options);
}

/** Outputs of the stack by name, such as `TopicArn`. */
export type StackOutputs = Readonly<Record<string, string>>;

/** How to deploy the stacks. */
export interface DeployOptions extends CdkOptions {
  /**
   * `HUB,FORWARDER,…`, the context value `regions`; by default only the stack in the local AWS's
   * own Region.
   */
  readonly regions?: string;
  /** The folder of another app that is synthesized. Default: that of this checkout. */
  readonly assembly?: string;
}

/**
 * `cdk deploy --all` of the stacks in this checkout, into a bootstrapped account. One deployment at
 * a time.
 * @param parameters CloudFormation parameters by name; others keep their value or take their
 * default
 * @returns the outputs of the stack `Trailmend`
 * @throws CdkError when it fails, with CloudFormation's reason
 */
export async function deploy(
  aws: LocalAws,
  parameters: Readonly<Record<string, string>>,
  options: DeployOptions = {},
): Promise<StackOutputs> {
  const assembly = cloudAssembly(aws, options);
  const outputs = join(temporaryFolder(aws), 'outputs.json');
  const context = options.regions === undefined ? [] : ['-c', `regions=${options.regions}`];
  // The first deployment synthesizes the app, later ones reuse its output.
  const app = existsSync(join(assembly, 'manifest.json')) ? ['--app', assembly] : ['--output', assembly, ...context];
  options.progress?.('synthesizing the stack');
  // Only the stack Trailmend has parameters: CloudFormation refuses parameters that a template does
  // not declare.
  const parameterFlags = Object.entries(parameters).flatMap(([name, value]) => [
    '--parameters',
    `Trailmend:${name}=${value}`,
  ]);
  const flags = ['--require-approval', 'never', '--progress', 'events', '--outputs-file', outputs];
  await cdk(aws, PROJECT, ['deploy', '--all', ...app, ...flags, ...parameterFlags], options);
  const written: Readonly<Record<string, StackOutputs>> = JSON.parse(await readFile(outputs, 'utf8'));
  return written['Trailmend'] ?? {};
}

/**
 * `cdk destroy --all` of the stacks that `deploy` deployed with the same options.
 * @throws CdkError when it fails
 */
export async function destroy(aws: LocalAws, options: DeployOptions = {}): Promise<void> {
  await cdk(aws, PROJECT, ['destroy', '--all', '--force', '--app', cloudAssembly(aws, options)], options);
}

function cloudAssembly(aws: LocalAws, { regions = 'any', assembly }: DeployOptions): string {
  return assembly ?? join(temporaryFolder(aws), `cdk.out.${regions}`);
}

function temporaryFolder({ environment }: LocalAws): string {
  return environment['TMPDIR'] ?? '/tmp';
}

/** Runs the project's CDK CLI, and with it infra/app.ts, on this process's Node.js. */
async function cdk(aws: LocalAws, cwd: string, command: readonly string[], options: CdkOptions): Promise<void> {
  const path = [dirname(process.execPath), aws.environment['PATH']].filter(Boolean).join(delimiter);
  // In a process group of its own, so that a Ctrl-C on the terminal reaches only this process.
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, CDK, ...command], {
    cwd,
    // CDK's own checks of the template take seconds and do not depend on the account: `npm run
    // synth` runs them.
    env: { ...aws.environment, PATH: path, CI: 'true', NO_COLOR: '1', CDK_VALIDATION: 'false' },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const end = () => child.stdin.end();
  child.stdin.on('error', () => {}); // the CLI has already ended
  options.signal?.addEventListener('abort', end, { once: true });
  if (options.signal?.aborted) end();

  // With CI set, the CLI writes progress to standard output and only errors to standard error.
  const errors: string[] = [];
  createInterface(child.stdout).on('line', (line) => options.progress?.(line));
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  options.signal?.removeEventListener('abort', end);
  options.signal?.throwIfAborted();
  if (code !== 0) throw new CdkError(`cdk ${command[0]} failed: ${errors.slice(-ERROR_LINES).join('\n').trim()}`);
}
