import { type Config, ownSettings } from '../config.ts';
import { isUnfinished } from '../core/memory/lease.ts';
import { formatAwsError } from '../core/model/aws-result.ts';
import { NO_HISTORY } from '../core/model/facts.ts';
import { knownMemory } from '../core/model/memory.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import { subjectKey, trailSubject } from '../core/model/subject.ts';
import type { CallTrigger } from '../core/model/trigger.ts';
import { whyUnconfirmed } from '../core/outcome/claims.ts';
import { deletionRecord } from '../core/outcome/trail-record.ts';
import { parseRequest, type Request } from '../events/parse-request.ts';
import { reportDenied } from './denials.ts';
import { InvalidInput, RunFailed } from './errors.ts';
import { saveKnownTrails } from './known-trails.ts';
import { report } from './notify.ts';
import { newHeader, type Ports } from './ports.ts';
import { noteProbe } from './probe.ts';
import { remediateTrail } from './remediate/remediate.ts';
import { observe } from './remediate/run-state.ts';
import { awaitEventVisible } from './remediate/waits.ts';
import { type SmokeTestResult, smokeTest } from './smoke-test.ts';
import type { FoundTrail } from './sweep/quick-checks.ts';
import { scanRegion } from './sweep/scan-region.ts';
import { sweep } from './sweep/sweep.ts';

/** What the function returns. */
export type Response = { readonly outcomes: readonly OutcomeRecord[] } | SmokeTestResult;

/**
 * Routes the input of the function: `{}`, `{"kind":"sweep"}`, or a CloudTrail event from
 * EventBridge.
 * @throws RunFailed when the outcome after an event is FAILED, so that Lambda retries the event
 * @throws InvalidInput when the input is not one of these, or the account cannot use its Region
 */
export async function dispatch(input: unknown, config: Config, ports: Ports): Promise<Response> {
  const request = parseRequest(input, config);
  if (request.kind === 'invalid') throw new InvalidInput(request.detail);
  if (request.kind === 'smoke-test') return smokeTest(config, ports);
  // No retry because of one trail: the next sweep checks all trails anyway.
  if (request.kind === 'sweep') return { outcomes: await runSweep(request, config, ports) };
  const outcomes = await outcomesOf(request, config, ports);
  const latest = new Map(outcomes.map((record) => [subjectKey(record.subject), record]));
  const failures = [...latest.values()].filter(({ outcome }) => outcome === 'FAILED');
  if (failures.length > 0) {
    throw new RunFailed(failures.map(({ trailArn, stage, detail }) => `${trailArn}: ${stage}: ${detail}`).join('; '));
  }
  return { outcomes };
}

async function outcomesOf(
  request: Exclude<Request, { kind: 'invalid' | 'smoke-test' | 'sweep' }>,
  config: Config,
  ports: Ports,
): Promise<readonly OutcomeRecord[]> {
  switch (request.kind) {
    case 'ignored':
      ports.log.info('event ignored', { why: request.why, detail: request.detail });
      return [];
    case 'probe':
      await noteProbe(request, ports);
      return [];
    case 'report':
      return reportDeletion(request, config, ports);
    case 'denied':
      return [await reportDenied(request, config.settings, ports)];
    case 'remediate':
      return remediateTrail({ ...config, id: request.id, trigger: request.trigger }, ports);
    case 'log-group-changed':
      return remediateTrailsOf(request.trigger, request.region, config, ports);
  }
}

async function runSweep(
  { regions: requested, due }: Request & { kind: 'sweep' },
  config: Config,
  ports: Ports,
): Promise<readonly OutcomeRecord[]> {
  const { settings, settleSeconds, region, regions, forwarderRegions } = config;
  if (requested) await checkRegions(requested, ports);
  const limit = requested ?? (regions.length > 0 ? regions : undefined);
  const task = {
    settings,
    settleSeconds,
    ...(limit && { regions: limit }),
    ...(due !== undefined && { due }),
    ownRegions: [region, ...forwarderRegions],
    forwarderRegions,
    ownSettings: ownSettings(config),
    isRequested: requested !== undefined,
  };
  return sweep(task, ports);
}

/** Finds a Region that was misspelled. While the list of Regions is unread, each is tried. */
async function checkRegions(requested: readonly string[], { enabledRegions }: Ports): Promise<void> {
  const enabled = await enabledRegions();
  const unknown = enabled.ok ? requested.filter((name) => !enabled.value.includes(name)) : [];
  if (unknown.length === 0) return;
  throw new InvalidInput(
    `The input names ${unknown.join(', ')} in "regions", which this account cannot use. "aws ec2 describe-regions" lists the Regions that it can use.`,
  );
}

/**
 * Scans the Region for the trails that deliver to a log group that was changed or deleted. A trail
 * that an earlier attempt of the event repaired may deliver to another group: the retry finishes
 * its run.
 */
async function remediateTrailsOf(
  trigger: CallTrigger,
  region: string,
  config: Config,
  ports: Ports,
): Promise<readonly OutcomeRecord[]> {
  const includes = ({ trail, memory }: FoundTrail) =>
    trail.logGroupArn === trigger.logGroupArn || (memory.read && isUnfinished(memory.value, trigger));
  const context = { ...config, trigger, includes };
  const { scan, records, postponed, errors } = await scanRegion(region, context, ports);
  if (scan.status === 'closed' || scan.status === 'unread') throw new RunFailed(formatAwsError(scan.error));
  if (errors.length > 0) throw errors[0];
  if (scan.status === 'postponed' || postponed.length > 0)
    throw new RunFailed(`No time left for the trails in ${region}`);
  return records;
}

/** Reports a deleted trail. One that exists gets a run: made again, or an invented event. */
async function reportDeletion(
  { id, trigger }: Request & { kind: 'report' },
  config: Config,
  ports: Ports,
): Promise<readonly OutcomeRecord[]> {
  const task = { ...config, id, trigger };
  const { facts } = await awaitEventVisible(trigger, () => observe(task, ports, NO_HISTORY), ports.clock);
  if (!facts.gone && facts.trail.read) return remediateTrail(task, ports);
  const subject = trailSubject(id);
  const unconfirmed = whyUnconfirmed(trigger, facts);
  const memory = await ports.ledger.load(subjectKey(subject));
  const header = newHeader(trigger, config.settings, ports);
  const deletion = {
    ...deletionRecord(header, subject, knownMemory(memory)),
    ...(unconfirmed !== undefined && {
      unconfirmed,
      detail: 'trailmend could not read whether the trail still exists.',
    }),
  };
  const record = await report(deletion, { memory, began: facts.now }, ports);
  // Only now: if the message was not published, a sweep reports the missing trail.
  if (facts.gone) await saveKnownTrails({ [subjectKey(subject)]: null }, ports);
  return [record];
}
