/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundle. Lambda sets the role's credentials,
 * including the session token, as environment variables, so the other providers of the chain
 * (files, SSO, containers, instances) are never used.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
