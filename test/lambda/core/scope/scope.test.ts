import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import { type History, NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { factsWith, ID, PERFECT_TRAIL, read, settingsWith, unread } from '../../../support/perfect-trail.ts';

const OTHER = '999988887777';
const ORGANIZATION = { isOrganizationTrail: true };
const theirs = { logGroupArn: PERFECT_TRAIL.logGroupArn.replace(ID.account, OTHER) };
const trailWith = (changes: Partial<Trail>, facts: Partial<TrailFacts> = {}) =>
  factsWith({ trail: read({ ...PERFECT_TRAIL, ...changes }), ...facts });

test.each<[string, TrailFacts, Partial<Settings>, string, string]>([
  ['trail-gone', factsWith({ gone: true }), {}, 'The trail does not exist.', 'nobody: there is nothing to repair'],
  [
    'organization-member',
    trailWith(ORGANIZATION),
    { account: OTHER },
    'A member account cannot change the organization trail of account 111122223333.',
    'the management account 111122223333, or its delegated administrator of CloudTrail',
  ],
  [
    'other-account',
    factsWith({}),
    { account: OTHER },
    'The trail belongs to account 111122223333.',
    'trailmend in account 111122223333',
  ],
  [
    'other-account',
    factsWith({ trail: unread('denied') }),
    { account: OTHER },
    'The trail belongs to account 111122223333.',
    'trailmend in account 111122223333',
  ],
  [
    'control-tower',
    factsWith({ id: { ...ID, name: 'aws-controltower-BaselineCloudTrail' }, trail: unread('denied') }),
    {},
    'AWS Control Tower manages this trail; its guardrails deny changes by others.',
    'AWS Control Tower (update the landing zone)',
  ],
  [
    'control-tower',
    trailWith(ORGANIZATION, { id: { ...ID, name: 'aws-controltower-BaselineCloudTrail-tfw-qeb' } }),
    { organizationTrails: true },
    'AWS Control Tower manages this trail; its guardrails deny changes by others.',
    'AWS Control Tower (update the landing zone)',
  ],
  [
    'shadow-trail',
    trailWith({ homeRegion: 'eu-west-1' }),
    {},
    'A replica of a trail whose home Region is eu-west-1.',
    'trailmend, through the trail in eu-west-1',
  ],
  [
    'organization-trail',
    trailWith(ORGANIZATION),
    {},
    'trailmend repairs organization trails only if OrganizationTrails is "true".',
    'the operator of trailmend, with OrganizationTrails "true"',
  ],
  [
    'delegated-administrator',
    trailWith({ ...ORGANIZATION, ...theirs, roleArn: '' }),
    { organizationTrails: true },
    `A delegated administrator delivers this organization trail to its own account ${OTHER}.`,
    `the delegated administrator in account ${OTHER}`,
  ],
  [
    'excluded-by-parameter',
    factsWith({ tags: unread('denied') }),
    { excludedTrails: 'lab, audit' },
    'Excluded by the parameter ExcludedTrails: "audit".',
    'the operator of trailmend',
  ],
  [
    'excluded-by-tag',
    factsWith({ tags: read({ 'trailmend:exclude': '2026-12-24' }) }),
    {},
    'Excluded by the tag trailmend:exclude: "2026-12-24".',
    'the owner of the trail',
  ],
])('%s: the trail is out of scope, with who can act', (reason, facts, settings, detail, whoCanAct) => {
  expect(scopeOf(facts, settingsWith(settings))).toEqual({ scope: 'out', reason, detail, whoCanAct });
});

test.each<[string, TrailFacts, Partial<Settings>, string, string, string]>([
  [
    'the parameter is not understood',
    factsWith({}),
    { excludedTrails: 'aud*' },
    'exclusion-not-understood',
    'trailmend does not understand "aud*" in the parameter ExcludedTrails, so it writes nothing: ExcludedTrails takes trail names and trail ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*.',
    'the operator of trailmend',
  ],
  [
    'the tag is not understood',
    factsWith({ tags: read({ 'trailmend:exclude': 'yes' }) }),
    {},
    'exclusion-not-understood',
    'trailmend does not understand "yes" in the tag trailmend:exclude, so it writes nothing: the tag takes "true" or a date (YYYY-MM-DD) at most 90 days ahead; remove the tag to include the trail.',
    'the owner of the trail',
  ],
  [
    'the tags are unread',
    factsWith({ tags: unread('denied') }),
    {},
    'unread-fact',
    'trailmend could not read whether the trail is excluded: denied',
    'an administrator of the account',
  ],
  [
    'the tags of a trail of the account were not asked for',
    factsWith({ tags: 'not-asked' }),
    {},
    'unread-fact',
    'trailmend could not read whether the trail is excluded: not-asked',
    'an administrator of the account',
  ],
  [
    'the trail is unread',
    factsWith({ trail: unread('denied') }),
    {},
    'unread-fact',
    'trailmend could not read who owns the trail: denied',
    'an administrator of the account',
  ],
])('the scope is unknown where %s', (_what, facts, settings, reason, detail, whoCanAct) => {
  expect(scopeOf(facts, settingsWith(settings))).toEqual({ scope: 'unknown', reason, detail, whoCanAct });
});

describe('an organization trail is in scope in its management account', () => {
  const scope = (changes: Partial<Trail>) =>
    scopeOf(trailWith({ ...ORGANIZATION, ...changes }), settingsWith({ organizationTrails: true }));

  test.each<[string, Partial<Trail>]>([
    ['when it delivers there', {}],
    ['when it delivers nowhere', { logGroupArn: '', roleArn: '' }],
    ['when its role ARN is not one', { roleArn: `x${PERFECT_TRAIL.roleArn.replace(ID.account, OTHER)}` }],
  ])('%s', (_name, changes) => expect(scope(changes)).toEqual({ scope: 'in' }));

  test('but not when only its role is in another account', () => {
    const roleArn = PERFECT_TRAIL.roleArn.replace(ID.account, OTHER).replace('arn:aws:', 'arn:aws-us-gov:');
    expect(scope({ logGroupArn: '', roleArn })).toMatchObject({ scope: 'out', reason: 'delegated-administrator' });
  });
});

describe('a trail that another account delivered when its target was last seen', () => {
  const BLANK = { logGroupArn: '', roleArn: '' };
  const history = (lastOwner: Fact<string>): History => ({ ...NO_HISTORY, lastOwner });
  const scope = (trail: Partial<Trail>, lastOwner: Fact<string>, settings: Partial<Settings> = {}) =>
    scopeOf(trailWith(trail), settingsWith({ organizationTrails: true, ...settings }), history(lastOwner));

  test.each<[string, Partial<Trail>]>([
    ['an organization trail without a target', { ...ORGANIZATION, ...BLANK }],
    ['an organization trail with a malformed log group', { ...ORGANIZATION, logGroupArn: 'no ARN' }],
    ['a trail that is no organization trail any more', BLANK],
  ])('%s is left to that account', (_name, trail) => {
    expect(scope(trail, read(OTHER))).toEqual({
      scope: 'out',
      reason: 'delegated-administrator',
      detail: `When trailmend last saw its target, a delegated administrator delivered this trail to its own account ${OTHER}.`,
      whoCanAct: `the delegated administrator in account ${OTHER}`,
    });
  });

  test('is named as its trail without OrganizationTrails too', () => {
    const found = scope({ ...ORGANIZATION, ...BLANK }, read(OTHER), { organizationTrails: false });
    expect(found).toMatchObject({ reason: 'delegated-administrator' });
  });

  test('is in scope once it delivers in its own account, or its own account delivered it last', () => {
    expect(scope(ORGANIZATION, read(OTHER))).toEqual({ scope: 'in' });
    expect(scope({ ...ORGANIZATION, ...BLANK }, read(ID.account))).toEqual({ scope: 'in' });
  });

  test('is unknown while the ledger is unread, for an organization trail without a target', () => {
    expect(scope({ ...ORGANIZATION, ...BLANK }, unread('denied'))).toEqual({
      scope: 'unknown',
      reason: 'unread-fact',
      detail: 'trailmend could not read which account the organization trail delivered to: denied',
      whoCanAct: 'an administrator of the account',
    });
    expect(scope(BLANK, unread('denied'))).toEqual({ scope: 'in' });
    expect(scope(ORGANIZATION, unread('denied'))).toEqual({ scope: 'in' });
  });
});

describe("in the delegated administrator's account", () => {
  const scope = (trail: Partial<Trail>, lastOwner?: Fact<string>) =>
    scopeOf(trailWith({ ...ORGANIZATION, ...trail }), settingsWith({ account: OTHER }), {
      ...NO_HISTORY,
      ...(lastOwner && { lastOwner }),
    });
  const own = {
    scope: 'out',
    reason: 'delegated-administrator',
    detail: `This account delivers the organization trail of account ${ID.account}, as its delegated administrator. trailmend changes only trails whose ARN has its own account.`,
    whoCanAct: `an administrator of account ${OTHER}, with UpdateTrail and the ARN of the trail`,
  };

  test('an organization trail that delivers there, or did, is its own', () => {
    expect(scope(theirs)).toEqual(own);
    expect(scope({ logGroupArn: '', roleArn: '' }, read(OTHER))).toEqual(own);
  });

  test.each([read('444455556666'), unread('denied'), undefined])('any other is not: %j', (lastOwner) => {
    const found = scope({ logGroupArn: '', roleArn: '' }, lastOwner);
    expect(found).toMatchObject({ scope: 'out', reason: 'organization-member' });
  });
});
