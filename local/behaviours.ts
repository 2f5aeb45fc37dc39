import { type CloudTrailOptions, cloudTrail } from './cloudtrail/cloudtrail.ts';
import { createTrailParameters } from './cloudtrail/create-trail-parameters.ts';
import { emulatorApi } from './emulator/api.ts';
import { readCache } from './emulator/read-cache.ts';
import { stackOperations } from './emulator/stack-operations.ts';
import { DISTURBANCES_PATH } from './events/disturbance-control.ts';
import { isRecorded } from './events/recorded-operations.ts';
import { FAULTS_PATH, faultControl } from './faults/fault-control.ts';
import type { FaultInjector } from './faults/faults.ts';
import { type Behaviour, type Call, chain, type Next } from './gate/call.ts';
import { callLog, type PassedCall } from './gate/call-log.ts';
import { CONTROL, controlEndpoint, unknownControlPath } from './gate/control-endpoint.ts';
import { forwardTo } from './gate/forward.ts';
import { type ParameterCheck, parameterChecks } from './gate/parameter-checks.ts';
import { type UncheckedOperation, type UncheckedOperations, uncheckedOperations } from './gate/unchecked-operations.ts';
import type { Authorization } from './iam/authorizations.ts';
import { callerAccount } from './iam/caller-account.ts';
import { evaluator } from './iam/evaluator.ts';
import { identity } from './iam/identity.ts';
import { checkTrustDocument } from './iam/trust-document.ts';
import { userKeys } from './iam/user-keys.ts';
import { accountPolicies } from './logs/account-policies.ts';
import { dataProtection } from './logs/data-protection.ts';
import { filterLogEvents } from './logs/filter-log-events.ts';
import { standardClassOnly } from './logs/log-group-class.ts';
import { checkLogGroupName } from './logs/log-group-name.ts';
import { checkFilterPattern, testMetricFilter } from './logs/metric-filters.ts';
import { alarmDescriptions } from './monitoring/alarms.ts';
import { type Recording, type RecordingOptions, recording } from './recording.ts';

/**
 * The path of the control endpoint that lists the operations that reached the emulator unchecked.
 */
const REPORT_PATH = `${CONTROL}report`;

/** The parameters that a service refuses whatever the account contains, by `SERVICE:OPERATION`. */
const PARAMETER_CHECKS: Readonly<Record<string, ParameterCheck>> = {
  'iam:CreateRole': ({ AssumeRolePolicyDocument }) => checkTrustDocument(AssumeRolePolicyDocument),
  'iam:UpdateAssumeRolePolicy': ({ PolicyDocument }) => checkTrustDocument(PolicyDocument),
  'logs:CreateLogGroup': checkLogGroupName,
  'logs:PutMetricFilter': checkFilterPattern,
};

/** How the behaviours of the gate are set. */
export interface BehaviourOptions {
  readonly cloudTrail?: CloudTrailOptions | undefined;
  readonly recording?: RecordingOptions | undefined;
  /**
   * Called with each event that AWS would lose silently, and with each failure of the local AWS
   * itself.
   */
  readonly warn: (line: string) => void;
}

/** Everything that the gate does before the emulator answers a call. */
export interface Behaviours {
  /** Answers a call: the behaviours in their order, then the emulator. */
  readonly answer: Next;
  readonly recording: Recording;
  calls(): readonly PassedCall[];
  unchecked(): readonly UncheckedOperation[];
  authorizations(): readonly Authorization[];
  /** Closes the connections to the emulator. */
  close(): void;
}

/**
 * Puts the behaviours of the gate in their order: the first is the outermost, nearest to the
 * caller.
 */
export function behaviours(emulator: URL, faults: FaultInjector, options: BehaviourOptions): Behaviours {
  const log = callLog();
  const { forward, close } = forwardTo(emulator);
  const stacks = stackOperations(emulatorApi(emulator));
  const cache = readCache(stacks);
  const api = emulatorApi(emulator, cache.intercept);
  const trails = cloudTrail(api, evaluator, options.cloudTrail);
  const iam = identity(api, stacks);
  const { organizations, owners } = trails;
  const recorded = recording(
    { api, organizations, owners, evaluator: iam.evaluator, warn: options.warn },
    options.recording,
  );
  const accountOf = (call: Call) => callerAccount(api, call);
  const unchecked = uncheckedOperations(
    (call) => trails.knows(call) || isRecorded(call.service, call.operation) || iam.decidesAbout(call.caller),
  );
  const answer = chain(
    [
      ...controlEndpoints(faults, recorded, unchecked),
      userKeys(api),
      log.behaviour,
      faults.behaviour,
      ...trails.rates,
      ...recorded.stackEvents,
      recorded.events,
      iam.behaviour,
      parameterChecks(PARAMETER_CHECKS),
      testMetricFilter,
      filterLogEvents,
      accountPolicies(accountOf),
      dataProtection(api, accountOf),
      standardClassOnly(api, accountOf),
      alarmDescriptions(api, accountOf),
      recorded.status,
      recorded.lookup,
      recorded.putEvents,
      ...trails.checks,
      createTrailParameters(api),
      unchecked.behaviour,
      cache.behaviour,
    ],
    forward,
  );
  const { authorizations } = iam;
  return { answer, recording: recorded, calls: log.calls, unchecked: unchecked.report, authorizations, close };
}

function controlEndpoints(
  { faults }: FaultInjector,
  { control }: Recording,
  { report }: UncheckedOperations,
): readonly Behaviour[] {
  return [
    faultControl(faults),
    controlEndpoint(REPORT_PATH, { GET: report }),
    control,
    unknownControlPath([FAULTS_PATH, DISTURBANCES_PATH, REPORT_PATH]),
  ];
}
