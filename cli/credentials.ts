import { fromEnv } from '@aws-sdk/credential-provider-env';
import { defaultProvider as providerChain } from '@aws-sdk/credential-provider-node';

let shared: ReturnType<typeof providerChain> | undefined;

/**
 * Replaces that of `@aws-sdk/credential-provider-node` in the bundle. All clients share one, so
 * that a command assumes a role and asks SSO once, instead of once for each service and Region. As
 * in the AWS CLI, keys in the environment precede AWS_PROFILE.
 */
export const defaultProvider: typeof providerChain = (init) => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  shared ??= AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY ? fromEnv() : providerChain(init);
  return shared;
};
