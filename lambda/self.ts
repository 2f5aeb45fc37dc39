import { type Config, ConfigError, ENVIRONMENT } from './config.ts';

/** The name and the path of the function's role are a contract: SECURITY.md names them. */
export const FUNCTION_ROLE = 'role/trailmend-function/trailmend-function';

/**
 * Compares the configuration with the ARN that Lambda gives the running function. An attacker
 * who changed the configured role would make trailmend ignore the calls of that role as its own.
 * @param functionArn `arn:P:lambda:R:A:function:NAME`, with or without a qualifier
 * @throws ConfigError with the variable that belongs to another function, account or partition
 */
export function checkIdentity({ functionRoleArn, topicArn }: Config, functionArn: string): void {
  const [, partition, , region, account] = functionArn.split(':');
  const expected = [
    [ENVIRONMENT.functionRoleArn, functionRoleArn, `arn:${partition}:iam::${account}:${FUNCTION_ROLE}`],
    [ENVIRONMENT.topicArn, topicArn.split(':').slice(0, 5).join(':'), `arn:${partition}:sns:${region}:${account}`],
  ] as const;
  for (const [name, value, own] of expected) {
    if (value === own) continue;
    throw new ConfigError(
      `The environment variable ${name} is "${value}", but that of the function ${functionArn} is "${own}". Deploy the stack again.`,
    );
  }
}
