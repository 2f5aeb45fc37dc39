import { describe, expect, test } from '@jest/globals';
import { RegionsError, regionsFrom } from '../../infra/regions.ts';

describe('regionsFrom', () => {
  test('not given: there is one stack, for any region', () => expect(regionsFrom(undefined)).toBeUndefined());

  test.each([
    ['us-east-1', { hub: 'us-east-1', forwarders: [] }],
    ['us-east-1,eu-west-1, ap-southeast-2', { hub: 'us-east-1', forwarders: ['eu-west-1', 'ap-southeast-2'] }],
    [['eu-west-1', 'us-east-1'], { hub: 'eu-west-1', forwarders: ['us-east-1'] }],
    ['us-gov-west-1,us-gov-east-1', { hub: 'us-gov-west-1', forwarders: ['us-gov-east-1'] }],
  ])('the first of %j is the hub', (context, regions) => expect(regionsFrom(context)).toEqual(regions));

  test.each([
    ['', 'an entry is empty'],
    [[], 'an entry is empty'],
    ['us-east-1,', 'an entry is empty'],
    ['us-east-1,,eu-west-1', 'an entry is empty'],
    ['us-east-1,eu-west-9', '"eu-west-9" is no region'],
    ['US-EAST-1', '"US-EAST-1" is no region'],
    ['us-east-1 eu-west-1', '"us-east-1 eu-west-1" is no region'],
    ['us-east-1,eu-west-1,us-east-1', 'us-east-1 stands there twice'],
    ['us-east-1,cn-north-1', 'cn-north-1 is in the partition aws-cn, us-east-1 in aws'],
    [true, 'no list of region names'],
    [['us-east-1', 1], 'no list of region names'],
    [{ hub: 'us-east-1' }, 'no list of region names'],
  ])('%j is refused, with what is wrong and what to give', (context, complaint) => {
    const read = () => regionsFrom(context);
    expect(read).toThrow(RegionsError);
    expect(read).toThrow(complaint);
    expect(read).toThrow('-c regions=us-east-1,eu-west-1');
  });
});
