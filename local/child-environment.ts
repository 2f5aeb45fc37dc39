/** What a child must not inherit: another account's credentials and profiles, and options meant for our own Node.js. */
const NOT_INHERITED = /^(AWS_|CDK_|NODE_OPTIONS$|JEST_|XDG_)/;

/** Where a child's environment leads it. */
export interface ChildSettings {
  readonly endpoint: URL;
  readonly account: string;
  readonly region: string;
  /** The child's HOME: the cdk CLI and others write caches there. */
  readonly home: string;
  /** The child's TMPDIR. */
  readonly temporary: string;
}

/** The whole environment for a child that shall see the local AWS and nothing else, made from ours. */
export function childEnvironment(ours: NodeJS.ProcessEnv, place: ChildSettings): NodeJS.ProcessEnv {
  const kept = Object.entries(ours).filter(([name]) => !NOT_INHERITED.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: place.home,
    TMPDIR: place.temporary,
    AWS_ENDPOINT_URL: place.endpoint.origin,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: place.account,
    CDK_DEFAULT_REGION: place.region,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NO_PROXY: [ours['NO_PROXY'], place.endpoint.hostname].filter(Boolean).join(','),
    no_proxy: [ours['no_proxy'], place.endpoint.hostname].filter(Boolean).join(','),
  };
}
