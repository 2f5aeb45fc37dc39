import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { outcomePutter } from '../../../../lambda/aws/notify/event-bus.ts';
import { recordWith } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const RECORD = recordWith({ outcome: 'FIXED', reason: 'repaired', detail: 'Über alles repariert' });
const events = mocked(EventBridgeClient);
const put = outcomePutter(clientsFor('us-east-1'), 'eu-west-1');

beforeEach(() => {
  events.reset();
});

test('the record is the detail of one event on the default bus of the region', async () => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] });
  expect(await put(RECORD)).toEqual({ put: true });
  const [call, ...more] = events.commandCalls(PutEventsCommand);
  expect(more).toEqual([]);
  const entry = { Source: 'trailmend', DetailType: 'Trail Outcome', Detail: JSON.stringify(RECORD) };
  expect(call?.args[0].input).toEqual({ Entries: [entry] });
  expect(await call?.thisValue.config.region()).toBe('eu-west-1');
});

test.each([
  [
    'the entry',
    { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }] },
    'PutEvents answered InternalFailure: later',
  ],
  ['the entry, without a reason', { FailedEntryCount: 1, Entries: [{}] }, 'PutEvents answered no result: no message'],
  ['nothing, and took nothing', {}, 'PutEvents answered no result: no message'],
])('AWS answers 200 and refuses %s', async (_, answer, why) => {
  events.on(PutEventsCommand).resolves(answer);
  expect(await put(RECORD)).toEqual({ put: false, why });
});

test('a call that AWS refuses is no rejection', async () => {
  events.on(PutEventsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await put(RECORD)).toEqual({ put: false, why: 'PutEvents answered AccessDeniedException: no' });
});

test('an event that is too large is cut; what counts is bytes, with the names around the record', async () => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const names = 'trailmendTrail Outcome'.length;
  const room = 256 * 1024 - 1 - names - Buffer.byteLength(JSON.stringify({ ...RECORD, detail: '' }));
  const largest = { ...RECORD, detail: `${'ü'.repeat(1_000)}${'x'.repeat(room - 2_000)}` };
  const sent = () => JSON.parse(events.commandCalls(PutEventsCommand).at(-1)?.args[0].input.Entries?.[0]?.Detail ?? '');
  expect(await put(largest)).toEqual({ put: true });
  expect(sent()).toEqual(largest);
  expect(await put({ ...largest, detail: `${largest.detail}x` })).toEqual({ put: true });
  expect(sent()).toMatchObject({ id: RECORD.id, cut: ['texts longer than 1000 characters'] });
});
