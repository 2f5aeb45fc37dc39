import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Ports } from '../../../lambda/app/ports.ts';
import { scan } from '../../../lambda/app/scan.ts';
import { sweep } from '../../../lambda/app/sweep/sweep.ts';
import type { Config } from '../../../lambda/config.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { subjectKey } from '../../../lambda/core/model/subject.ts';
import { virtualClock } from '../../support/aws/virtual-clock.ts';
import { configOf } from '../../support/cases/case-config.ts';
import { loadSweeps, type SweepCase } from '../../support/cases/load-sweeps.ts';
import { sweptRegions } from '../../support/cases/swept-regions.ts';
import { NOW } from '../../support/perfect-trail.ts';
import { portsWith } from '../../support/ports.ts';

const CASES = loadSweeps(join(import.meta.dirname, '../../cases'));

/** The account of a case, for a stack that was just deployed in a dry run. */
function accountOf(found: SweepCase): { readonly config: Config; readonly ports: Ports } {
  const config = configOf(found.settings, 'dry-run');
  const clock = virtualClock(Date.parse(NOW));
  const {
    checks: _checks,
    recordings: _recordings,
    writes: _writes,
    ...aws
  } = sweptRegions(found.regions, config.settings, clock);
  const { regionsError } = found;
  return {
    config,
    ports: portsWith({
      ...aws,
      clock,
      perform: () => Promise.reject(new Error('A scan must not write.')),
      eventRuleStatus: async () => ({ read: true, value: 'active' }),
      enabledRegions: async () =>
        regionsError
          ? { ok: false, error: { operation: 'DescribeRegions', ...regionsError } }
          : { ok: true, value: [...found.regions.keys()] },
    }),
  };
}

/** What a record says, by its subject, apart from what differs with each run. */
function judgements(records: readonly OutcomeRecord[]) {
  return records
    .map(({ subject, outcome, reason, detail, whoCanAct, findings, plan }) => {
      return { subject: subjectKey(subject), outcome, reason, detail, whoCanAct, findings, plan };
    })
    .toSorted((one, other) => (`${one.subject} ${one.reason}` < `${other.subject} ${other.reason}` ? -1 : 1));
}

test.each(CASES.map((found) => [found.name, found] as const))(
  'a scan judges as the first sweep of a dry run: %s',
  async (_name, found) => {
    const swept = accountOf(found);
    const { settings, region, settleSeconds } = swept.config;
    const task = { settings, settleSeconds, ownRegions: [region] };
    const records = await sweep({ ...task, forwarderRegions: [], ownSettings: {}, isRequested: false }, swept.ports);
    const scanned = await scan(task, accountOf(found).ports);
    expect(judgements(scanned)).toEqual(judgements(records));
  },
);

test('a scan of some Regions says nothing about the account', async () => {
  const found = CASES.find(({ name }) => name === 'no-trails') ?? CASES[0];
  if (!found) throw new Error('There are no cases.');
  const { config, ports } = accountOf(found);
  const [first = ''] = found.regions.keys();
  const task = { settings: config.settings, settleSeconds: 0, ownRegions: [], regions: [first] };
  expect((await scan(task, ports)).filter(({ subject }) => subject.kind === 'account')).toEqual([]);
});
