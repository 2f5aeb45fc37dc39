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
