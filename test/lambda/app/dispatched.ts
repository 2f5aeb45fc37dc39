import { dispatch } from '../../../lambda/app/dispatch.ts';
import type { Ports } from '../../../lambda/app/ports.ts';
import type { Config } from '../../../lambda/config.ts';
import type { AwsError } from '../../../lambda/core/model/aws-result.ts';
import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';
import { virtualClock } from '../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../support/in-memory-ledger.ts';
import {
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  unread,
} from '../../support/perfect-trail.ts';
import { portsWith } from '../../support/ports.ts';

export const CONFIG: Config = {
  settings: { ...SETTINGS, mode: 'dry-run' },
  partition: 'aws',
  region: 'eu-west-1',
  settleSeconds: 20,
  ledgerTable: 'Trailmend-Ledger',
  regions: [],
  topicArn: 'arn:aws:sns:eu-west-1:111122223333:Trailmend-Topic',
  functionRoleArn: 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function',
  forwarderRegions: ['us-west-2'],
};
export const SECOND: TrailId = { ...ID, name: 'second', arn: ID.arn.replace('audit', 'second') };
export const UNREADABLE = factsWith({ trail: unread('GetTrail returned AccessDenied: no') });
export const GONE = factsWith({ gone: true, trail: unread('the trail does not exist') });
export const DENIED: AwsError = { operation: 'DescribeTrails', code: 'AccessDenied', message: 'no' };
export const THROTTLED: AwsError = { operation: 'Publish', code: 'ThrottledException', message: 'later' };

export interface Surroundings extends Partial<Ports> {
  /** The trails that a Region lists, by Region: each delivers to the group of the perfect trail. */
  readonly trails?: Readonly<Record<string, readonly TrailId[]>>;
  /** The errors with which SNS refuses the next notifications. */
  readonly refusals?: readonly AwsError[];
}

/** The function in dry-run, in an account with these facts, and what it does, in order. */
export function functionWith(
  facts: (id: TrailId) => TrailFacts = () => PERFECT_FACTS,
  { trails = {}, refusals = [], ...changes }: Surroundings = {},
) {
  const clock = virtualClock(Date.parse(NOW));
  const ledger = inMemoryLedger();
  const calls: string[] = [];
  const notified: OutcomeRecord[] = [];
  const logged: (readonly [string, string, Record<string, unknown>])[] = [];
  const left = [...refusals];
  const nameOf = ({ subject }: OutcomeRecord) => (subject.kind === 'trail' ? subject.name : subject.kind);
  const ports = portsWith({
    clock,
    ledger,
    observe: async (id, now) => {
      calls.push(`observe ${id.name}`);
      await clock.sleep(10);
      return { ...facts(id), id, now };
    },
    publisher: {
      notify: async (record) => {
        calls.push(`notify ${nameOf(record)} ${record.outcome}`);
        const error = left.shift();
        return error ? { ok: false, error } : { ok: true, value: notified.push(record) };
      },
      putEvent: async () => ({ ok: true, value: undefined }),
    },
    log: {
      info: (message, fields) => void logged.push(['info', message, fields]),
      error: (message, fields) => {
        // The record that failed to be published is in the log of its outcome, too.
        if (message !== 'notification not published') logged.push(['error', message, fields]);
      },
    },
    enabledRegions: async () => {
      calls.push('regions');
      return { ok: true, value: Object.keys(trails) };
    },
    eventRuleStatus: async (region) => {
      calls.push(`event rule ${region}`);
      return read('active');
    },
    forwarderQueue: async (region) => {
      calls.push(`queue ${region}`);
      return read({ status: 'found', queueUrl: `https://sqs.${region}.amazonaws.com/queue`, events: 0 });
    },
    listTrails: async (region) => {
      calls.push(`list ${region}`);
      return { ok: true, value: (trails[region] ?? []).map((id) => ({ id, trail: PERFECT_TRAIL })) };
    },
    ...changes,
  });
  const run = (input: unknown, config: Config = CONFIG) => dispatch(input, config, ports);
  /** Lambda retries an event after a minute. */
  const retry: typeof run = async (...request) => {
    await clock.sleep(60_000);
    return run(...request);
  };
  return { run, retry, ports, calls, notified, logged, clock, ledger };
}
