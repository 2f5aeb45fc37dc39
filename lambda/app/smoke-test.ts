import type { Config } from '../config.ts';
import type { AwsError } from '../core/model/aws-result.ts';
import { describeSubscribers } from '../core/model/subscribers.ts';
import { invalidExclusion } from '../core/scope/exclusions.ts';
import { VERSION } from '../version.ts';
import type { Ports } from './ports.ts';

/** The answer to `{}`. */
export type SmokeTestResult =
  | {
      readonly ok: true;
      readonly version: string;
      readonly mode: string;
      readonly account: string;
      readonly region: string;
      /** Why nobody may receive the messages of trailmend. */
      readonly warning?: string;
    }
  | { readonly ok: false; readonly error: AwsError | SettingError };

/** A parameter of the stack because of which trailmend changes no trail. */
interface SettingError {
  readonly parameter: string;
  readonly message: string;
}

/**
 * Checks what every run needs: credentials, reads, and valid settings. CloudFormation checks the
 * parameters too, but not what a person writes into the environment of the function.
 */
export async function smokeTest(
  { settings, region }: Config,
  { checkAccess, subscribers }: Ports,
): Promise<SmokeTestResult> {
  const { mode, excludedTrails } = settings;
  const [access, who] = await Promise.all([checkAccess(), subscribers()]);
  if (!access.ok) return access;
  const invalid = invalidExclusion(excludedTrails);
  if (invalid) {
    const message = `The entry "${invalid.entry}" is invalid, so trailmend changes no trail: ${invalid.advice}.`;
    return { ok: false, error: { parameter: 'ExcludedTrails', message } };
  }
  const warning = who.read
    ? describeSubscribers(who.value)
    : `trailmend could not read who receives its messages: ${who.why}`;
  return { ok: true, version: VERSION, mode, account: access.value.account, region, ...(warning && { warning }) };
}
