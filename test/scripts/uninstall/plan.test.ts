import { describe, expect, test } from '@jest/globals';
import type { ListedStack } from '../../../cli/reads/stacks.ts';
import type { Installed, NamedTarget } from '../../../scripts/uninstall/installed.ts';
import { planUninstall } from '../../../scripts/uninstall/plan.ts';

const ACCOUNT = '111122223333';
const role = (name: string) => ({ name, arn: `arn:aws:iam::${ACCOUNT}:role/trailmend/${name}`, isOwn: true });
const boundary = (name: string, ...holders: readonly string[]) => {
  return { arn: `arn:aws:iam::${ACCOUNT}:policy/trailmend/${name}`, holders };
};
const stack = (kind: ListedStack['kind'], region: string, outputs: ListedStack['outputs'] = {}): ListedStack => {
  const name = kind === 'hub' ? 'Trailmend' : 'TrailmendForwarder';
  return {
    kind,
    name,
    id: `${name}/${region}`,
    region,
    status: 'CREATE_COMPLETE',
    isProtected: false,
    outputs,
    parameters: {},
  };
};
const group = (name: string, region = 'us-east-1') => ({ name, region, bytes: 1234, isOfFunction: false });
const target = (name: string, roleName: string, groupName: string): NamedTarget => ({
  arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${name}`,
  roleArn: role(roleName).arn,
  logGroupArn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${groupName}:*`,
});
const reads = (...trails: readonly NamedTarget[]): Installed['trails'] => ({ read: true, value: trails });
const NONE = { stacks: [], roles: [], boundaries: [], logGroups: [], unreadGroups: [], ledgers: [] };
const NOTHING: Installed = { ...NONE, trails: reads() };

/** The plan, as `ACTION kind name: why`. */
function plan(installed: Partial<Installed>): readonly string[] {
  return planUninstall({ ...NOTHING, ...installed }, 'us-east-1').map(
    ({ action, resource: { kind, name }, why }) => `${action} ${kind} ${name}: ${why}`,
  );
}
const commandsFor = (installed: Partial<Installed>): readonly string[] =>
  planUninstall({ ...NOTHING, ...installed }, 'us-east-1').flatMap(({ endDelivery, byHand }) => [
    ...endDelivery,
    ...(byHand === undefined ? [] : [byHand]),
  ]);

test('the hub is deleted before its forwarders, and then its ledger', () => {
  const hub = stack('hub', 'us-east-1', { LedgerTableName: 'own-table' });
  expect(plan({ stacks: [stack('forwarder', 'eu-west-1'), hub] })).toEqual([
    'DELETE stack Trailmend: the function, with its event rules, queues, topic and alarms',
    'DELETE stack TrailmendForwarder: a forwarder',
    'DELETE ledger own-table: the history of the trails',
  ]);
});

describe('a delivery role', () => {
  test('is deleted when no trail names it', () => {
    const trails = reads(target('audit', 'trailmend-used', 'g'));
    expect(plan({ trails, roles: [role('trailmend-unused')] })).toEqual([
      'DELETE delivery role trailmend-unused: no trail uses it',
    ]);
  });

  test('stays when a trail names it, with the command that ends the delivery', () => {
    const trails = reads(target('audit', 'trailmend-used', 'g'), target('other', 'trailmend-used', 'g'));
    const installed = { trails, roles: [role('trailmend-used')] };
    expect(plan(installed)).toEqual(['STAYS delivery role trailmend-used: trail audit, other delivers with it']);
    expect(commandsFor(installed)).toEqual(
      ['audit', 'other'].map(
        (name) =>
          `aws cloudtrail update-trail --name arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${name} --cloud-watch-logs-log-group-arn '' --cloud-watch-logs-role-arn '' --region us-east-1`,
      ),
    );
  });

  test('stays when only its name is that of a role of trailmend', () => {
    expect(plan({ roles: [{ ...role('trailmend-theirs'), isOwn: false }] })).toEqual([
      'STAYS delivery role trailmend-theirs: only its name says that trailmend created it: it has no tag trailmend:trail',
    ]);
  });

  test('stays when the trails of a Region are unread, because one of them may name it', () => {
    const trails = { read: false, why: 'the trails of eu-south-1 are unread: no' } as const;
    expect(plan({ trails, roles: [role('trailmend-unused')] })).toEqual([
      'STAYS delivery role trailmend-unused: nothing says which trails use it: the trails of eu-south-1 are unread: no',
    ]);
  });
});

describe('a boundary policy', () => {
  const roles = [role('trailmend-unused'), role('trailmend-used')];
  const trails = reads(target('audit', 'trailmend-used', 'g'));
  const [UNUSED, USED] = [
    'DELETE delivery role trailmend-unused: no trail uses it',
    'STAYS delivery role trailmend-used: trail audit delivers with it',
  ];

  test.each([
    ['is deleted without a role', [], 'DELETE boundary policy B: no role keeps it'],
    ['is deleted after its last role', ['trailmend-unused'], 'DELETE boundary policy B: no role keeps it'],
    [
      'stays with a role that stays',
      ['trailmend-unused', 'trailmend-used'],
      'STAYS boundary policy B: it is the boundary of trailmend-used',
    ],
    ['stays with a user', ['mallory'], 'STAYS boundary policy B: it is the boundary of mallory'],
  ])('%s', (_, holders, planned) => {
    expect(plan({ roles, trails, boundaries: [boundary('B', ...holders)] })).toEqual([UNUSED, USED, planned]);
  });
});

describe('a log group', () => {
  test('stays, and says how much it has and which trails deliver there', () => {
    const logGroups = [
      group('/trailmend/audit'),
      group('/trailmend/audit', 'eu-west-1'),
      { ...group('/aws/log'), isOfFunction: true },
    ];
    expect(plan({ logGroups, trails: reads(target('audit', 'r', '/trailmend/audit')) })).toEqual([
      'STAYS log group /trailmend/audit: events, 1,234 bytes; trail audit delivers there',
      'STAYS log group /trailmend/audit: events, 1,234 bytes',
      'STAYS log group /aws/log: the log of the function, 1,234 bytes',
    ]);
  });

  test('has the command that deletes it, after the one that ends a delivery there', () => {
    const logGroups = [group('/trailmend/audit')];
    const trails = reads(target('audit', 'r', '/trailmend/audit'));
    expect(commandsFor({ logGroups, trails })).toEqual([
      expect.stringMatching(/^aws cloudtrail update-trail --name \S+:trail\/audit /),
      'aws logs delete-log-group --log-group-name /trailmend/audit --region us-east-1',
    ]);
  });
});

test('a ledger of an earlier stack stays, with the command that deletes it', () => {
  const stacks = [stack('hub', 'us-east-1', { LedgerTableName: 'Trailmend-Ledger-2' })];
  const installed = { stacks, ledgers: ['Trailmend-Ledger-1', 'Trailmend-Ledger-2'] };
  expect(plan(installed).slice(1)).toEqual([
    'DELETE ledger Trailmend-Ledger-2: the history of the trails',
    'STAYS ledger Trailmend-Ledger-1: the name is that of a ledger of an earlier stack',
  ]);
  expect(commandsFor(installed)).toEqual([
    'aws dynamodb delete-table --table-name Trailmend-Ledger-1 --region us-east-1',
  ]);
});
