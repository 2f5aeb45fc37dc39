import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { LocalAws } from '../../local/local-aws.ts';
import { type Account, foreignStateOf, prepareAccount, startPromptAws, stateOf } from './account.ts';
import { brokenLaws } from './broken-laws.ts';
import { CASES, FAULTY_SITUATIONS } from './cases.ts';
import { startInstance } from './function.ts';
import { accountFor, clear, eventOf } from './situation.ts';
import { type Suite, suiteOf } from './suites.ts';

/**
 * Defines one test for each case of a suite, and prints how many the function survived.
 * @param expected the number of cases, so that a lost case fails
 */
export function playSuite(suite: Suite, expected: number): void {
  const cases = CASES.filter((one) => suiteOf(one) === suite);
  let aws: LocalAws;
  let account: Account;
  let survived = 0;

  beforeAll(async () => {
    // The SDK waits a random part of its backoff before a retry. These tests remove the wait.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    aws = await startPromptAws();
    account = await prepareAccount(aws);
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
    let situationAccount: Account;
    let before: unknown;

    beforeAll(async () => {
      situationAccount = accountFor(account, situation);
      before = await foreignStateOf(account);
    });

    /**
     * Each case checks its own writes. This check covers every other way to change a foreign
     * resource.
     */
    afterAll(async () => {
      await clear(situationAccount, trail, await stateOf(situationAccount, trail));
      expect(await foreignStateOf(account)).toEqual(before);
    });

    test('a run without faults makes the calls at which the cases inject faults', async () => {
      await situation.breaks(situationAccount, trail);
      const { wire, invoke } = startInstance(situationAccount);
      const { records, error } = await invoke(eventOf(situationAccount, situation));
      await (situation.clear ?? clear)(situationAccount, trail, await stateOf(situationAccount, trail));
      expect(error).toBeUndefined();
      expect(records.map(({ outcome }) => outcome)).toEqual(['FIXED']);
      expect(wire.sent.map(({ operation }) => operation).toSorted()).toEqual(situation.calls);
    });

    test.each(cases.filter((one) => one.situation === situation))('$title', async ({ trouble }) => {
      expect(await brokenLaws(situationAccount, situation, trouble)).toEqual([]);
      survived += 1;
    });
  });
}
