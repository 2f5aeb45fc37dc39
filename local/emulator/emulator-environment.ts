import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('bin', import.meta.url));
const PROJECT_NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

/**
 * The complete environment of the emulator. Functions inherit it, so it takes over only the PATH:
 * this process's NODE_OPTIONS or AWS_PROFILE would make a function behave differently from AWS.
 * @param gate the endpoint that functions call, `http://127.0.0.1:PORT`
 * @param folder for every file that the emulator writes
 */
export function emulatorEnvironment(gate: URL, folder: string): NodeJS.ProcessEnv {
  const node = existsSync(PROJECT_NODE) ? PROJECT_NODE : process.execPath;
  return {
    PATH: [BIN, dirname(node), process.env['PATH']].filter(Boolean).join(delimiter),
    LANG: 'C.UTF-8',
    HOME: folder,
    TMPDIR: folder,
    S3_DATA_DIR: join(folder, 's3'),
    STATE_DIR: join(folder, 'state'),
    LOCAL_AWS_NODE: node,
    // The functions' credentials; bin/node sets their session token.
    AWS_ENDPOINT_URL: gate.origin,
    AWS_SECRET_ACCESS_KEY: 'test',
    // The URLs that the emulator returns lead to the gate.
    MINISTACK_HOST: gate.hostname,
    GATEWAY_PORT: gate.port,
    AUTH: 'false',
    LAMBDA_EXECUTOR: 'local',
    // AWS waits one minute before the first retry, then two; the emulator waits 0.2 s, then 0.4 s.
    LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0.2',
    // Without listeners that are not used, and without access to containers.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    DOCKER_HOST: `unix://${join(folder, 'no-docker.sock')}`,
    LOG_LEVEL: 'WARNING',
  };
}
