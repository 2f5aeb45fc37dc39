import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { type Clients, clientsFor } from '../../../lambda/aws/clients.ts';

describe('clientsFor', () => {
  const clients = clientsFor('eu-central-1');

  test('builds each regional client once, in the Region it is asked for', async () => {
    const one = clients.cloudTrail('us-east-1');
    const other = clients.cloudTrail('ap-south-1');
    expect(await one.config.region()).toBe('us-east-1');
    expect(await other.config.region()).toBe('ap-south-1');
    expect(clients.cloudTrail('us-east-1')).toBe(one);
    expect(await clients.logs('us-east-1').config.region()).toBe('us-east-1');
    expect(clients.logs('us-east-1')).toBe(clients.logs('us-east-1'));
  });

  test('builds one client of IAM and of SNS, in the Region of the function', async () => {
    expect(await clients.iam().config.region()).toBe('eu-central-1');
    expect(await clients.sns().config.region()).toBe('eu-central-1');
    expect(clients.iam()).toBe(clients.iam());
    expect(clients.sns()).toBe(clients.sns());
  });
});

test.each([
  ['a client of a Region', 4, (clients: Clients) => statuses(clients.cloudTrail('us-east-1'))],
  ['the client of IAM', 16, (clients: Clients) => roles(clients.iam())],
] as const)('%s has at most %i connections', async (_, most, send) => {
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(isJson(request) ? '{}' : '<GetRoleResponse/>'));
  }).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
  Object.assign(process.env, environment);
  try {
    await send(clientsFor('eu-central-1'));
    expect(connections).toBe(most);
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    server.close();
  }
});

/** Sends more requests at once than a client may have connections. */
async function statuses(client: ReturnType<Clients['cloudTrail']>): Promise<void> {
  await Promise.all(Array.from({ length: 40 }, () => client.send(new GetTrailStatusCommand({ Name: 'audit' }))));
  client.destroy();
}

async function roles(client: ReturnType<Clients['iam']>): Promise<void> {
  await Promise.all(Array.from({ length: 40 }, () => client.send(new GetRoleCommand({ RoleName: 'audit' }))));
  client.destroy();
}

function isJson({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.includes('json') ?? false;
}
