import { describe, expect, test } from '@jest/globals';
import { alarms } from '../../../cli/checks/alarms.ts';
import { eventRules } from '../../../cli/checks/event-rules.ts';
import { forwarders } from '../../../cli/checks/forwarders.ts';
import { lastSweep } from '../../../cli/checks/last-sweep.ts';
import { queues } from '../../../cli/checks/queues.ts';
import { settingsDrift } from '../../../cli/checks/settings-drift.ts';
import { subscribers } from '../../../cli/checks/subscribers.ts';
import { version } from '../../../cli/checks/version.ts';
import type { Alarm } from '../../../cli/reads/alarms.ts';
import type { SmokeAnswer } from '../../../cli/reads/smoke-test.ts';
import type { Fact } from '../../../lambda/core/model/fact.ts';
import type { EventRuleStatus } from '../../../lambda/core/model/region-scan.ts';
import type { Subscribers } from '../../../lambda/core/model/subscribers.ts';
import { lines, mends, read, STACK } from './facts.ts';

const REVERT = 'npx cdk deploy --all -c regions=us-east-1,eu-west-1 --revert-drift';

describe('an event rule', () => {
  test.each<[EventRuleStatus, string]>([
    ['disabled', 'aws events enable-rule --name trailmend-trail-changes --region us-east-1'],
    ['missing', REVERT],
    ['changed', REVERT],
    ['without-target', REVERT],
    ['altered-input', REVERT],
    ['other-role', REVERT],
  ])('that is %s is a problem', (status, command) => {
    const findings = eventRules({ ...STACK, ownRegions: [{ region: 'us-east-1', eventRule: read(status) }] });
    expect(lines(findings)).toEqual([expect.stringMatching(/^problem: The event rule .* in us-east-1 (is|has|does)/)]);
    expect(mends(findings)).toEqual([command]);
  });
});

describe('forwarders', () => {
  test('are missing where a Region has trails and none', () => {
    const findings = forwarders({ ...STACK, trailRegions: ['us-east-1', 'eu-west-1', 'sa-east-1'] });
    expect(lines(findings)[0]).toMatch(/^warning: sa-east-1 has trails and no forwarder/);
    expect(mends(findings)).toEqual(['npx cdk deploy --all -c regions=us-east-1,eu-west-1,sa-east-1']);
  });

  test('in a Region that the account cannot use are a warning', () => {
    const findings = forwarders({ ...STACK, enabledRegions: read(['us-east-1']) });
    expect(lines(findings)[0]).toBe('warning: The account cannot use eu-west-1, which has a forwarder.');
  });

  test('without their queue, or with events in it, are a problem', () => {
    const findingsWith = (queue: Parameters<typeof read>[0]) =>
      forwarders({
        ...STACK,
        ownRegions: [{ region: 'eu-west-1', eventRule: read('active'), queue: read(queue) as never }],
      });
    expect(mends(findingsWith({ status: 'missing' }))).toEqual([REVERT]);
    expect(mends(findingsWith({ status: 'found', events: 2, queueUrl: 'https://q' }))).toEqual([
      `aws sqs receive-message --max-number-of-messages 10 --cli-input-json '{"QueueUrl":"https://q"}' --region eu-west-1`,
      `aws sqs purge-queue --cli-input-json '{"QueueUrl":"https://q"}' --region eu-west-1`,
    ]);
  });

  test('are not needed by a stack without other Regions', () => {
    const facts = { ...STACK, ownRegions: STACK.ownRegions.slice(0, 1) };
    expect(lines(forwarders(facts))).toEqual(['ok: No other Region with a trail needs a forwarder.']);
  });
});

describe('the last sweep', () => {
  test('is missing after two intervals', () => {
    const findings = lastSweep({ ...STACK, lastSweep: read(undefined) });
    expect(lines(findings)).toEqual([
      expect.stringMatching(/^problem: The function finished no sweep of all Regions since 2026-11-20T06:45:05.000Z/),
    ]);
    expect(mends(findings)).toEqual([
      `aws lambda invoke --function-name Trailmend-Function --invocation-type Event --payload '{"kind":"sweep"}' --region us-east-1 --cli-binary-format raw-in-base64-out answer.json`,
    ]);
  });
});

describe('queues', () => {
  const findingsWith = (messages: number | 'missing') =>
    queues({ ...STACK, queues: { FailureQueue: { url: 'https://f', messages: read(messages) } } });

  test('with events, or deleted ones, are a problem', () => {
    expect(lines(findingsWith(3))).toEqual([
      expect.stringMatching(/^problem: The queue FailureQueue has about 3 events/),
    ]);
    expect(mends(findingsWith(3))).toHaveLength(2);
    expect(mends(findingsWith('missing'))).toEqual([REVERT]);
    expect(lines(queues({ ...STACK, queues: {} }))).toEqual([expect.stringMatching(/^problem: .* has no queue/)]);
  });
});

