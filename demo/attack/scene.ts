import * as z from 'zod/mini';
import { deploy } from '../../local/deploy.ts';
import { emulatorApi } from '../../local/emulator/api.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { prepareStage } from '../prepare-stage.ts';
import type { Mode, Stage } from '../scenario.ts';
import type { Screen } from '../screen.ts';
import { type AwsSession, administratorOf, createUser } from '../sessions.ts';
import { listen, type Notices } from './notices.ts';

/** An account in which trailmend is deployed, and an attacker. */
export interface Scene extends Stage {
  /** The IAM user mallory, who may do everything. */
  readonly attacker: AwsSession;
  /** The IAM user eve, who may do nothing. */
  readonly outsider: AwsSession;
  readonly notices: Notices;
  /** A REST call of Lambda or EventBridge Scheduler as the account's administrator. */
  readonly rest: (service: string, method: string, path: string, body?: object) => Promise<unknown>;
  /** A call of AWS KMS as the account's administrator. */
  readonly kms: (operation: string, input: object) => Promise<unknown>;
}

/** CloudTrail accepts one write a second, so that many trails need many attempts. */
const PATIENT = { maxAttempts: 20 };
const EVERYTHING = { Action: '*', Resource: '*' };

/** Deploys trailmend, and creates the attacker. */
export async function prepareScene(aws: LocalAws, mode: Mode, screen: Screen, signal: AbortSignal): Promise<Scene> {
  const stage = await prepareStage({ parameters: { SettleSeconds: '0' } }, mode, aws, screen, signal);
  const api = emulatorApi(new URL(aws.endpoint));
  const { account, region } = aws;
  return {
    ...stage,
    administrator: administratorOf(aws, PATIENT),
    attacker: await createUser('mallory', aws, { Effect: 'Allow', ...EVERYTHING }, PATIENT),
    outsider: await createUser('eve', aws, { Effect: 'Deny', ...EVERYTHING }, PATIENT),
    notices: await listen(stage),
    rest: (service, method, path, body) =>
      api.rest(service, method, path, { account, region }, body === undefined ? {} : { body: JSON.stringify(body) }),
    kms: (operation, input) =>
      api.json('kms', `TrentService.${operation}`, { ...input }, { account, region }, z.unknown()),
  };
}

/** Deploys trailmend again, with another mode. */
export async function setMode({ aws, signal }: Scene, mode: Mode): Promise<void> {
  await deploy(aws, { Mode: mode }, { signal });
}
