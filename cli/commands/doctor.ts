import { systemClock } from '../../lambda/app/retry.ts';
import { type AccountOptions, openAccount } from '../account.ts';
import { checkAccount, checkStack } from '../checks/index.ts';
import type { CheckResult } from '../checks/result.ts';
import { doctorJson, doctorText } from '../output/doctor.ts';
import { readAccountFacts } from '../reads/account-facts.ts';
import { readStackFacts } from '../reads/stack-facts.ts';
import type { Terminal } from '../terminal.ts';

export interface DoctorOptions extends AccountOptions {
  readonly allRegions?: boolean;
  readonly output: keyof typeof FORMATS;
}

const FORMATS = { text: doctorText, json: doctorJson } as const satisfies Record<
  string,
  (results: readonly CheckResult[]) => string
>;

/**
 * `trailmend doctor`: whether a repair would succeed in the account, and whether a deployed stack
 * does its work. Changes nothing.
 * @returns 0 when every check is ok, else 1
 */
export async function runDoctor(
  { output, allRegions = false, ...options }: DoctorOptions,
  terminal: Terminal,
): Promise<number> {
  const notes: string[] = [];
  const { session, stack, settings } = await openAccount(options, { note: (line) => void notes.push(line) });
  terminal.progress(`Checking account ${session.account} …`);
  const account = await readAccountFacts(session, settings, allRegions);
  const stackResults = stack ? checkStack(await readStackFacts(stack, account, systemClock.now())) : [];
  const results = [
    ...checkAccount(account),
    ...notes.map((says): CheckResult => ({ id: 'stack', status: 'unknown', says })),
    ...(stack || notes.length > 0 ? [] : [noStack(session.region)]),
    ...stackResults,
  ];
  terminal.write(FORMATS[output](results));
  return results.every(({ status }) => status === 'ok') ? 0 : 1;
}

/** A repair needs no stack. */
function noStack(region: string): CheckResult {
  return { id: 'stack', status: 'ok', says: `No stack of trailmend is deployed in ${region}.` };
}
