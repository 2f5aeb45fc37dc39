import { probeHash } from '../core/integration/names.ts';
import { type AwsResult, formatAwsError } from '../core/model/aws-result.ts';
import type { Fact } from '../core/model/fact.ts';
import { NO_PROBE, type Probe, type ProbeResult, probeResult } from '../core/model/probe.ts';
import type { EventRuleStatus } from '../core/model/region-scan.ts';
import { RunFailed } from './errors.ts';
import { isoTime, type Ports } from './ports.ts';

type ProbePorts = Pick<Ports, 'ledger' | 'putProbe' | 'newId' | 'clock' | 'log'>;

/**
 * Notes in the ledger that a probe arrived. One that no sweep put is forged or belongs to an
 * earlier sweep, and is ignored.
 * @throws RunFailed when the ledger did not save it, so that Lambda retries the event
 */
export async function noteProbe(
  { region, id }: { readonly region: string; readonly id: string },
  { ledger, clock, log }: Pick<Ports, 'ledger' | 'clock' | 'log'>,
): Promise<void> {
  const noted = await ledger.saveProbe(region, { arrived: isoTime(clock) }, probeHash(id));
  if (!noted.ok) throw new RunFailed(`The probe of ${region} was not noted: ${formatAwsError(noted.error)}`);
  if (noted.value === 'other-probe') log.info('event ignored', { why: 'unknown-probe', detail: region });
}

/**
 * Says whether the last probe of a Region arrived, and puts the next one. Where the event rule is
 * visibly broken it puts none: it would not arrive, and the status of the rule is reported.
 */
export async function probeRegion(
  region: string,
  eventRule: Fact<EventRuleStatus>,
  known: Fact<Probe | undefined>,
  ports: ProbePorts,
): Promise<ProbeResult> {
  // Without the hash of the last probe, this sweep might replace one that another sweep just put.
  if (!known.read) return { status: 'untested' };
  const probe = known.value;
  const result = probeResult(probe, isoTime(ports.clock));
  if (result.status === 'pending') return result;
  if (eventRule.read && eventRule.value !== 'active') {
    if (probe) await ports.ledger.saveProbe(region, NO_PROBE, probe.hash);
    return result;
  }
  const put = await putProbe(region, probe, ports);
  return put.ok || result.status === 'missed' ? result : { status: 'untested', why: formatAwsError(put.error) };
}

/** The ledger has the hash before EventBridge has the probe, which can arrive at once. */
async function putProbe(region: string, last: Probe | undefined, ports: ProbePorts): Promise<AwsResult<unknown>> {
  const { ledger, newId, clock } = ports;
  const id = newId();
  const hash = probeHash(id);
  const saved = await ledger.saveProbe(region, { ...NO_PROBE, hash }, last?.hash);
  // Another sweep has put its own probe meanwhile.
  if (!saved.ok || saved.value === 'other-probe') return saved;
  const put = await ports.putProbe(region, id);
  // The event rule of a new deployment may take effect too late for the first probe, so that only
  // the next one counts.
  if (!put.ok || last === undefined) return put;
  return ledger.saveProbe(region, { sent: isoTime(clock) }, hash);
}
