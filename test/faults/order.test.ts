import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../lambda/app/ledger.ts';
import { ledgerIn } from '../../lambda/aws/ledger/ledger-table.ts';
import { itemsIn } from '../../lambda/aws/ledger/table.ts';
import { leaseFrom } from '../../lambda/core/memory/lease.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { type Account, foreignStateOf, prepareAccount, startPromptAws, stateOf } from './account.ts';
import { FAULTY_SITUATIONS } from './cases.ts';
import { type Instance, type InvocationResult, startInstance } from './function.ts';
import { duplicates, falseOutcome, missing, reportedAgain, strayWrites } from './laws.ts';
import { effectsOf, isRead, pointsOf } from './point.ts';
import { clear, eventOf, SITUATIONS, type Situation, STOPPED, trailIn } from './situation.ts';
import { type Stop, wireWith } from './wire.ts';

let aws: LocalAws;
let account: Account;
let before: unknown;
let survived = 0;

beforeAll(async () => {
  aws = await startPromptAws();
  account = await prepareAccount(aws);
  for (const { make, trail } of FAULTY_SITUATIONS) await make(account, trail);
  before = await foreignStateOf(account);
});

afterAll(async () => {
  expect(await foreignStateOf(account)).toEqual(before);
  await aws?.stop();
  process.stdout.write(`${survived} orders survived\n`);
});

const NO_CAUSE = /nothing fails without a fault/;
/** The reasons not to start a trail after an event other than its StopLogging. */
const NOT_RESTARTED = /RestartLogging is "seen"|created less than 2 minutes ago/;

/** The laws that a result breaks at its time. */
async function falseOutcomes(
  { records, error }: InvocationResult,
  trail: string,
  cause: RegExp,
): Promise<readonly string[]> {
  const gaps = missing(account, trail, await stateOf(account, trail));
  const broken = records.flatMap((record) => falseOutcome(record, gaps, cause) ?? []);
  return error ? [...broken, `threw: ${error.message}`] : broken;
}

/** The laws that the account breaks after all runs. */
async function brokenInTheEnd(trail: string): Promise<readonly string[]> {
  const state = await stateOf(account, trail);
  await clear(account, trail, state);
  return [
    ...missing(account, trail, state).map((gap) => `not true in the end: ${gap}`),
    ...duplicates(state).map((name) => `exists twice: ${name}`),
  ];
}

function ledgerOf({ administrator, config }: Account): Ledger {
  return ledgerIn(itemsIn({ dynamoDb: () => administrator.dynamoDb }, config.ledgerTable, async () => {}));
}

async function memoryOf(trail: string): Promise<unknown> {
  const memory = await ledgerOf(account).load(trailIn(account, trail).arn);
  return memory.read ? memory.value : memory;
}

interface Overlap {
  readonly title: string;
  readonly situation: Situation;
  readonly stop: Pick<Stop, 'at' | 'effect'>;
}

/**
 * One invocation waits at a call, for every call, while another one for the same trail runs to its
 * end. A read has no effect, so an invocation only waits before it.
 */
const OVERLAPS: readonly Overlap[] = SITUATIONS.flatMap((situation) =>
  pointsOf(situation.calls).flatMap((at) =>
    effectsOf(at).map((effect) => ({
      title: `${effect} ${at.operation} ${at.nth}, when ${situation.name}`,
      situation,
      stop: { at, effect },
    })),
  ),
);

describe('another invocation for the same event runs to its end', () => {
  test.each(OVERLAPS)('$title', async ({ situation, stop }) => {
    const { trail } = situation;
    await situation.breaks(account, trail);
    const event = eventOf(account, situation);
    const other = startInstance(account);
    const broken: string[] = [];
    let isReached = false;
    const until = async () => {
      isReached = true;
      await other.waitUntil(one.now() + 1);
      broken.push(...(await falseOutcomes(await other.invoke(event), trail, NO_CAUSE)));
      await one.waitUntil(other.now() + 1);
    };
    const one: Instance = startInstance(account, wireWith({ ...stop, until }));
    broken.push(...(await falseOutcomes(await one.invoke(event), trail, NO_CAUSE)));
    const sent = [...one.wire.sent, ...other.wire.sent];
    broken.push(...strayWrites(account, trail, sent), ...reportedAgain(sent));
    broken.push(...(await brokenInTheEnd(trail)));
    expect(isReached).toBe(true);
    expect(broken).toEqual([]);
    survived += 1;
  });
});

/** The overlaps at calls of a run that holds the lease of the trail, or is about to acquire it. */
const OVERLAPS_WITH_LEASE = OVERLAPS.filter(
  ({ situation, stop }) =>
    situation === STOPPED && /^(CreateRole|PutRolePolicy|UpdateTrail|UpdateItem)$/.test(stop.at.operation),
);
const LEFT_TO_OTHER = /Another run of trailmend is working on the trail/;

