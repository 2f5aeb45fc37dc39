/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundle: Lambda puts the role's credentials, session token included,
 * into the environment, so the chain's other providers (files, SSO, containers, instances) would be dead weight.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
