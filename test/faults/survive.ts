import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { LocalAws } from '../../local/local-aws.ts';
import { type Account, accountIn, foreignIn, seenIn, startPromptAws } from './account.ts';
import { CASES, FAULTY_SITUATIONS } from './cases.ts';
import { brokenLaws } from './converge.ts';
import { started } from './function.ts';
import { accountFor, clear, eventOf } from './situation.ts';
import { type Suite, suiteOf } from './suites.ts';

/**
 * One test for each case of a suite, in all situations; prints how many the function survived.
 * @param expected how many cases the suite has, so that none is lost without being noticed
 */
export function survive(suite: Suite, expected: number): void {
  const cases = CASES.filter((one) => suiteOf(one) === suite);
  let aws: LocalAws;
  let account: Account;
  let survived = 0;

  beforeAll(async () => {
    // The SDK waits a random share of its backoff before it tries again: here none of it.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    aws = await startPromptAws();
    account = await accountIn(aws);
    for (const { make, trail } of FAULTY_SITUATIONS) await make(account, trail);
  });

  afterAll(async () => {
    await aws?.stop();
    process.stdout.write(`${survived} faults survived (${suite})\n`);
  });

  test(`the suite has ${expected} cases`, () => {
    expect(cases).toHaveLength(expected);
  });

  describe.each([...new Set(cases.map(({ situation }) => situation))])('$name', (situation) => {
    const { trail } = situation;
    let here: Account;
    let before: unknown;

    beforeAll(async () => {
      here = accountFor(account, situation);
      before = await foreignIn(account);
    });

    /** A write that strays is told by the case that made it; here nothing foreign has changed by whatever way. */
    afterAll(async () => {
      await clear(here, trail, await seenIn(here, trail));
      expect(await foreignIn(account)).toEqual(before);
    });

    test('a run that meets no fault makes the calls that faults are tried on', async () => {
      await situation.breaks(here, trail);
      const { wire, invoke } = started(here);
      const { records, error } = await invoke(eventOf(here, situation));
      await (situation.clear ?? clear)(here, trail, await seenIn(here, trail));
      expect(error).toBeUndefined();
      expect(records.map(({ outcome }) => outcome)).toEqual(['FIXED']);
      expect(wire.sent.map(({ operation }) => operation).toSorted()).toEqual(situation.calls);
    });

    test.each(cases.filter((one) => one.situation === situation))('$title', async ({ trouble }) => {
      expect(await brokenLaws(here, situation, trouble)).toEqual([]);
      survived += 1;
    });
  });
}