describe('another event of the same trail runs to its end', () => {
  test.each(OVERLAPS_WITH_LEASE)('$title', async ({ situation, stop }) => {
    const { trail } = situation;
    await situation.breaks(account, trail);
    const other = startInstance(account);
    const broken: string[] = [];
    const until = async () => {
      await other.waitUntil(one.now() + 1);
      broken.push(...(await falseOutcomes(await other.invoke(eventOf(account, situation)), trail, LEFT_TO_OTHER)));
      await one.waitUntil(other.now() + 1);
    };
    const one: Instance = startInstance(account, wireWith({ ...stop, until }));
    broken.push(...(await falseOutcomes(await one.invoke(eventOf(account, situation)), trail, LEFT_TO_OTHER)));
    const sent = [...one.wire.sent, ...other.wire.sent];
    broken.push(...strayWrites(account, trail, sent), ...reportedAgain(sent));
    const memory = await memoryOf(trail);
    broken.push(...(await brokenInTheEnd(trail)));
    expect(broken).toEqual([]);
    expect(memory).not.toHaveProperty('lease');
    survived += 1;
  });
});

test('DynamoDB saves the notification of one of two runs that decided from the same memory', async () => {
  const ledger = ledgerOf(account);
  const [key, now] = ['not a trail', new Date().toISOString()];
  const lease = leaseFrom(
    Date.now(),
    { kind: 'sweep', time: now },
    { trigger: { kind: 'sweep', time: now }, findings: [] },
  );
  const [first, second] = [{ notifications: 1 }, { notifications: 2 }];
  const results = [
    await ledger.save(key, first),
    await ledger.save(key, first),
    await ledger.acquire(key, lease, now, {}),
    await ledger.release(key, lease.holder, first),
    await ledger.acquire(key, { ...lease, holder: 'other' }, now, {}),
    await ledger.release(key, lease.holder, first),
    await ledger.release(key, lease.holder, second),
    await ledger.release(key, lease.holder, { notifications: 3 }),
    await ledger.saveIssues({ ...first, claims: { account: now } }),
    await ledger.saveIssues({ ...first, claims: { account: now } }),
    await ledger.saveIssues({ claims: { account: null } }),
  ];
  expect(results.map((result) => (result.ok ? result.value : result.error))).toEqual([
    ...['saved', 'notified-meanwhile'],
    ...['acquired', 'notified-meanwhile', 'held-by-other', 'notified-meanwhile', 'recheck', 'released'],
    ...['saved', 'notified-meanwhile', 'saved'],
  ]);
});

test('the same event twice causes one repair: the second invocation writes only to the ledger', async () => {
  for (const situation of SITUATIONS) {
    await situation.breaks(account, situation.trail);
    const event = eventOf(account, situation);
    const [first, second] = [startInstance(account), startInstance(account)];
    await first.invoke(event);
    const { records } = await second.invoke(event);
    expect(records.map(({ outcome }) => outcome)).toEqual(
      situation.eventName === 'DeleteLogGroup' ? [] : ['COMPLIANT'],
    );
    // The ledger and notifications do not change the account.
    const own = ['Publish', 'PutEvents', 'UpdateItem'];
    const writes = second.wire.sent.filter(({ operation }) => !isRead(operation) && !own.includes(operation));
    expect(writes).toEqual([]);
    expect(await brokenInTheEnd(situation.trail)).toEqual([]);
    survived += 1;
  }
});

const ARRIVALS = orders(['CreateTrail', 'StartLogging', 'UpdateTrail', 'StopLogging']);

describe('the events of a trail that was created, started, changed and stopped arrive', () => {
  test.each(ARRIVALS)('as %s, %s, %s, %s', async (...names) => {
    const { trail } = STOPPED;
    await STOPPED.breaks(account, trail);
    const broken: string[] = [];
    for (const eventName of names) {
      const ended = await startInstance(account).invoke(eventOf(account, { ...STOPPED, eventName }));
      broken.push(...(await falseOutcomes(ended, trail, NOT_RESTARTED)));
    }
    broken.push(...(await brokenInTheEnd(trail)));
    expect(broken).toEqual([]);
    survived += 1;
  });
});

test('238 orders are tested', () => {
  expect(OVERLAPS.length + OVERLAPS_WITH_LEASE.length + SITUATIONS.length + ARRIVALS.length).toBe(238);
});

function orders(names: readonly string[]): string[][] {
  if (names.length === 0) return [[]];
  return names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));
}
