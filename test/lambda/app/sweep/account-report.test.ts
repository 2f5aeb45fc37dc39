import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../../lambda/app/errors.ts';
import { type IssueReport, reportIssues } from '../../../../lambda/app/sweep/account-report.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import type { IssueChanges, OpenIssues } from '../../../../lambda/core/model/issue-memory.ts';
import type { OutcomeRecord, RecordHeader } from '../../../../lambda/core/model/outcome.ts';
import type { EventRuleStatus, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import { accountRecord, type IssueRecord, regionRecord } from '../../../../lambda/core/outcome/account-records.ts';
import { eventRuleRecord } from '../../../../lambda/core/outcome/event-rule-record.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import { ID, NOW, read, unread } from '../../../support/perfect-trail.ts';
import { portsWith } from '../../../support/ports.ts';
import { words } from './swept-account.ts';

const HOUR_MS = 3_600_000;
const ACCOUNT = ID.account;
const DENIED: AwsError = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const THROTTLED: AwsError = { operation: 'Publish', code: 'ThrottledException', message: 'later' };
const headerAt = (hours = 0): RecordHeader => {
  const time = new Date(Date.parse(NOW) + hours * HOUR_MS).toISOString();
  return { id: 'run', time, mode: 'fix', trigger: { kind: 'sweep', time } };
};

/** The result of listing the trails of eu-west-1. */
function region(status: Exclude<RegionScan['status'], 'postponed'>, hours = 0): IssueRecord {
  const scan = { region: 'eu-west-1', status, trails: [], error: DENIED } as RegionScan;
  const issue = regionRecord(headerAt(hours), ACCOUNT, scan);
  if (!issue) throw new Error('A Region that is not postponed has a record.');
  return issue;
}
const eventRule = (status: Fact<EventRuleStatus>, hours = 0) =>
  eventRuleRecord(headerAt(hours), ACCOUNT, 'eu-west-1', status, { status: 'untested' });
function account(isCovered: boolean, hours = 0): IssueRecord {
  const evidence = { source: 'DescribeTrails', saw: 'no trail' };
  const findings = isCovered ? [] : [{ rule: 'no-trail', verdict: 'violated', evidence } as const];
  const issue = accountRecord(headerAt(hours), ACCOUNT, findings);
  if (!issue) throw new Error('An account of which everything is known has a record.');
  return issue;
}

/**
 * A ledger with these issues, and what the reports of sweeps do.
 * @param refused whether SNS refuses a notification
 */
function reports(open: OpenIssues = {}, refused: (record: OutcomeRecord) => boolean = () => false) {
  const ledger = inMemoryLedger({}, open);
  const notified: OutcomeRecord[] = [];
  const logged: (readonly [string, string])[] = [];
  const ports = portsWith({
    // After every record of these tests.
    clock: virtualClock(Date.parse(NOW) + 48 * 3_600_000),
    ledger,
    publisher: {
      notify: async (record) =>
        refused(record) ? { ok: false, error: THROTTLED } : { ok: true, value: notified.push(record) },
      putEvent: async () => ({ ok: true, value: undefined }),
    },
    log: {
      info: (message) => void logged.push(['info', message]),
      error: (message) => void logged.push(['error', message]),
    },
  });
  const report = (...issues: readonly IssueRecord[]): Promise<IssueReport> => reportIssues(issues, ports);
  return { report, ports, ledger, notified, logged };
}

describe.each([
  ['a Region', region('unread'), region('unread', 1), region('unread', 24), region('listed', 25)],
  [
    'an event rule',
    eventRule(read('missing')),
    eventRule(read('missing'), 1),
    eventRule(read('missing'), 24),
    eventRule(read('active'), 25),
  ],
  ['an account', account(false), account(false, 1), account(false, 24), account(true, 25)],
] as const)('the issue of %s', (_, first, again, dayLater, solved) => {
  test('opens with a notification, which is repeated once a day, and closes with one', async () => {
    const { report, ledger, notified } = reports();
    await report(first);
    expect(Object.keys(ledger.issues())).toEqual([first.issue]);
    await report(again);
    expect(notified).toEqual([first.record]);
    await report(dayLater);
    expect(notified).toEqual([first.record, dayLater.record]);
    expect(ledger.issues()[first.issue]?.time).toBe(dayLater.record.time);
    await report(solved);
    expect(notified).toEqual([first.record, dayLater.record, solved.record]);
    expect(ledger.issues()).toEqual({});
  });

  test('is reported in each sweep while it is open, and once when it closes', async () => {
    const { report, logged } = reports();
    for (const issue of [first, again]) expect((await report(issue)).records).toEqual([issue.record]);
    expect((await report(solved)).records).toEqual([solved.record]);
    expect((await report(solved)).records).toEqual([]);
    expect(logged).toHaveLength(3);
  });
});

describe('an issue', () => {
  test('that changes is notified again', async () => {
    const { report, notified } = reports();
    await report(eventRule(read('missing')));
    await report(eventRule(unread('DescribeRule returned AccessDenied: no')));
    expect(words(notified)).toEqual(['BLOCKED not-listening', 'FAILED not-listening']);
  });

  test('of a Region that the organization closes is notified once, and closes without a notification', async () => {
    const { report, ledger, notified } = reports();
    await report(region('closed'));
    await report(region('closed', 48));
    expect((await report(region('listed', 49))).records).toEqual([]);
    expect(words(notified)).toEqual(['SKIPPED region-closed']);
    expect(ledger.issues()).toEqual({});
  });

  test('of the trails of a Region and that of its event rule are two', async () => {
    const { report, ledger } = reports();
    await report(region('unread'), eventRule(read('disabled')));
    await report(region('unread', 1), eventRule(read('active'), 1));
    expect(Object.keys(ledger.issues())).toEqual([region('unread').issue]);
  });

  test('that is FAILED is logged as an error, any other as information', async () => {
    const { report, logged } = reports();
    await report(region('unread'), eventRule(read('missing')));
    expect(logged).toEqual([
      ['error', 'trail outcome'],
      ['info', 'trail outcome'],
    ]);
  });

  test('that was never open is neither logged nor reported when its subject is in order', async () => {
    const { report, ledger, notified, logged } = reports();
    expect(await report(region('listed'), eventRule(read('active')), account(true))).toEqual({
      records: [],
      errors: [],
    });
    expect([notified, logged, ledger.issues()]).toEqual([[], [], {}]);
  });
});

describe('two sweeps at the same time', () => {
  test('notify people of an issue once, and both have it in their records', async () => {
    const { report, ledger, notified } = reports();
    const ends = await Promise.all([report(account(false)), report(account(false))]);
    expect(words(ends.flatMap(({ records }) => records))).toEqual(['BLOCKED not-covered', 'BLOCKED not-covered']);
    expect(words(notified)).toEqual(['BLOCKED not-covered']);
    expect(ledger.issues()).toEqual({ account: expect.objectContaining({ outcome: 'BLOCKED' }) });
  });

  test('notify people of a recovery once', async () => {
    const { report, ledger, notified } = reports();
    await report(region('unread'));
    await Promise.all([report(region('listed', 1)), report(region('listed', 1))]);
    expect(words(notified)).toEqual(['FAILED unread-fact', 'COMPLIANT nothing-to-do']);
    expect(ledger.issues()).toEqual({});
  });

  test('each notify people of what the other did not find', async () => {
    const { report, notified } = reports();
    await Promise.all([report(region('unread')), report(region('unread'), account(false))]);
    expect(words(notified).toSorted()).toEqual(['BLOCKED not-covered', 'FAILED unread-fact']);
  });

  test('that others overtake again and again notify in the end', async () => {
    const { ports, ledger, notified } = reports();
    const saves: IssueChanges[] = [];
    const saveIssues = async (changes: IssueChanges) => {
      saves.push(changes);
      return { ok: true, value: changes.notifications === undefined ? 'saved' : 'notified-meanwhile' } as const;
    };
    await reportIssues([account(false)], { ...ports, ledger: { ...ledger, saveIssues } });
    expect(words(notified)).toEqual(['BLOCKED not-covered']);
    expect(saves.map(({ notifications }) => notifications)).toEqual([1, 1, undefined]);
  });
});

describe('a sweep', () => {
  test('writes to the ledger only for news: the claim before the message, and its end after it', async () => {
    const { report, ports, ledger, notified } = reports();
    const saves: (readonly [number, IssueChanges])[] = [];
    const { saveIssues } = ledger;
    Object.assign(ports.ledger, {
      saveIssues: (changes: IssueChanges) => {
        saves.push([notified.length, changes]);
        return saveIssues(changes);
      },
    });
    await report(account(false));
    await report(account(false, 1));
    const now = new Date(ports.clock.now()).toISOString();
    expect(saves).toMatchObject([
      [0, { claims: { account: now }, notifications: 1 }],
      [1, { claims: { account: null }, open: { account: { outcome: 'BLOCKED' } } }],
    ]);
    expect(saves).toHaveLength(2);
  });

  test('that crashed after its claim leaves the issue to any sweep 45 s later', async () => {
    const { report, ports, ledger, notified } = reports();
    await ledger.saveIssues({ claims: { account: new Date(ports.clock.now()).toISOString() }, notifications: 1 });
    await report(account(false));
    expect(notified).toEqual([]);
    await ports.clock.sleep(45_000);
    await report(account(false));
    expect(words(notified)).toEqual(['BLOCKED not-covered']);
  });

  test('whose claim is not saved notifies people', async () => {
    const { ports, ledger, notified, logged } = reports();
    const saveIssues = async () => ({ ok: false, error: THROTTLED }) as const;
    await reportIssues([account(false)], { ...ports, ledger: { ...ledger, saveIssues } });
    expect(words(notified)).toEqual(['BLOCKED not-covered']);
    expect(logged.filter(([, message]) => message === 'ledger not saved')).toHaveLength(2);
  });
});

describe('a notification that SNS refuses', () => {
  test('keeps no other issue from being reported, and is tried again by the next sweep', async () => {
    let isRefusing = true;
    const { report, ledger, notified } = reports({}, ({ reason }) => isRefusing && reason === 'unread-fact');
    const first = await report(region('unread'), account(false));
    expect(first.errors).toEqual([
      new RunFailed('The notification run was not published: Publish returned ThrottledException: later'),
    ]);
    expect(words(first.records)).toEqual(['FAILED unread-fact', 'BLOCKED not-covered']);
    expect(words(notified)).toEqual(['BLOCKED not-covered']);
    expect(Object.keys(ledger.issues())).toEqual(['account']);
    isRefusing = false;
    expect((await report(region('unread', 1), account(false, 1))).errors).toEqual([]);
    expect(words(notified)).toEqual(['BLOCKED not-covered', 'FAILED unread-fact']);
  });

  test('of a recovery leaves the issue open', async () => {
    let isRefusing = false;
    const { report, ledger, notified } = reports({}, () => isRefusing);
    await report(region('unread'));
    isRefusing = true;
    await report(region('listed', 1));
    expect(Object.keys(ledger.issues())).toEqual(['region eu-west-1']);
    isRefusing = false;
    await report(region('listed', 2));
    expect(words(notified)).toEqual(['FAILED unread-fact', 'COMPLIANT nothing-to-do']);
    expect(ledger.issues()).toEqual({});
  });
});

describe('a ledger that does not answer', () => {
  const LATER: AwsError = { operation: 'GetItem', code: 'InternalServerError', message: 'later' };

  test('has open issues notified in each sweep, and no recovery', async () => {
    const { report, ledger, notified, logged } = reports();
    ledger.failing = LATER;
    await report(region('unread'));
    await report(region('unread', 1));
    await report(region('listed', 2));
    expect(words(notified)).toEqual(['FAILED unread-fact', 'FAILED unread-fact']);
    expect(logged.filter(([, message]) => message === 'ledger not saved')).toHaveLength(2);
  });
});
