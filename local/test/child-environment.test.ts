import { expect, test } from '@jest/globals';
import { childEnvironment } from '../child-environment.ts';

const PLACE = {
  endpoint: new URL('http://127.0.0.1:4566'),
  account: '000000000000',
  region: 'us-east-1',
  home: '/scratch/home',
  temporary: '/scratch/tmp',
};

test('a child process sees the local AWS, and no variable that leads it elsewhere', () => {
  const ours = {
    PATH: '/bin',
    HOME: '/me',
    AWS_PROFILE: 'production',
    AWS_SESSION_TOKEN: 'real',
    AWS_ENDPOINT_URL_S3: 'https://elsewhere',
    CDK_DEFAULT_ACCOUNT: '123456789012',
    NODE_OPTIONS: '--experimental-vm-modules',
    NO_PROXY: 'internal',
  };
  expect(childEnvironment(ours, PLACE)).toEqual({
    PATH: '/bin',
    HOME: '/scratch/home',
    TMPDIR: '/scratch/tmp',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: '000000000000',
    CDK_DEFAULT_REGION: 'us-east-1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NO_PROXY: 'internal,127.0.0.1',
    no_proxy: '127.0.0.1',
  });
});
