import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readLastSweep } from '../../../cli/reads/last-sweep.ts';
import { clientsFor } from '../../../lambda/aws/clients.ts';

const LOG = { logGroupName: 'log', region: 'us-east-1' };
const logs = mockClient(CloudWatchLogsClient);
beforeEach(() => void logs.reset());

test('the last finished sweep counts, and no text in another entry', async () => {
  logs
    .on(FilterLogEventsCommand)
    .resolvesOnce({ nextToken: 'more', events: [{ timestamp: 5, message: '{"message":"sweep","scope":"full"}' }] })
    .resolvesOnce({
      events: [
        { timestamp: 7, message: '{"message":"sweep","scope":"full"}' },
        { timestamp: 8, message: '{"message":"sweep","scope":"some"}' },
        { timestamp: 9, message: 'trail "message":"sweep","scope":"full"' },
      ],
    });
  expect(await readLastSweep(clientsFor('us-east-1'), LOG, 3)).toEqual({ read: true, value: 7 });
  expect(logs.commandCalls(FilterLogEventsCommand)[0]?.args[0].input).toMatchObject({
    logGroupName: 'log',
    startTime: 3,
    filterPattern: '{ $.message = "sweep" && $.scope = "full" }',
  });
});

test('no entry is no sweep', async () => {
  logs.on(FilterLogEventsCommand).resolves({});
  expect(await readLastSweep(clientsFor('us-east-1'), LOG, 3)).toEqual({ read: true, value: undefined });
});
