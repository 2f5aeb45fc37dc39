import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { BackgroundTasks } from '../gate/background-tasks.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import { jsonObject } from '../wire/json-object.ts';
import type { BusEvent } from './record.ts';
import { recordTime } from './record-time.ts';

export interface PutEventsDependencies {
  readonly accountOf: (call: Call) => Promise<string>;
  readonly deliver: (event: BusEvent) => Promise<void>;
  readonly background: BackgroundTasks;
  readonly clock: Clock;
}

const MOST_ENTRIES = 10;
type Entry = Readonly<Record<string, unknown>>;

/**
 * Answers PutEvents for events of customers on the default bus, and delivers them as AWS does: with
 * retries, dead-letter queues, and targets in other Regions, which the emulator lacks. Other buses,
 * sources of AWS and too many entries are left to the emulator.
 * Source: EventBridge API reference, PutEvents, PutEventsRequestEntry.
 */
export function putEvents({ accountOf, deliver, background, clock }: PutEventsDependencies): Behaviour {
  return async (call, next) => {
    const entries = call.service === 'events' && call.operation === 'PutEvents' ? entriesOf(call) : [];
    if (entries.length === 0 || entries.length > MOST_ENTRIES || !entries.every(isForDefaultBus)) return next(call);
    const account = await accountOf(call);
    const results = entries.map((entry) => {
      const refused = refusalOf(entry);
      if (refused !== undefined) return refused;
      const event = eventFrom(entry, { account, region: call.region, now: new Date(clock.now()) });
      background.start(() => deliver(event));
      return { EventId: event.id };
    });
    const failed = results.filter((result) => 'ErrorCode' in result).length;
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() };
    const body = Buffer.from(JSON.stringify({ FailedEntryCount: failed, Entries: results }));
    return { status: 200, headers, body };
  };
}

function entriesOf({ input }: Call): readonly Entry[] {
  const entries = input?.['Entries'];
  return Array.isArray(entries) ? entries.map((entry) => Object(entry)) : [];
}

function isForDefaultBus({ EventBusName = 'default', Source = '' }: Entry): boolean {
  const isDefault = EventBusName === 'default' || String(EventBusName).endsWith(':event-bus/default');
  return isDefault && !String(Source).startsWith('aws.');
}

/** AWS refuses entries one by one. */
function refusalOf(entry: Entry) {
  const missing = ['Source', 'DetailType', 'Detail'].find((name) => !entry[name]);
  if (missing !== undefined) {
    const ErrorMessage = `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`;
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (jsonObject(String(entry['Detail']))) return undefined;
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function eventFrom(
  { Source, DetailType, Detail, Resources = [], Time }: Entry,
  { account, region, now }: { readonly account: string; readonly region: string; readonly now: Date },
): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': String(DetailType),
    source: String(Source),
    account,
    time: recordTime(typeof Time === 'number' ? new Date(Time * 1000) : now),
    region,
    resources: Array.isArray(Resources) ? Resources.map(String) : [],
    detail: jsonObject(String(Detail)) ?? {},
  };
}
