import { expect, test } from '@jest/globals';
import { callerPermissions } from '../../../cli/checks/caller-permissions.ts';
import { roleQuota } from '../../../cli/checks/quotas.ts';
import { repairCalls } from '../../../cli/checks/repair-calls.ts';
import { requiredBoundary } from '../../../cli/checks/required-boundary.ts';
import { defaultSettings } from '../../../cli/settings.ts';
import { ID } from '../../support/perfect-trail.ts';
import { ACCOUNT, lines, mends, read } from './facts.ts';

const SETTINGS = defaultSettings(ID.account);
const ROLE = `arn:aws:iam::${ID.account}:role/trailmend/Trailmend-DeliveryRole`;
const WITH_ROLE = { ...SETTINGS, deliveryRoleArn: ROLE };

test('the calls of a repair are simulated on what trailmend would create, in the Region of the trail', () => {
  const elsewhere = { ...ID, arn: ID.arn.replace('us-east-1', 'eu-west-1'), region: 'eu-west-1' };
  const calls = repairCalls([ID, elsewhere], SETTINGS);
  expect(calls.map(({ actions, context }) => [actions.join(' '), context['aws:RequestedRegion']])).toEqual([
    ['cloudtrail:UpdateTrail cloudtrail:StartLogging', 'us-east-1'],
    ['logs:CreateLogGroup logs:PutRetentionPolicy', 'us-east-1'],
    ['logs:TagResource', 'us-east-1'],
    ['cloudtrail:UpdateTrail cloudtrail:StartLogging', 'eu-west-1'],
    ['logs:CreateLogGroup logs:PutRetentionPolicy', 'eu-west-1'],
    ['logs:TagResource', 'eu-west-1'],
    ['iam:CreateRole iam:TagRole', 'us-east-1'],
    ['iam:PutRolePolicy', 'us-east-1'],
    ['iam:PassRole', 'us-east-1'],
  ]);
  const group = `arn:aws:logs:us-east-1:${ID.account}:log-group:/trailmend/audit`;
  expect(calls[1]?.resources).toEqual([group, `${group}:log-stream:`]);
  expect(calls[6]?.resources).toHaveLength(2);
});

test('the role of a stack is passed, and not created', () => {
  const calls = repairCalls([ID], WITH_ROLE).filter(({ actions }) => actions.join().startsWith('iam:'));
  expect(calls.map(({ actions, resources }) => ({ actions, resources }))).toEqual([
    { actions: ['iam:PassRole'], resources: [ROLE] },
  ]);
  const facts = { ...ACCOUNT, settings: WITH_ROLE };
  const denied = [{ action: 'iam:PassRole', resource: ROLE, decision: 'implicitDeny', missingContext: [] }];
  expect(mends(callerPermissions({ ...facts, simulation: read(denied) }))).toEqual([
    expect.stringContaining(`"Resource":"${ROLE}"`),
  ]);
  const full = { ...facts, roleQuota: read({ used: 1000, quota: 1000 }) };
  expect(lines([...roleQuota(full), ...requiredBoundary(facts)])).toEqual([
    expect.stringMatching(/^ok: A repair creates no role/),
    expect.stringMatching(/^ok: A repair creates no role/),
  ]);
});
