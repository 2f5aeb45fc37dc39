import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { FaultReport } from '../../local/faults/faults.ts';
import type { FaultPlan } from '../../local/faults/plan.ts';
import { type Account, stateOf } from './account.ts';
import { type Instance, type InvocationResult, startInstance } from './function.ts';
import { type Cause, duplicates, falseOutcome, missing, strayWrites, unreported, unreportedRepair } from './laws.ts';
import { clear, eventOf, type Situation } from './situation.ts';
import { never, type Sent, type Stop, wireWith } from './wire.ts';

/** The faults that the function meets in one case. */
export interface Trouble {
  /** The faults of AWS. They end before the last run. */
  readonly plan?: FaultPlan;
  /** The point at which the first invocation crashes. */
  readonly crash?: Pick<Stop, 'at' | 'effect'>;
  /** The text that an unsuccessful outcome and a thrown error have to contain. */
  readonly cause: Cause;
}

/**
 * Lambda invokes the function up to three times for an event (Lambda developer guide, "Asynchronous
 * invocation").
 */
const MAX_ATTEMPTS = 3;
/** Lambda waits a minute before the first retry. */
const RETRY_MS = 60_000;
const NO_CAUSE = /nothing fails without a fault/;

/**
 * Invokes the function in a situation with faults: for one event with Lambda's retries, and then
 * once without faults. The last invocation gets the same event if it failed, else the next change
 * of the trail.
 * @returns a description of every broken law
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
  let instance: Instance<InvocationResult | 'crashed'> = crash
    ? crashingInstance(account, crash)
    : startInstance(account);
  let ended: InvocationResult | 'crashed' = 'crashed';
  const records: OutcomeRecord[] = [];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS && (ended === 'crashed' || ended.error); attempt += 1) {
    ended = await instance.invoke(event);
    if (ended === 'crashed') {
      sent.push(...instance.wire.sent);
      instance = startInstance(account, wireWith(), instance.now() + RETRY_MS);
      continue;
    }
    await instance.waitUntil(instance.now() + RETRY_MS);
    const gaps = ended.records.length > 0 ? missing(account, trail, await stateOf(account, trail)) : [];
    broken.push(...falseOutcomes(ended, gaps, cause));
    records.push(...ended.records);
  }
  sent.push(...instance.wire.sent);
  broken.push(...aws.faults.clear().flatMap(unusedFaults));
  // Lambda sends an event whose last attempt fails to the failure queue, which has an alarm.
  const isGivenUp = ended === 'crashed' || ended.error;
  if (!isGivenUp) {
    const messages = sent.filter((call) => isMessage(call, plan));
    broken.push(...unreported(records, messages));
    broken.push(...unreportedRepair(missing(account, trail, await stateOf(account, trail)), messages));
  }

  const last = startInstance(account, wireWith(), instance.now());
  const isHealthy = !isGivenUp && records.at(-1)?.outcome.match(/FIXED|COMPLIANT/);
  const next = isHealthy ? eventOf(account, { ...situation, eventName: 'UpdateTrail' }) : event;
  const end = await last.invoke(next);
  const state = await stateOf(account, trail);
  const gaps = missing(account, trail, state);
  broken.push(...falseOutcomes(end, gaps, NO_CAUSE));
  broken.push(...gaps.map((gap) => `not true in the end: ${gap}`));
  broken.push(...duplicates(state).map((name) => `exists twice: ${name}`));
  const writes = strayWrites(account, trail, [...sent, ...last.wire.sent]);
  broken.push(...writes.map((write) => `foreign resource changed: ${write}`));
  await (situation.clear ?? clear)(account, trail, state);
  return broken;
}

function falseOutcomes({ records, error }: InvocationResult, gaps: readonly string[], cause: Cause): readonly string[] {
  const broken = records.flatMap((record) => falseOutcome(record, gaps, cause) ?? []);
  return error && !cause.test(error.message) ? [...broken, `threw for another reason: ${error.message}`] : broken;
}

function unusedFaults({ state, entry }: FaultReport): readonly string[] {
  return state === 'used-up' ? [] : [`the fault did not happen: ${JSON.stringify(entry)}`];
}

/** A message that SNS accepted, even if a fault replaced the response. */
function isMessage({ operation, done }: Sent, plan: FaultPlan): boolean {
  return operation === 'Publish' && (done || plan.some(takesEffect));
}

function takesEffect({ fault }: FaultPlan[number]): boolean {
  return fault.kind === 'lost-response' || (fault.kind === 'error' && fault.effect === 'after');
}

/** An instance that crashes at a point of its first run. */
function crashingInstance(
  account: Account,
  crash: Pick<Stop, 'at' | 'effect'>,
): Instance<InvocationResult | 'crashed'> {
  const crashed = Promise.withResolvers<'crashed'>();
  const wire = wireWith({
    ...crash,
    until() {
      wire.cut();
      crashed.resolve('crashed');
      return never();
    },
  });
  const instance = startInstance(account, wire);
  return {
    ...instance,
    async invoke(event) {
      const ended = await Promise.race([instance.invoke(event), crashed.promise]);
      await wire.idle();
      if (ended !== 'crashed') throw new Error(`The run did not reach ${crash.at.operation} ${crash.at.nth}`);
      return ended;
    },
  };
}
