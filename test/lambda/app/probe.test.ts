import { expect, test } from '@jest/globals';
import { RunFailed } from '../../../lambda/app/errors.ts';
import type { Ports } from '../../../lambda/app/ports.ts';
import { noteProbe, probeRegion } from '../../../lambda/app/probe.ts';
import { probeHash } from '../../../lambda/core/integration/names.ts';
import type { EventRuleStatus } from '../../../lambda/core/model/region-scan.ts';
import { virtualClock } from '../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../support/in-memory-ledger.ts';
import { NOW, read } from '../../support/perfect-trail.ts';
import { portsWith } from '../../support/ports.ts';

const REGION = 'eu-west-1';
const DENIED = { operation: 'PutEvents', code: 'AccessDenied', message: 'no' };

/** An account whose probes have the ids `probe-1`, `probe-2`, … and do not arrive by themselves. */
function account(changes: Partial<Ports> = {}) {
  const put: string[] = [];
  const ledger = inMemoryLedger();
  const clock = virtualClock(Date.parse(NOW));
  let ids = 0;
  const ports = portsWith({
    ledger,
    clock,
    newId: () => `probe-${++ids}`,
    putProbe: async (_, id) => ({ ok: true, value: put.push(id) }),
    ...changes,
  });
  const probe = async (status: EventRuleStatus = 'active') => {
    const [known] = await ledger.loadProbes([REGION]);
    if (!known) throw new Error('The ledger has no answer.');
    return probeRegion(REGION, read(status), known, ports);
  };
  return { put, ledger, clock, ports, probe };
}

test('the ledger has only the hash of a probe, before EventBridge has the probe', async () => {
  const seen: unknown[] = [];
  const { ledger, probe } = account({
    putProbe: async (_, id) => {
      seen.push(id, ledger.probes.get(REGION)?.hash);
      return { ok: true, value: undefined };
    },
  });
  await probe();
  expect(seen).toEqual(['probe-1', probeHash('probe-1')]);
  expect(JSON.stringify([...ledger.probes])).not.toContain('probe-1');
});

test('a probe with another id does not count, nor does that of an earlier sweep', async () => {
  const { ledger, ports, clock, probe } = account();
  await probe();
  await noteProbe({ region: REGION, id: 'probe-1' }, ports);
  await probe();
  for (const id of ['forged', 'probe-1', probeHash('probe-2')]) await noteProbe({ region: REGION, id }, ports);
  await noteProbe({ region: 'us-east-1', id: 'probe-2' }, ports);
  expect(ledger.probes.get('us-east-1')).toBeUndefined();
  await clock.sleep(180_000);
  expect(await probe()).toEqual({ status: 'missed', sent: NOW });
});

test('an arrival that the ledger did not save is tried again', async () => {
  const { ledger, ports, probe } = account();
  await probe();
  ledger.failing = { operation: 'UpdateItem', code: 'InternalServerError', message: 'no' };
  await expect(noteProbe({ region: REGION, id: 'probe-1' }, ports)).rejects.toThrow(RunFailed);
});

test('of two sweeps at the same time, one puts a probe', async () => {
  const { put, ledger, ports, probe } = account();
  const known = await ledger.loadProbes([REGION]);
  await Promise.all([1, 2].map(() => probeRegion(REGION, read('active'), known[0] ?? read(undefined), ports)));
  expect(put).toHaveLength(1);
  await noteProbe({ region: REGION, id: put[0] ?? '' }, ports);
  expect(await probe()).toEqual({ status: 'arrived' });
});

test('where the event rule is visibly broken there is no probe, and the last one is forgotten', async () => {
  const { put, ledger, probe } = account();
  await probe();
  await probe('disabled');
  expect(put).toEqual(['probe-1']);
  expect(ledger.probes.size).toBe(0);
});

test('a ledger that was not read says nothing about the event rule, and gets no probe', async () => {
  const { put, ports } = account();
  const unread = { read: false, why: 'no' } as const;
  expect(await probeRegion(REGION, read('active'), unread, ports)).toEqual({ status: 'untested' });
  expect(put).toEqual([]);
});

test('a refused probe is not a missed one, now or later', async () => {
  const { clock, ports, probe, ledger } = account();
  await probe();
  await noteProbe({ region: REGION, id: 'probe-1' }, ports);
  const [known = read(undefined)] = await ledger.loadProbes([REGION]);
  const refusing = { ...ports, putProbe: async () => ({ ok: false, error: DENIED }) as const };
  const why = 'PutEvents returned AccessDenied: no';
  expect(await probeRegion(REGION, read('active'), known, refusing)).toEqual({ status: 'untested', why });
  await clock.sleep(3_600_000);
  expect(await probe()).toEqual({ status: 'untested' });
});

test('a ledger that saves nothing prevents the test, which is said', async () => {
  const { put, ledger, ports } = account();
  ledger.failing = { operation: 'UpdateItem', code: 'AccessDeniedException', message: 'no' };
  const why = 'UpdateItem returned AccessDeniedException: no';
  expect(await probeRegion(REGION, read('active'), read(undefined), ports)).toEqual({ status: 'untested', why });
  expect(put).toEqual([]);
});
