import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { putOutcomeEvent } from '../../../../lambda/aws/notify/event-bus.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { recordWith } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const RECORD = recordWith({ outcome: 'FIXED', reason: 'repaired', detail: 'Über alles repariert' });
const events = mocked(EventBridgeClient);
const put = (record: OutcomeRecord) => putOutcomeEvent(clientsFor('us-east-1'), 'eu-west-1', record);

beforeEach(() => {
  events.reset();
});

test('puts the record as the detail of one event on the default bus of the Region', async () => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] });
  expect(await put(RECORD)).toMatchObject({ ok: true });
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
    { code: 'InternalFailure', message: 'later' },
  ],
  ['the entry, without a reason', { FailedEntryCount: 1, Entries: [{}] }, { code: 'no result', message: 'no message' }],
  ['nothing, and has no result', {}, { code: 'no result', message: 'no message' }],
])('returns an error when AWS answers 200 and refuses %s', async (_name, answer, error) => {
  events.on(PutEventsCommand).resolves(answer);
  expect(await put(RECORD)).toEqual({ ok: false, error: { operation: 'PutEvents', ...error } });
});

test('returns the error of a call that AWS refuses', async () => {
  events.on(PutEventsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await put(RECORD)).toEqual({
    ok: false,
    error: { operation: 'PutEvents', code: 'AccessDeniedException', message: 'no' },
  });
});

test('truncates an event that is too large, counting the bytes of the record and of the names around it', async () => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const names = 'trailmendTrail Outcome'.length;
  const room = 256 * 1024 - 1 - names - Buffer.byteLength(JSON.stringify({ ...RECORD, detail: '' }));
  const largest = { ...RECORD, detail: `${'ü'.repeat(1_000)}${'x'.repeat(room - 2_000)}` };
  const sent = () => JSON.parse(events.commandCalls(PutEventsCommand).at(-1)?.args[0].input.Entries?.[0]?.Detail ?? '');
  expect(await put(largest)).toMatchObject({ ok: true });
  expect(sent()).toEqual(largest);
  expect(await put({ ...largest, detail: `${largest.detail}x` })).toMatchObject({ ok: true });
  expect(sent()).toMatchObject({ id: RECORD.id, cut: ['texts longer than 1000 characters'] });
});
