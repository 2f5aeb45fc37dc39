/**
 * Variables that a child process must not inherit: credentials and profiles, and options for this
 * process's Node.js.
 */
const NOT_INHERITED = /^(AWS_|CDK_|NODE_OPTIONS$|JEST_|XDG_)/;

/** The settings of a child process that uses the local AWS. */
export interface ChildSettings {
  readonly endpoint: URL;
  readonly account: string;
  readonly region: string;
  /** The child's HOME: the CDK CLI and others write caches there. */
  readonly home: string;
  /** The child's TMPDIR. */
  readonly temporary: string;
}

/** The complete environment of a child process that sees the local AWS and no other account. */
export function childEnvironment(parent: NodeJS.ProcessEnv, settings: ChildSettings): NodeJS.ProcessEnv {
  const kept = Object.entries(parent).filter(([name]) => !NOT_INHERITED.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: settings.home,
    TMPDIR: settings.temporary,
    AWS_ENDPOINT_URL: settings.endpoint.origin,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: settings.account,
    CDK_DEFAULT_REGION: settings.region,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NO_PROXY: [parent['NO_PROXY'], settings.endpoint.hostname].filter(Boolean).join(','),
    no_proxy: [parent['no_proxy'], settings.endpoint.hostname].filter(Boolean).join(','),
  };
}
