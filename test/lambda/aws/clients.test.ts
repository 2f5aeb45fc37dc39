import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../lambda/aws/clients.ts';

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

test('a client has at most four connections', async () => {
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{"IsLogging":true}'));
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
    const client = clientsFor('eu-central-1').cloudTrail('us-east-1');
    const requests = Array.from({ length: 12 }, () => client.send(new GetTrailStatusCommand({ Name: 'audit' })));
    const statuses = await Promise.all(requests);
    expect(statuses.map(({ IsLogging }) => IsLogging)).toEqual(Array(12).fill(true));
    expect(connections).toBe(4);
    client.destroy();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    server.close();
  }
});
