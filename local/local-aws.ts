import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from './child-environment.ts';
import { type CloudTrailOptions, cloudTrail } from './cloudtrail/cloudtrail.ts';
import { keptTrailParameters } from './cloudtrail/create-trail-parameters.ts';
import { emulatorApi } from './emulator/api.ts';
import { type Emulator, startEmulator } from './emulator/emulator.ts';
import { keptReads } from './emulator/read-cache.ts';
import { stackWork } from './emulator/stack-operations.ts';
import { ensureVenv } from './emulator/venv.ts';
import { DISTURBANCES_PATH } from './events/disturbance-control.ts';
import type { Disturbance } from './events/disturbances.ts';
import { isRecorded } from './events/recorded-operations.ts';
import { FAULTS_PATH, faultControl } from './faults/fault-control.ts';
import { type Faults, faultsOnDemand } from './faults/faults.ts';
import type { FaultPlan } from './faults/plan.ts';
import { chain } from './gate/call.ts';
import { callLog, type PassedCall } from './gate/call-log.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from './gate/caller.ts';
import { CONTROL, controlEndpoint, noOtherControls } from './gate/control-endpoint.ts';
import { forwardTo } from './gate/forward.ts';
import { bindGate, type Gate } from './gate/gate.ts';
import { type UncheckedOperation, uncheckedOperations } from './gate/unchecked-operations.ts';
import type { Authorization } from './iam/authorizations.ts';
import { evaluator } from './iam/evaluator.ts';
import { identity } from './iam/identity.ts';
import { LocalAwsError } from './local-aws-error.ts';
import { type RecordingOptions, recording } from './recording.ts';

