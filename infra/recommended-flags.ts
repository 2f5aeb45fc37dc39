import { createRequire } from 'node:module';

/** The feature flag values that CDK sets in new projects. */
export function recommendedFlags(): Readonly<Record<string, unknown>> {
  return createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json');
}
