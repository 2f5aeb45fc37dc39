import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Bundle, bundle, MOST_BYTES } from '../../infra/bundle.ts';
import { bundledPackages } from '../../scripts/release/bundled-packages.ts';
import type { ProbedCall } from './sdk-probe.ts';
import { synthesized } from './synthesis.ts';

const run = promisify(execFile);
let folder: string;
let own: Bundle;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trailmend-bundle-'));
  // In another folder than the synthesis, whose bundle must have the same bytes.
  const before = process.cwd();
  process.chdir(folder);
  try {
    own = await bundle(join(folder, 'other', 'deeper'));
  } finally {
    process.chdir(before);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the bundle is one file of at most 550 kB', () => {
  expect(readdirSync(dirname(own.path))).toEqual(['index.js']);
  expect(readFileSync(own.path).byteLength).toBe(own.bytes);
  expect(own.bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test('the same sources give the same bytes, whatever the working folder and the output folder', async () => {
  const { code } = (await synthesized()).alone;
  expect(readFileSync(own.path, 'utf8')).toBe(code);
});

test('every bundled package has a permissive licence', async () => {
  expect((await bundledPackages(own.sources)).length).toBeGreaterThan(5);
});

test('the only credential provider in the bundle is that of the environment', () => {
  const providers = own.sources.flatMap(
    (source) => /@aws-sdk\/(credential-provider-[a-z-]+)\//.exec(source)?.[1] ?? [],
  );
  expect([...new Set(providers)]).toEqual(['credential-provider-env']);
});

test('a start without settings fails with the name of the error and of the variable', async () => {
  const started = run(process.execPath, ['-e', `require(${JSON.stringify(own.path)})`], { env: {} });
  await expect(started).rejects.toThrow(/ConfigError: .*FUNCTION_ROLE_ARN/);
});

describe('the SDK in the bundle', () => {
  const requests: { readonly headers: IncomingHttpHeaders }[] = [];
  let server: Server;
  let probeBundle: Bundle;
  let calls: readonly ProbedCall[];
  beforeAll(async () => {
    probeBundle = await bundle(join(folder, 'probe'), fileURLToPath(new URL('sdk-probe.ts', import.meta.url)));
    server = createServer((request, response) => {
      requests.push(request);
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const { status, type, body } = errorResponse(request.headers, Buffer.concat(chunks).toString());
        response.writeHead(status, { 'content-type': type }).end(body);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    calls = await probe({ region: 'eu-west-1', send: true }, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const probe = async (input: { region: string; send: boolean }, env: NodeJS.ProcessEnv): Promise<ProbedCall[]> => {
    const script =
      'require(process.argv[1]).handler(JSON.parse(process.argv[2])).then((r) => console.log(JSON.stringify(r)))';
    const { stdout } = await run(process.execPath, ['-e', script, probeBundle.path, JSON.stringify(input)], {
      env: {
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SESSION_TOKEN: 'the-session',
        ...env,
      },
    });
    return JSON.parse(stdout);
  };

  test('keeps the names and messages of errors in every protocol', () => {
    expect(calls.map(({ operation, error, message }) => [operation, error, message])).toEqual([
      ['GetTrail', 'TrailNotFoundException', 'Unknown trail: audit'],
      ['UpdateTrail', 'AccessDeniedException', 'not authorized'],
      ['CreateLogGroup', 'ResourceAlreadyExistsException', 'exists'],
      ['UpdateItem', 'ConditionalCheckFailedException', 'The conditional request failed'],
      ['GetRole', 'NoSuchEntityException', 'cannot be found'],
      ['Publish', 'NotFoundException', 'Topic does not exist'],
    ]);
  });

  test('signs with the credentials of the environment, including the session token, and sends its version', () => {
    expect(requests).toHaveLength(6);
    for (const { headers } of requests) {
      expect(headers.authorization).toContain('Credential=AKIDEXAMPLE/');
      expect(headers['x-amz-security-token']).toBe('the-session');
      expect(headers['user-agent']).toMatch(/aws-sdk-js\/3\.\d+/);
    }
  });

  test('fails with a named error without credentials', async () => {
    const unsent = await probe({ region: 'eu-west-1', send: false }, { AWS_ACCESS_KEY_ID: '' });
    expect(new Set(unsent.map(({ error }) => error))).toEqual(new Set(['CredentialsProviderError']));
  });

  test.each([
    [
      'eu-west-1',
      ['cloudtrail.eu-west-1', 'logs.eu-west-1', 'dynamodb.eu-west-1', 'iam', 'sns.eu-west-1'],
      'amazonaws.com',
    ],
    [
      'us-gov-west-1',
      ['cloudtrail.us-gov-west-1', 'logs.us-gov-west-1', 'dynamodb.us-gov-west-1', 'iam.us-gov', 'sns.us-gov-west-1'],
      'amazonaws.com',
    ],
    [
      'cn-north-1',
      ['cloudtrail.cn-north-1', 'logs.cn-north-1', 'dynamodb.cn-north-1', 'iam.cn-north-1', 'sns.cn-north-1'],
      'amazonaws.com.cn',
    ],
  ])('finds the endpoints of %s', async (region, services, suffix) => {
    const hosts = (await probe({ region, send: false }, {})).map(({ message }) => message);
    expect([...new Set(hosts)]).toEqual(services.map((service) => `${service}.${suffix}`));
  });
});

/**
 * AWS's error response to a call. JSON protocols name the operation in a header, query protocols in
 * the body.
 */
function errorResponse(headers: IncomingHttpHeaders, body: string): { status: number; type: string; body: string } {
  const operation =
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ||
    /Action=(\w+)/.exec(body)?.[1] ||
    '';
  const json: Readonly<Record<string, readonly [string, string]>> = {
    GetTrail: ['TrailNotFoundException', 'Unknown trail: audit'],
    UpdateTrail: ['AccessDeniedException', 'not authorized'],
    CreateLogGroup: ['ResourceAlreadyExistsException', 'exists'],
    UpdateItem: ['ConditionalCheckFailedException', 'The conditional request failed'],
  };
  const query: Readonly<Record<string, readonly [string, string]>> = {
    GetRole: ['NoSuchEntity', 'cannot be found'],
    Publish: ['NotFound', 'Topic does not exist'],
  };
  if (json[operation]) {
    const [code, message] = json[operation];
    return { status: 400, type: 'application/x-amz-json-1.1', body: JSON.stringify({ __type: code, message }) };
  }
  const [code, message] = query[operation] ?? ['InvalidAction', operation];
  const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status: 404, type: 'text/xml', body: xml };
}
