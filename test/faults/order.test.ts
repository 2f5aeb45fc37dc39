import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ledgerIn } from '../../lambda/aws/ledger/ledger-table.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { type Account, accountIn, foreignIn, seenIn, startPromptAws } from './account.ts';
import { FAULTY_SITUATIONS } from './cases.ts';
import { type Ended, started } from './function.ts';
import { doubles, lieOf, missing, strayWrites } from './laws.ts';
import { effectsOf, isRead, pointsOf } from './point.ts';
import { clear, eventOf, SITUATIONS, type Situation, STOPPED, trailIn } from './situation.ts';
import { type Stop, wireWith } from './wire.ts';

let aws: LocalAws;
let account: Account;
let before: unknown;
let survived = 0;

beforeAll(async () => {
  aws = await startPromptAws();
  account = await accountIn(aws);
  for (const { make, trail } of FAULTY_SITUATIONS) await make(account, trail);
  before = await foreignIn(account);
});

afterAll(async () => {
  expect(await foreignIn(account)).toEqual(before);
  await aws?.stop();
  process.stdout.write(`${survived} orders survived\n`);
});

const NO_CAUSE = /nothing fails without a fault/;
/** Why a trail that does not log is left so, by an event other than its StopLogging. */
const NOT_OURS_TO_START = /RestartLogging is "seen"|made less than 2 minutes ago/;

/** The laws that an end breaks at the moment when it is reached. */
async function lies({ records, error }: Ended, trail: string, cause: RegExp): Promise<readonly string[]> {
  const gaps = missing(account, trail, await seenIn(account, trail));
  const told = records.flatMap((record) => lieOf(record, gaps, cause) ?? []);
  return error ? [...told, `threw: ${error.message}`] : told;
}

/** The laws that the account breaks when all is over. */
async function brokenInTheEnd(trail: string): Promise<readonly string[]> {
  const seen = await seenIn(account, trail);
  await clear(account, trail, seen);
  return [
    ...missing(account, trail, seen).map((gap) => `in the end it is not so that ${gap}`),
    ...doubles(seen).map((name) => `exists twice: ${name}`),
  ];
}

async function memoryOf(trail: string): Promise<unknown> {
  const ledger = ledgerIn({ dynamoDb: () => account.administrator.dynamoDb }, account.config.ledgerTable);
  const memory = await ledger.load(trailIn(account, trail).arn);
  return memory.read ? memory.value : memory;
}

interface Meeting {
  readonly title: string;
  readonly situation: Situation;
  readonly stop: Pick<Stop, 'at' | 'effect'>;
}

/** One invocation waits at a call, for every call (a read has no effect, so before is as after), while another for the same trail runs from its beginning to its end. */
const MEETINGS: readonly Meeting[] = SITUATIONS.flatMap((situation) =>
  pointsOf(situation.calls).flatMap((at) =>
    effectsOf(at).map((effect) => ({
      title: `${effect} ${at.operation} ${at.nth}, when ${situation.name}`,
      situation,
      stop: { at, effect },
    })),
  ),
);

describe('another invocation for the same trail, from its beginning to its end', () => {
  test.each(MEETINGS)('$title', async ({ situation, stop }) => {
    const { trail } = situation;
    await situation.breaks(account, trail);
    const event = eventOf(account, situation);
    const other = started(account);
    const broken: string[] = [];
    let met = false;
    const until = async () => {
      met = true;
      broken.push(...(await lies(await other.invoke(event), trail, NO_CAUSE)));
    };
    const one = started(account, wireWith({ ...stop, until }));
    broken.push(...(await lies(await one.invoke(event), trail, NO_CAUSE)));
    broken.push(...strayWrites(account, trail, [...one.wire.sent, ...other.wire.sent]));
    broken.push(...(await brokenInTheEnd(trail)));
    expect(met).toBe(true);
    expect(broken).toEqual([]);
    survived += 1;
  });
});

/** Calls after which the run that makes them has the trail, or is about to: another event's run meets it there. */
const HELD = MEETINGS.filter(
  ({ situation, stop }) =>
    situation === STOPPED && /^(CreateRole|PutRolePolicy|UpdateTrail|UpdateItem)$/.test(stop.at.operation),
);
const LEFT_TO_OTHER = /Another run of trailmend is at work/;

describe('another event of the same trail, from its beginning to its end', () => {
  test.each(HELD)('$title', async ({ situation, stop }) => {
    const { trail } = situation;
    await situation.breaks(account, trail);
    const other = started(account);
    const broken: string[] = [];
    const until = async () => {
      broken.push(...(await lies(await other.invoke(eventOf(account, situation)), trail, LEFT_TO_OTHER)));
    };
    const one = started(account, wireWith({ ...stop, until }));
    broken.push(...(await lies(await one.invoke(eventOf(account, situation)), trail, LEFT_TO_OTHER)));
    broken.push(...strayWrites(account, trail, [...one.wire.sent, ...other.wire.sent]));
    const memory = await memoryOf(trail);
    broken.push(...(await brokenInTheEnd(trail)));
    expect(broken).toEqual([]);
    expect(memory).not.toHaveProperty('lease');
    survived += 1;
  });
});

test('the same event twice is repaired once: the second invocation writes nothing but what it remembers', async () => {
  for (const situation of SITUATIONS) {
    await situation.breaks(account, situation.trail);
    const event = eventOf(account, situation);
    const [first, second] = [started(account), started(account)];
    await first.invoke(event);
    const { records } = await second.invoke(event);
    expect(records.map(({ outcome }) => outcome)).toEqual(
      situation.eventName === 'DeleteLogGroup' ? [] : ['COMPLIANT'],
    );
    // What it remembers and tells changes nothing of the account.
    const own = ['Publish', 'PutEvents', 'UpdateItem'];
    const writes = second.wire.sent.filter(({ operation }) => !isRead(operation) && !own.includes(operation));
    expect(writes).toEqual([]);
    expect(await brokenInTheEnd(situation.trail)).toEqual([]);
    survived += 1;
  }
});

const ARRIVALS = orders(['CreateTrail', 'StartLogging', 'UpdateTrail', 'StopLogging']);

describe('the events of a trail that was made, started, changed and stopped arrive', () => {
  test.each(ARRIVALS)('as %s, %s, %s, %s', async (...names) => {
    const { trail } = STOPPED;
    await STOPPED.breaks(account, trail);
    const broken: string[] = [];
    for (const eventName of names) {
      const ended = await started(account).invoke(eventOf(account, { ...STOPPED, eventName }));
      broken.push(...(await lies(ended, trail, NOT_OURS_TO_START)));
    }
    broken.push(...(await brokenInTheEnd(trail)));
    expect(broken).toEqual([]);
    survived += 1;
  });
});

test('179 orders are played', () => {
  expect(MEETINGS.length + HELD.length + SITUATIONS.length + ARRIVALS.length).toBe(179);
});

function orders(names: readonly string[]): string[][] {
  if (names.length === 0) return [[]];
  return names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));
}
