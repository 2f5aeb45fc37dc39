import { describe, expect, test } from '@jest/globals';
import type { AccountFacts, ListedTrail, Recording, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { unlistedRegion } from '../../../../lambda/core/outcome/account-records.ts';
import { assessAccount } from '../../../../lambda/core/rules/account.ts';
import { accountFacts, RECORDING } from '../../../support/account-facts.ts';
import { ID, PERFECT_TRAIL, read, unread } from '../../../support/perfect-trail.ts';

const listed = (region: string, ...trails: ListedTrail[]): RegionScan => ({
  region,
  status: 'listed',
  trails,
});
const DENIED = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const SCP = 'User is not authorized, with an explicit deny in a service control policy';
const UNREAD = unlistedRegion('eu-west-1', DENIED);
const POSTPONED: RegionScan = { region: 'eu-west-3', status: 'postponed' };
const CLOSED = unlistedRegion('eu-west-1', { ...DENIED, message: SCP });
const trailWith = (changes: Partial<Trail>): ListedTrail => ({ id: ID, trail: { ...PERFECT_TRAIL, ...changes } });
const multi = trailWith({ isMultiRegion: true });
const single = trailWith({ isMultiRegion: false });
const org = trailWith({ isMultiRegion: true, isOrganizationTrail: true });

const wordsOf = (facts: AccountFacts) => assessAccount(facts).map(({ rule, verdict }) => `${rule} ${verdict}`);
const words = (...regions: RegionScan[]) => wordsOf(accountFacts(regions));

test.each<[string, RegionScan[], string[]]>([
  [
    'no trail anywhere',
    [listed('us-east-1'), listed('eu-west-1')],
    ['no-trail violated', 'no-multi-region-trail violated'],
  ],
  [
    'a trail for one Region',
    [listed('us-east-1', single), listed('eu-west-1')],
    ['region-not-recorded violated', 'no-multi-region-trail violated'],
  ],
  ['a trail for each Region', [listed('us-east-1', single)], ['no-multi-region-trail violated']],
  [
    'a trail for one Region, and a closed Region',
    [CLOSED, listed('us-east-1', single)],
    ['no-multi-region-trail violated'],
  ],
  ['a multi-region trail', [listed('us-east-1', multi)], []],
  ["an organization's trail", [listed('us-east-1', org)], []],
  ['a replica, where its home Region was not read', [UNREAD, listed('us-east-1', multi)], []],
  ['a replica beside a trail for one Region', [UNREAD, listed('us-east-1', multi, single)], []],
  [
    'none, and an unread Region',
    [UNREAD, listed('us-east-1')],
    ['no-trail undecided', 'no-multi-region-trail undecided'],
  ],
  [
    'one for one Region, and an unread Region',
    [UNREAD, listed('us-east-1', single)],
    ['region-not-recorded undecided', 'no-multi-region-trail undecided'],
  ],
  [
    'none, and a Region that the sweep had no time for',
    [POSTPONED, listed('us-east-1')],
    ['no-trail undecided', 'no-multi-region-trail undecided'],
  ],
  ['none, and a closed Region', [CLOSED, listed('us-east-1')], ['no-trail violated', 'no-multi-region-trail violated']],
  ['only closed Regions', [CLOSED], ['no-trail undecided', 'no-multi-region-trail undecided']],
])('%s', (_what, regions, expected) => expect(words(...regions)).toEqual(expected));

test('the evidence names what was read and what was not', () => {
  const [violated] = assessAccount(accountFacts([listed('us-east-1'), listed('eu-west-2')]));
  expect(violated?.evidence).toEqual({ source: 'DescribeTrails', saw: 'no trail in any Region: us-east-1, eu-west-2' });
  const [, undecided] = assessAccount(accountFacts([listed('us-east-1'), UNREAD]));
  expect(undecided?.evidence).toEqual({
    source: 'DescribeTrails',
    saw: 'no multi-Region trail in the Regions that trailmend could read (us-east-1); not read: eu-west-1',
  });
});

test.each<[string, RegionScan[], string]>([
  ['none', [CLOSED], '(none); not read: any'],
  ['none of several', [UNREAD, POSTPONED], '(none); not read: eu-west-1, eu-west-3'],
  [
    'only those of a limited sweep',
    [listed('us-east-1'), POSTPONED],
    '(us-east-1); not read: eu-west-3, the Regions that the parameter Regions leaves out',
  ],
])('where trailmend read %s, the evidence says so', (_what, scans, where) => {
  const isLimited = scans.some(({ status }) => status === 'listed');
  const [noTrail] = assessAccount(accountFacts(scans, RECORDING, { isLimited }));
  expect(noTrail).toMatchObject({
    rule: 'no-trail',
    verdict: 'undecided',
    evidence: { saw: `no trail in the Regions that trailmend could read ${where}` },
  });
});

test('a limited sweep that finds no trail decides nothing, and one that finds a trail needs no other Region', () => {
  const limited = (scans: RegionScan[]) => wordsOf(accountFacts(scans, RECORDING, { isLimited: true }));
  expect(limited([listed('us-east-1')])).toEqual(['no-trail undecided', 'no-multi-region-trail violated']);
  expect(limited([listed('us-east-1', multi)])).toEqual([]);
});

describe('a listed trail counts only if it logs and records every management event that writes', () => {
  const denied = unread('GetTrailStatus returned AccessDeniedException: no');
  const NOT_COVERED = ['no-trail violated', 'no-multi-region-trail violated'];
  const UNKNOWN = ['no-trail undecided', 'no-multi-region-trail undecided'];
  test.each<[string, Recording | undefined, string[]]>([
    ['all management events', RECORDING, []],
    ['the events that write', { ...RECORDING, managementEvents: read('write-only') }, []],
    ['the events that read', { ...RECORDING, managementEvents: read('read-only') }, NOT_COVERED],
    ['some of the events that write', { ...RECORDING, managementEvents: read('partial') }, NOT_COVERED],
    ['no management events', { ...RECORDING, managementEvents: read('none') }, NOT_COVERED],
    ['nothing, because it is stopped', { ...RECORDING, isLogging: read(false) }, NOT_COVERED],
    ['nothing, and its selectors are unread', { isLogging: read(false), managementEvents: denied }, NOT_COVERED],
    ['unread selectors', { ...RECORDING, managementEvents: denied }, UNKNOWN],
    ['an unread status', { ...RECORDING, isLogging: denied }, UNKNOWN],
    ['an unread status, and no management events', { isLogging: denied, managementEvents: read('none') }, NOT_COVERED],
  ])('%s', (_what, recording, expected) =>
    expect(wordsOf(accountFacts([listed('us-east-1', org)], recording))).toEqual(expected),
  );

  test('a trail that was not read decides nothing', () => {
    const facts = accountFacts([listed('us-east-1', multi)], RECORDING, { recordings: new Map() });
    expect(wordsOf(facts)).toEqual(UNKNOWN);
    expect(assessAccount(facts)[0]?.evidence.saw).toContain(`; ${ID.arn}: trailmend did not read it`);
  });

  test('the evidence names each trail that does not count', () => {
    const other = { ...multi, id: { ...ID, arn: `${ID.arn}-2` } };
    const stopped = { ...RECORDING, isLogging: read(false) };
    expect(assessAccount(accountFacts([listed('us-east-1', multi, other)], stopped))[0]?.evidence.saw).toBe(
      `no trail that records every call that writes in any Region: us-east-1; ${ID.arn}: IsLogging is false; ${other.id.arn}: IsLogging is false`,
    );
  });

  test('the evidence says why each does not count', () => {
    const facts = accountFacts([listed('us-east-1', multi)], { ...RECORDING, managementEvents: read('read-only') });
    expect(assessAccount(facts)[0]?.evidence.saw).toBe(
      `no trail that records every call that writes in any Region: us-east-1; ${ID.arn}: the event selectors of the trail record only management events that read`,
    );
    const [undecided] = assessAccount(accountFacts([listed('us-east-1', multi)], { ...RECORDING, isLogging: denied }));
    expect(undecided?.evidence.saw).toBe(
      `no trail in the Regions that trailmend could read (us-east-1); not read: what some trails record; ${ID.arn}: ${denied.why}`,
    );
  });
});

describe('a Region is not recorded', () => {
  const other = { id: { ...ID, arn: `${ID.arn}-2` }, trail: { ...PERFECT_TRAIL, isMultiRegion: false } };
  const inTwoRegions = [listed('us-east-1', single), listed('eu-west-1', other)];
  const verdict = (recording: Recording, limits: Partial<AccountFacts> = {}) => {
    const recordings = new Map([
      [ID.arn, RECORDING],
      [other.id.arn, recording],
    ]);
    const findings = assessAccount(accountFacts(inTwoRegions, RECORDING, { recordings, ...limits }));
    return findings.find(({ rule }) => rule === 'region-not-recorded');
  };

  test.each<[string, Recording, string | undefined]>([
    ['records', RECORDING, undefined],
    ['is stopped', { ...RECORDING, isLogging: read(false) }, 'violated'],
    ['records only events that read', { ...RECORDING, managementEvents: read('read-only') }, 'violated'],
    ['records unread events', { ...RECORDING, managementEvents: unread('denied') }, 'undecided'],
  ])('where its trail %s', (_, recording, expected) => expect(verdict(recording)?.verdict).toBe(expected));

  const stopped = { ...RECORDING, isLogging: read(false) };

  test('which names the Regions', () => {
    const saw = 'no trail records every call that writes in eu-west-1';
    expect(verdict(stopped)?.evidence).toEqual({ source: 'DescribeTrails', saw });
    const scans = [...inTwoRegions, listed('eu-west-2')];
    expect(verdict(stopped, { scans })?.evidence.saw).toBe(`${saw}, eu-west-2`);
  });

  test('or perhaps not, while Regions are left out', () => {
    expect(verdict(stopped, { isLimited: true })).toMatchObject({
      verdict: 'undecided',
      evidence: {
        source: 'DescribeTrails',
        saw: 'trailmend could not read all Regions, or what all trails record',
      },
    });
  });

  test('where the multi-Region trail that lists there is stopped', () => {
    const replica = { id: other.id, trail: { ...PERFECT_TRAIL, isMultiRegion: true } };
    const scans = [listed('us-east-1', single, replica), listed('eu-west-1', replica)];
    expect(verdict(stopped, { scans })?.verdict).toBe('violated');
    expect(verdict(RECORDING, { scans })).toBeUndefined();
  });
});

describe('a trail whose home Region is closed', () => {
  const replica = trailWith({ isMultiRegion: true, homeRegion: 'eu-west-1' });
  const rule = (scans: RegionScan[], account: string) =>
    assessAccount({ ...accountFacts(scans), account }).filter((finding) => finding.rule === 'trail-not-judged');

  test('is named once, where other Regions list it', () => {
    expect(rule([CLOSED, listed('us-east-1', replica), listed('us-east-2', replica)], ID.account)).toEqual([
      {
        rule: 'trail-not-judged',
        verdict: 'violated',
        evidence: {
          source: 'DescribeTrails',
          saw: `other Regions list ${ID.arn}, whose home Region a service control policy closes`,
        },
      },
    ]);
  });

  test('is named beside others', () => {
    const other = { ...replica, id: { ...ID, arn: `${ID.arn}-2` } };
    const [found] = rule([CLOSED, listed('us-east-1', other, replica)], ID.account);
    expect(found?.evidence.saw).toContain(`other Regions list ${ID.arn}, ${other.id.arn}, whose home Region`);
  });

  test.each<[string, RegionScan[], string]>([
    ['an unread home Region has a record of its own', [UNREAD, listed('us-east-1', replica)], ID.account],
    ['the home of the trail is open', [CLOSED, listed('us-east-1', multi)], ID.account],
    ['the trail belongs to another account', [CLOSED, listed('us-east-1', replica)], '444455556666'],
  ])('is not meant when %s', (_what, scans, account) => expect(rule(scans, account)).toEqual([]));
});

describe('a Region whose trails cannot be listed', () => {
  test.each([
    ['AccessDeniedException', SCP, 'closed'],
    ['AccessDenied', SCP, 'closed'],
    ['AccessDeniedException', 'not authorized: no identity-based policy allows it', 'unread'],
    ['ThrottlingException', SCP, 'unread'],
    ['NoAccessDenied', SCP, 'unread'],
    ['NoUnauthorizedOperation', SCP, 'unread'],
    ['UnauthorizedOperation', SCP, 'closed'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid', 'unread'],
  ])('%s "%s": %s', (code, message, status) => {
    expect(unlistedRegion('eu-west-1', { operation: 'DescribeTrails', code, message })).toMatchObject({ status });
  });
});
