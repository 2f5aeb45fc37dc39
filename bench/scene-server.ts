import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../local/gate/call.ts';
import { readCall } from '../local/gate/read-call.ts';
import { ID } from '../test/support/perfect-trail.ts';
import { CALL_MS } from './sweep.ts';
import { answer, type SweepScene } from './sweep-scene.ts';

/** A scene over HTTP. */
export interface ServedScene {
  readonly endpoint: string;
  /** How many calls it answered. */
  readonly calls: () => number;
  readonly close: () => void;
}

/** Serves the scene of a sweep, each call in 40 ms, with an empty ledger and without a stack. */
export async function serveScene(scene: SweepScene): Promise<ServedScene> {
  let calls = 0;
  const server = createServer(async (request, response) => {
    const call = await readCall(request, new Date());
    calls += 1;
    await sleep(CALL_MS);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(bodyOf(scene, call));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: () => calls,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function bodyOf(scene: SweepScene, { operation, region, input = {} }: Call): string {
  if (operation === 'DescribeRegions') {
    const items = scene.regions.map((name) => `<item><regionName>${name}</regionName></item>`).join('');
    return `<DescribeRegionsResponse><regionInfo>${items}</regionInfo></DescribeRegionsResponse>`;
  }
  if (operation === 'Publish') {
    return '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
  }
  if (operation === 'ListSubscriptionsByTopic') {
    return '<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult/></ListSubscriptionsByTopicResponse>';
  }
  if (operation === 'GetCallerIdentity') {
    const identity = `<Account>${ID.account}</Account><Arn>arn:aws:iam::${ID.account}:user/bench</Arn>`;
    return `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  }
  if (operation === 'DescribeStacks') return '<DescribeStacksResponse><DescribeStacksResult/></DescribeStacksResponse>';
  if (operation === 'PutEvents') return JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  if (operation === 'BatchGetItem') {
    const tables = Object.keys(Object(input['RequestItems'])).map((name) => [name, []]);
    return JSON.stringify({ Responses: Object.fromEntries(tables) });
  }
  if (operation.endsWith('Item')) return '{}';
  return JSON.stringify(answer(scene, operation, region, input, new Date().toISOString()), (_, value) =>
    isTime(value) ? Date.parse(value) / 1000 : value,
  );
}

/** The JSON protocols of AWS send times as seconds since the epoch. */
function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
}
