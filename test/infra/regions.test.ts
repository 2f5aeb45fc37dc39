import { describe, expect, test } from '@jest/globals';
import { parseRegions, RegionsError, refuseRegion } from '../../infra/regions.ts';

describe('parseRegions', () => {
  test('without a value gives one stack, for any Region', () => expect(parseRegions(undefined)).toBeUndefined());

  test.each([
    ['us-east-1', { hub: 'us-east-1', forwarders: [] }],
    ['us-east-1,eu-west-1, ap-southeast-2', { hub: 'us-east-1', forwarders: ['eu-west-1', 'ap-southeast-2'] }],
    [['eu-west-1', 'us-east-1'], { hub: 'eu-west-1', forwarders: ['us-east-1'] }],
    ['us-gov-west-1,us-gov-east-1', { hub: 'us-gov-west-1', forwarders: ['us-gov-east-1'] }],
  ])('takes the first Region of %j as the hub', (context, regions) => expect(parseRegions(context)).toEqual(regions));

  test.each([
    ['', 'an entry is empty'],
    [[], 'an entry is empty'],
    ['us-east-1,', 'an entry is empty'],
    ['us-east-1,,eu-west-1', 'an entry is empty'],
    ['us-east-1,eu-west-9', 'does not know the Region "eu-west-9"'],
    ['US-EAST-1', 'does not know the Region "US-EAST-1"'],
    ['us-east-1 eu-west-1', 'does not know the Region "us-east-1 eu-west-1"'],
    ['us-east-1,eu-west-1,us-east-1', 'us-east-1 is listed twice'],
    ['us-east-1,cn-north-1', 'cn-north-1 is in the partition aws-cn and us-east-1 in aws'],
    [true, 'not a list of Region names'],
    [['us-east-1', 1], 'not a list of Region names'],
    [{ hub: 'us-east-1' }, 'not a list of Region names'],
  ])('rejects %j with the cause and the remedy', (context, cause) => {
    const read = () => parseRegions(context);
    expect(read).toThrow(RegionsError);
    expect(read).toThrow(cause);
    expect(read).toThrow('-c regions=us-east-1,eu-west-1');
  });
});

describe('refuseRegion', () => {
  test.each(['', 'us-east-1', 'us-east-1,eu-west-1', true])('rejects %j and names "regions"', (context) => {
    const read = () => refuseRegion(context);
    expect(read).toThrow(RegionsError);
    expect(read).toThrow('"region" does not exist; it is called "regions". Set it to a list');
  });

  test('accepts an app without it', () => expect(() => refuseRegion(undefined)).not.toThrow());
});
