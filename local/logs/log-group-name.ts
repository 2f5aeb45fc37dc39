import type { ParameterRefusal } from '../gate/parameter-checks.ts';

const PATTERN = String.raw`[\.\-_/#A-Za-z0-9]+`;
const NAME = new RegExp(`^${PATTERN}$`);

/**
 * Checks the name of a new log group.
 * Source: CloudWatch Logs API reference, CreateLogGroup (1 to 512 characters, the pattern,
 * `aws/` at the beginning); hashicorp/terraform issue 10739 (message of the reserved beginning);
 * TylerBrock/saw issue 38 (message of the pattern). Assumed: the beginning counts in any case; the
 * message of the length.
 */
export function checkLogGroupName({ logGroupName }: Readonly<Record<string, unknown>>): ParameterRefusal | undefined {
  const name = typeof logGroupName === 'string' ? logGroupName : '';
  if (name.length < 1) return broken(name, 'have length greater than or equal to 1');
  if (name.length > 512) return broken(name, 'have length less than or equal to 512');
  if (!NAME.test(name)) return broken(name, `satisfy regular expression pattern: ${PATTERN}`);
  if (/^aws\//i.test(name)) return refusal('Log groups starting with AWS/ are reserved for AWS.');
  return undefined;
}

function broken(value: string, constraint: string): ParameterRefusal {
  return refusal(
    `1 validation error detected: Value '${value}' at 'logGroupName' failed to satisfy constraint: Member must ${constraint}`,
  );
}

function refusal(message: string): ParameterRefusal {
  return { code: 'InvalidParameterException', message };
}