describe('alarms', () => {
  const [ALARM] = STACK.alarms.read ? STACK.alarms.value : [];
  const findingsWith = (changes: Partial<Alarm>) =>
    alarms({ ...STACK, alarms: read(ALARM ? [{ ...ALARM, ...changes }] : []) });
  const topic = STACK.stack.config.topicArn;

  test.each<[string, Partial<Alarm>, RegExp, RegExp]>([
    ['raised', { state: 'ALARM' }, /state ALARM. The function fails.$/, /^aws cloudwatch describe-alarm-history /],
    [
      'without its actions',
      { isEnabled: false },
      /are disabled/,
      /^aws cloudwatch enable-alarm-actions --alarm-names '\["errors"\]'/,
    ],
    [
      'that notifies another topic',
      { actions: { ALARM: [`${topic}2`], INSUFFICIENT_DATA: [] } },
      /does not notify/,
      /revert-drift/,
    ],
    ['that does not exist', { name: 'another' }, /The alarm errors does not exist/, /revert-drift/],
  ])('%s are a problem', (_what, changes, says, command) => {
    const findings = findingsWith(changes);
    expect(lines(findings)).toEqual([expect.stringMatching(new RegExp(`^problem: .*${says.source}`))]);
    expect(mends(findings)).toEqual([expect.stringMatching(command)]);
  });

  const aboutSweeps = { state: 'INSUFFICIENT_DATA', actions: { ALARM: [], INSUFFICIENT_DATA: [topic] } };
  const HISTORY = /^aws cloudwatch describe-alarm-history /;

  test.each<[string, Fact<number | undefined>]>([
    ['no sweep has finished', read(undefined)],
    ['nobody can tell when a sweep finished', { read: false, why: 'AccessDenied' }],
  ])('without the data that they need are a problem while %s', (_what, sweep) => {
    const findings = alarms({ ...STACK, lastSweep: sweep, alarms: read(ALARM ? [{ ...ALARM, ...aboutSweeps }] : []) });
    expect(lines(findings)).toEqual([expect.stringMatching(/^problem: .* is in the state INSUFFICIENT_DATA/)]);
    expect(mends(findings)).toEqual([expect.stringMatching(HISTORY)]);
  });

  test('without the data that they need are a warning after a sweep, because a new alarm begins so', () => {
    const findings = findingsWith(aboutSweeps);
    expect(lines(findings)).toEqual([
      expect.stringMatching(
        /^warning: The alarm errors has no data yet, but the function finished its last sweep at 20/,
      ),
    ]);
    expect(mends(findings)).toEqual([expect.stringMatching(HISTORY)]);
  });

  test('without data are fine where no data is no alarm', () => {
    expect(lines(findingsWith({ state: 'INSUFFICIENT_DATA' }))).toEqual([expect.stringMatching(/^ok: None of the 1/)]);
  });
});

describe('subscribers', () => {
  test.each<[Subscribers, string]>([
    ['none', 'aws sns subscribe --topic-arn'],
    ['filtered', 'aws sns subscribe --topic-arn'],
    ['no-topic', REVERT],
  ])('that are %s are a problem', (who, command) => {
    const findings = subscribers({ ...STACK, subscribers: read(who) });
    expect(lines(findings)).toEqual([expect.stringMatching(/^problem: /)]);
    expect(mends(findings)).toEqual([expect.stringContaining(command)]);
  });

  test('that did not confirm are a warning', () => {
    const findings = subscribers({ ...STACK, pendingSubscriptions: read(2) });
    expect(lines(findings)).toEqual([
      expect.stringMatching(/^ok: /),
      expect.stringMatching(/^warning: 2 of the subscriptions/),
    ]);
  });
});

describe('the function', () => {
  const findingsWith = (smokeAnswer: Fact<SmokeAnswer>) => version({ ...STACK, smokeAnswer });

  test('of another version is a warning', () => {
    const findings = findingsWith(read({ ok: true, version: '0.0.1', mode: 'fix' }));
    expect(lines(findings)).toEqual([expect.stringMatching(/^warning: The function runs version 0.0.1, and this/)]);
  });

  test('that fails its smoke test, or is throttled, is a problem', () => {
    const failed = findingsWith(read({ ok: false, why: 'it has\nno access' }));
    expect(lines(failed)).toEqual([
      String.raw`problem: The smoke test of the function fails: "it has\u000ano access".`,
    ]);
    expect(mends(failed)).toEqual(['aws logs tail /trailmend/function --since 1h --region us-east-1']);
    const throttled = findingsWith({ read: false, why: 'Invoke returned TooManyRequestsException: "Rate Exceeded."' });
    expect(mends(throttled)).toEqual([
      'aws lambda delete-function-concurrency --function-name Trailmend-Function --region us-east-1',
    ]);
  });

  test('with other settings than its stack gets those of the stack', () => {
    const { stack } = STACK;
    const changed = { ...stack, environment: { ...stack.environment, MODE: 'dry-run' } };
    const findings = settingsDrift({ ...STACK, stack: changed });
    expect(lines(findings)).toEqual([
      'problem: Others changed the settings of the function: Mode is "dry-run" and not "fix" as in the stack.',
    ]);
    expect(mends(findings)).toEqual([
      `aws lambda update-function-configuration --function-name Trailmend-Function --environment '{"Variables":{"MODE":"fix","TOPIC_ARN":"${stack.config.topicArn}"}}' --region us-east-1`,
    ]);
  });
});
