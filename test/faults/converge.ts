import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { FaultReport } from '../../local/faults/faults.ts';
import type { FaultPlan } from '../../local/faults/plan.ts';
import { type Account, seenIn } from './account.ts';
import { type Ended, type Instance, started } from './function.ts';
import { type Cause, doubles, lieOf, missing, strayWrites, unsung, untold } from './laws.ts';
import { clear, eventOf, type Situation } from './situation.ts';
import { never, type Sent, type Stop, wireWith } from './wire.ts';

/** What happens to the function in one case. */
export interface Trouble {
  /** The faults that AWS has for it; they end before the last run. */
  readonly plan?: FaultPlan;
  /** Where its first invocation crashes. */
  readonly crash?: Pick<Stop, 'at' | 'effect'>;
  /** What an outcome that is no success has to name, and so has what is thrown. */
  readonly cause: Cause;
}

/** Lambda tries an event three times (Lambda developer guide, "Asynchronous invocation"). */
const TRIES = 3;
const NO_CAUSE = /nothing fails without a fault/;

/**
 * Lets the function meet trouble in a situation: one event with Lambda's tries, and one more run without faults: the event
 * again where it did not end well, else the next change of the trail.
 * @returns every law that was broken, in words
 */
export async function brokenLaws(
  account: Account,
  situation: Situation,
  { plan = [], crash, cause }: Trouble,
): Promise<readonly string[]> {
  const { aws } = account;
  const { trail } = situation;
  await situation.breaks(account, trail);
  const event = eventOf(account, situation);
  const broken: string[] = [];
  const sent: Sent[] = [];

  aws.faults.set(plan);
  let instance: Instance<Ended | 'crashed'> = crash ? doomed(account, crash) : started(account);
  let ended: Ended | 'crashed' = 'crashed';
  const records: OutcomeRecord[] = [];
  for (let tries = 1; tries <= TRIES && (ended === 'crashed' || ended.error); tries += 1) {
    ended = await instance.invoke(event);
    if (ended === 'crashed') {
      sent.push(...instance.wire.sent);
      instance = started(account);
      continue;
    }
    const gaps = ended.records.length > 0 ? missing(account, trail, await seenIn(account, trail)) : [];
    broken.push(...lies(ended, gaps, cause));
    records.push(...ended.records);
  }
  sent.push(...instance.wire.sent);
  broken.push(...aws.faults.clear().flatMap(unmet));
  // An event whose last try fails ends in the on-failure queue, which has an alarm.
  const isGivenUp = ended === 'crashed' || ended.error;
  if (!isGivenUp) {
    const messages = sent.filter((call) => isMessage(call, plan));
    broken.push(...untold(records, messages));
    broken.push(...unsung(missing(account, trail, await seenIn(account, trail)), messages));
  }

  const last = started(account);
  const isWhole = !isGivenUp && records.at(-1)?.outcome.match(/FIXED|COMPLIANT/);
  const next = isWhole ? eventOf(account, { ...situation, eventName: 'UpdateTrail' }) : event;
  const end = await last.invoke(next);
  const seen = await seenIn(account, trail);
  const gaps = missing(account, trail, seen);
  broken.push(...lies(end, gaps, NO_CAUSE));
  broken.push(...gaps.map((gap) => `in the end it is not so that ${gap}`));
  broken.push(...doubles(seen).map((name) => `exists twice: ${name}`));
  const writes = strayWrites(account, trail, [...sent, ...last.wire.sent]);
  broken.push(...writes.map((write) => `touched what is not ours: ${write}`));
  await (situation.clear ?? clear)(account, trail, seen);
  return broken;
}

function lies({ records, error }: Ended, gaps: readonly string[], cause: Cause): readonly string[] {
  const told = records.flatMap((record) => lieOf(record, gaps, cause) ?? []);
  return error && !cause.test(error.message) ? [...told, `threw for another reason: ${error.message}`] : told;
}

function unmet({ state, entry }: FaultReport): readonly string[] {
  return state === 'used-up' ? [] : [`the fault was not met: ${JSON.stringify(entry)}`];
}

/** A message that SNS took: it said so, or the fault was that it did not. */
function isMessage({ operation, done }: Sent, plan: FaultPlan): boolean {
  return operation === 'Publish' && (done || plan.some(takesEffect));
}

function takesEffect({ fault }: FaultPlan[number]): boolean {
  return fault.kind === 'lost-response' || (fault.kind === 'error' && fault.effect === 'after');
}

/** An instance whose process ends at a point of its first run. */
function doomed(account: Account, crash: Pick<Stop, 'at' | 'effect'>): Instance<Ended | 'crashed'> {
  const crashed = Promise.withResolvers<'crashed'>();
  const wire = wireWith({
    ...crash,
    until() {
      wire.cut();
      crashed.resolve('crashed');
      return never();
    },
  });
  const instance = started(account, wire);
  return {
    wire,
    async invoke(event) {
      const ended = await Promise.race([instance.invoke(event), crashed.promise]);
      await wire.idle();
      if (ended !== 'crashed') throw new Error(`The run never came to ${crash.at.operation} ${crash.at.nth}`);
      return ended;
    },
  };
}
