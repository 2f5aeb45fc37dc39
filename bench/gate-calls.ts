import * as z from 'zod/mini';
import type { Credentials, EmulatorApi, Where } from '../local/emulator/api.ts';

/**
 * How a call is made: as administrator straight to the emulator, as administrator through the gate,
 * or with the permissions of the function's role through the gate.
 */
export type Route = 'emulator' | 'administrator' | 'role';
export const ROUTES: readonly Route[] = ['emulator', 'administrator', 'role'];

/** The existing resources that the calls are about. */
export interface GateStage {
  readonly where: Where;
  readonly trailArn: string;
  readonly group: string;
  /** Ends in `:*`. */
  readonly groupArn: string;
  readonly roleArn: string;
}

/** A measured call. */
export interface GateCall {
  readonly operation: string;
  /** True for the calls of the median at the end of the report. */
  readonly isUsual: boolean;
  readonly make: (api: EmulatorApi, stage: GateStage, credentials?: Credentials) => Promise<unknown>;
}

const ANY = z.unknown();
const json =
  (service: string, prefix: string, operation: string, input: (stage: GateStage) => object): GateCall['make'] =>
  (api, stage, credentials) =>
    api.json(service, `${prefix}.${operation}`, { ...input(stage) }, stage.where, ANY, credentials);
const cloudTrail = (operation: string, input: (stage: GateStage) => object): GateCall => ({
  operation,
  isUsual: operation !== 'UpdateTrail',
  make: json('cloudtrail', 'CloudTrail_20131101', operation, input),
});
const logs = (operation: string, input: (stage: GateStage) => object): GateCall => ({
  operation,
  isUsual: true,
  make: json('logs', 'Logs_20140328', operation, input),
});
const iam = (Action: string, form: Readonly<Record<string, string>> = {}): GateCall => ({
  operation: Action,
  isUsual: true,
  make: (api, { where, roleArn }, credentials) => {
    const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    return api.query('iam', { Action, RoleName, ...form, Version: '2010-05-08' }, where, credentials);
  },
});

/** Calls that the function makes: first reads, then writes, which become events. */
export const GATE_CALLS: readonly GateCall[] = [
  cloudTrail('GetTrail', ({ trailArn }) => ({ Name: trailArn })),
  cloudTrail('GetTrailStatus', ({ trailArn }) => ({ Name: trailArn })),
  cloudTrail('DescribeTrails', () => ({})),
  logs('DescribeLogGroups', ({ group }) => ({ logGroupNamePrefix: group })),
  iam('GetRole'),
  iam('GetRolePolicy', { PolicyName: 'delivery' }),
  logs('PutRetentionPolicy', ({ group }) => ({ logGroupName: group, retentionInDays: 365 })),
  iam('TagRole', { 'Tags.member.1.Key': 'trailmend:trail', 'Tags.member.1.Value': 'bench' }),
  cloudTrail('StartLogging', ({ trailArn }) => ({ Name: trailArn })),
  cloudTrail('UpdateTrail', ({ trailArn, groupArn, roleArn }) => ({
    Name: trailArn,
    CloudWatchLogsLogGroupArn: groupArn,
    CloudWatchLogsRoleArn: roleArn,
  })),
];
