import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { behaviours } from './behaviours.ts';
import { childEnvironment } from './child-environment.ts';
import { type Emulator, startEmulator } from './emulator/emulator.ts';
import { ensureVenv } from './emulator/venv.ts';
import type { Disturbance } from './events/disturbance-plan.ts';
import { type FaultInjector, type Faults, faultInjector } from './faults/faults.ts';
import type { PassedCall } from './gate/call-log.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from './gate/caller.ts';
import { bindGate, type Gate } from './gate/gate.ts';
import type { UncheckedOperation } from './gate/unchecked-operations.ts';
import type { Authorization } from './iam/authorizations.ts';
import { LocalAwsError } from './local-aws-error.ts';
import type { LocalAwsOptions } from './local-aws-options.ts';

const VENV = fileURLToPath(new URL('../.venv', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** A running local AWS. */
export interface LocalAws {
  /**
   * `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL, `--endpoint-url` and the `endpoint` of SDK
   * clients.
   */
  readonly endpoint: string;
  /** The emulator's own address, which bypasses the gate: for benchmarks. */
  readonly emulator: string;
  /**
   * The account of the keys `test`/`test`. A 12-digit access key is the administrator of the
   * account with this number.
   */
  readonly account: string;
  /** The Region of `environment`; every Region exists. */
  readonly region: string;
  /**
   * The complete environment for a child process such as the CDK CLI. Its HOME and TMPDIR are
   * removed by `stop`.
   */
  readonly environment: NodeJS.ProcessEnv;
  /** The calls that passed the gate so far, in the order of their answers. */
  calls(): readonly PassedCall[];
  /** Sets, clears and reports the faults that calls meet. */
  readonly faults: Faults;
  /** The operations that reached the emulator unchecked so far. */
  unchecked(): readonly UncheckedOperation[];
  /**
   * Every permission that calls of functions and of roles' sessions required so far, and IAM's
   * decisions.
   */
  authorizations(): readonly Authorization[];
  /**
   * Replaces the plan by which events are lost, repeated, delayed, reordered or throttled.
   * @throws LocalAwsError for an invalid entry
   */
  disturbEvents(plan: readonly Disturbance[]): void;
  /**
   * Settles when every event of a call answered so far has been delivered to its targets or their
   * dead-letter queues, retries included. Functions that were invoked may still be running.
   * @throws the first failure of the local AWS itself to deliver an event
   */
  settled(): Promise<void>;
  /**
   * Delivers all waiting records to CloudWatch Logs and S3 without the rest of their delay, and
   * settles when that is done.
   */
  delivered(): Promise<void>;
  /**
   * Makes a trail's last delivery to CloudWatch Logs older than that to its bucket, and shows no
   * later one, as after an event over 256 KB, which CloudTrail does not send to CloudWatch Logs.
   */
  delayLogs(trailArn: string, milliseconds: number): void;
  /** Settles only if the emulator ends unexpectedly, with the error that says so. */
  readonly lost: Promise<LocalAwsError>;
  /** Ends everything that was started and removes all of its files. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts MiniStack with the gate in front of it. Both end with this process, however it ends.
 * @throws LocalAwsError when Python or a port is not available, or the fault plan is invalid
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  if (process.platform === 'win32') {
    throw new LocalAwsError('The local AWS runs on Linux and macOS: on Windows start it inside WSL.');
  }
  const progress = options.progress ?? (() => {});
  const faults = faultInjector(options.faults);
  const gate = await bindGate(options.port ?? 0);
  let emulator: Emulator | undefined;
  try {
    const python = await ensureVenv({ folder: VENV, requirements: REQUIREMENTS, environment: process.env, progress });
    progress('starting the emulator');
    emulator = await startEmulator(python, gate.endpoint);
    return await open(gate, emulator, faults, { ...options, progress });
  } catch (error) {
    await Promise.all([gate.close(), emulator?.stop()]);
    throw error;
  }
}

/** Opens the gate in front of a running emulator. */
async function open(
  gate: Gate,
  emulator: Emulator,
  injector: FaultInjector,
  { cloudTrail, recording: recordingOptions, progress }: LocalAwsOptions & Required<Pick<LocalAwsOptions, 'progress'>>,
): Promise<LocalAws> {
  const home = join(emulator.folder, 'home');
  const temporary = join(emulator.folder, 'tmp');
  await Promise.all([mkdir(home), mkdir(temporary)]);

  let stopping = false;
  // While the local AWS stops, interrupted work is expected.
  const warn = (line: string) => stopping || progress(line);
  const { answer, recording, close, ...reports } = behaviours(emulator.url, injector, {
    cloudTrail,
    recording: recordingOptions,
    warn,
  });
  gate.open(answer);
  const place = { endpoint: gate.endpoint, account: DEFAULT_ACCOUNT, region: DEFAULT_REGION };
  return {
    ...reports,
    endpoint: gate.endpoint.origin,
    emulator: emulator.url.origin,
    account: DEFAULT_ACCOUNT,
    region: DEFAULT_REGION,
    environment: childEnvironment(process.env, { ...place, home, temporary }),
    faults: injector.faults,
    disturbEvents: recording.disturb,
    settled: recording.settled,
    delivered: recording.delivered,
    delayLogs: recording.delayLogs,
    lost: emulator.ended.then((lines) => (stopping ? new Promise<never>(() => {}) : emulatorLost(lines))),
    async stop() {
      stopping = true;
      await gate.close();
      await emulator.stop();
      close();
    },
  };
}

function emulatorLost(log: readonly string[]): LocalAwsError {
  const reason = log.at(-1) ?? 'it wrote no log';
  return new LocalAwsError(`The emulator ended unexpectedly: ${reason}. Start the local AWS again.`);
}