const VENV = fileURLToPath(new URL('../.venv', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** Where the operations that passed through unchecked are told by HTTP. */
const REPORT_PATH = `${CONTROL}report`;

/** How the local AWS is started. */
export interface LocalAwsOptions {
  /** The port of the endpoint; by default one that the system chooses. */
  readonly port?: number;
  /** Told what takes long, and what the local AWS cannot do with something it met; one line each. */
  readonly progress?: (line: string) => void;
  /** The faults that calls meet from the start; none by default. */
  readonly faults?: FaultPlan;
  /** How strict and how slow CloudTrail is. */
  readonly cloudTrail?: CloudTrailOptions;
  /** How CloudTrail's events and deliveries behave. */
  readonly recording?: RecordingOptions;
}

/** A running local AWS. */
export interface LocalAws {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL, `--endpoint-url` and the `endpoint` of SDK clients. */
  readonly endpoint: string;
  /** The emulator's own address, past the gate: for benchmarks. */
  readonly emulator: string;
  /** The account of the keys `test`/`test`. A 12-digit access key is the administrator of the account with this number. */
  readonly account: string;
  /** The region of `environment`; every region exists. */
  readonly region: string;
  /** The whole environment for a child such as the cdk CLI, with a HOME and a TMPDIR that go at the end. */
  readonly environment: NodeJS.ProcessEnv;
  /** The calls that passed the gate so far, in the order of their answers. */
  calls(): readonly PassedCall[];
  /** The faults that calls meet: set, cleared and reported. */
  readonly faults: Faults;
  /** The operations that passed through to the emulator unchecked so far. */
  unchecked(): readonly UncheckedOperation[];
  /** Every permission that calls of functions and of roles' sessions needed so far, and what IAM decided. */
  authorizations(): readonly Authorization[];
  /**
   * From now on events are lost, repeated, delayed, reordered or throttled by this plan, in place of the one before.
   * @throws LocalAwsError for an entry that is not understood
   */
  disturbEvents(plan: readonly Disturbance[]): void;
  /**
   * Settles when every event of a call answered so far has been handed to its targets or their dead-letter queues, retries
   * included. Functions that were invoked may still be running.
   * @throws what went wrong when the local AWS itself failed to deliver an event
   */
  settled(): Promise<void>;
  /** Delivers to CloudWatch Logs and S3 at once what waits for its delay, and settles when that is done. */
  delivered(): Promise<void>;
  /** Settles only if the emulator ends without being asked to: with the error that says so. */
  readonly lost: Promise<LocalAwsError>;
  /** Ends everything that was started and removes every file of it. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts MiniStack with the gate in front of it. Ends with this process, in whatever way that ends.
 * @throws LocalAwsError when something outside is missing or taken, or the fault plan is not understood: its message is
 * for people
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  if (process.platform === 'win32') {
    throw new LocalAwsError('The local AWS runs on Linux and macOS: on Windows start it inside WSL.');
  }
  const progress = options.progress ?? (() => {});
  const planned = faultsOnDemand(options.faults);
  const gate = await bindGate(options.port ?? 0);
  let emulator: Emulator | undefined;
  try {
    const python = await ensureVenv({ folder: VENV, requirements: REQUIREMENTS, environment: process.env, progress });
    progress('starting the emulator');
    emulator = await startEmulator(python, gate.endpoint);
    return await assemble(gate, emulator, progress, planned, options);
  } catch (error) {
    await Promise.all([gate.close(), emulator?.stop()]);
    throw error;
  }
}

async function assemble(
  gate: Gate,
  emulator: Emulator,
  progress: (line: string) => void,
  planned: ReturnType<typeof faultsOnDemand>,
  options: LocalAwsOptions,
): Promise<LocalAws> {
  const home = join(emulator.folder, 'home');
  const temporary = join(emulator.folder, 'tmp');
  await Promise.all([mkdir(home), mkdir(temporary)]);

  const log = callLog();
  const { forward, close } = forwardTo(emulator.url);
  let stopping = false;
  // What a stop breaks off is no news.
  const tell = (line: string) => stopping || progress(line);
  const work = stackWork(emulatorApi(emulator.url));
  const reads = keptReads(work);
  const api = emulatorApi(emulator.url, reads.through);
  const trails = cloudTrail(api, evaluator, options.cloudTrail);
  const iam = identity(api, work);
  const recorded = recording({ ...trails, api, evaluator: iam.evaluator, tell }, options.recording);
  const unchecked = uncheckedOperations(
    (call) => trails.knows(call) || isRecorded(call.service, call.operation) || iam.decidesAbout(call.caller),
  );
  const behaviours = [
    faultControl(planned.faults),
    controlEndpoint(REPORT_PATH, { GET: unchecked.report }),
    recorded.control,
    noOtherControls([FAULTS_PATH, DISTURBANCES_PATH, REPORT_PATH]),
    log.behaviour,
    planned.behaviour,
    ...trails.rates,
    recorded.events,
    iam.behaviour,
    recorded.status,
    ...trails.checks,
    keptTrailParameters(api),
    unchecked.behaviour,
    reads.behaviour,
  ];
  gate.open(chain(behaviours, forward));

  return {
    endpoint: gate.endpoint.origin,
    emulator: emulator.url.origin,
    account: DEFAULT_ACCOUNT,
    region: DEFAULT_REGION,
    environment: childEnvironment(process.env, {
      endpoint: gate.endpoint,
      account: DEFAULT_ACCOUNT,
      region: DEFAULT_REGION,
      home,
      temporary,
    }),
    calls: log.calls,
    unchecked: unchecked.report,
    faults: planned.faults,
    authorizations: iam.authorizations,
    disturbEvents: recorded.disturb,
    settled: recorded.settled,
    delivered: recorded.delivered,
    lost: emulator.ended.then((lines) =>
      stopping
        ? new Promise<never>(() => {})
        : new LocalAwsError(`The emulator ended without being asked to: ${lines.at(-1) ?? 'it said nothing'}`),
    ),
    async stop() {
      stopping = true;
      await gate.close();
      await emulator.stop();
      close();
    },
  };
}
