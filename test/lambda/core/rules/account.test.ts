import { describe, expect, test } from '@jest/globals';
import type { ListedTrail, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import type { Trail } from '../../../../lambda/core/model/resources.ts';
import { unlistedRegion } from '../../../../lambda/core/outcome/account-records.ts';
import { assessAccount } from '../../../../lambda/core/rules/account.ts';
import { ID, PERFECT_TRAIL } from '../../../support/perfect-trail.ts';

const listed = (region: string, ...trails: ListedTrail[]): RegionScan => ({
  region,
  status: 'listed',
  trails,
});
const DENIED = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const SCP = 'User is not authorized, with an explicit deny in a service control policy';
const UNREAD = unlistedRegion('eu-west-1', DENIED);
const CLOSED = unlistedRegion('eu-west-1', { ...DENIED, message: SCP });
const trailWith = (changes: Partial<Trail>): ListedTrail => ({ id: ID, trail: { ...PERFECT_TRAIL, ...changes } });
const multi = trailWith({ isMultiRegion: true });
const single = trailWith({ isMultiRegion: false });
const org = trailWith({ isMultiRegion: true, isOrganizationTrail: true });

const words = (...regions: RegionScan[]) => assessAccount(regions).map(({ rule, verdict }) => `${rule} ${verdict}`);

test.each<[string, RegionScan[], string[]]>([
  [
    'no trail anywhere',
    [listed('us-east-1'), listed('eu-west-1')],
    ['no-trail violated', 'no-multi-region-trail violated'],
  ],
  ['a trail for one Region', [listed('us-east-1', single), listed('eu-west-1')], ['no-multi-region-trail violated']],
  ['a multi-region trail', [listed('us-east-1', multi)], []],
  ["an organization's trail", [listed('us-east-1', org)], []],
  ['a replica, where its home Region was not read', [UNREAD, listed('us-east-1', multi)], []],
  [
    'none, and an unread Region',
    [UNREAD, listed('us-east-1')],
    ['no-trail undecided', 'no-multi-region-trail undecided'],
  ],
  [
    'one for one Region, and an unread Region',
    [UNREAD, listed('us-east-1', single)],
    ['no-multi-region-trail undecided'],
  ],
  [
    'none, and a Region that the sweep had no time for',
    [{ region: 'x', status: 'postponed' }, listed('us-east-1')],
    ['no-trail undecided', 'no-multi-region-trail undecided'],
  ],
  ['none, and a closed Region', [CLOSED, listed('us-east-1')], ['no-trail violated', 'no-multi-region-trail violated']],
  ['only closed Regions', [CLOSED], ['no-trail undecided', 'no-multi-region-trail undecided']],
])('%s', (_what, regions, expected) => expect(words(...regions)).toEqual(expected));

test('the evidence names what was read and what was not', () => {
  const [violated] = assessAccount([listed('us-east-1'), listed('eu-west-2')]);
  expect(violated?.evidence).toEqual({ source: 'DescribeTrails', saw: 'no trail in any Region: us-east-1, eu-west-2' });
  const [, undecided] = assessAccount([listed('us-east-1'), UNREAD]);
  expect(undecided?.evidence.saw).toBe(
    'no multi-Region trail in the Regions that trailmend could read (us-east-1); not read: eu-west-1',
  );
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
