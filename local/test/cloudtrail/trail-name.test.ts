import { describe, expect, test } from '@jest/globals';
import { checkTrailName, resolveTrailArn } from '../../cloudtrail/trail-name.ts';
import { HOME, TRAIL } from './names.ts';

describe('the name of a trail', () => {
  test.each(['abc', 'my-trail', 'My_Trail.2', '9lives', 'a'.repeat(128), '192.168.5', '1.2.3.4a'])(
    'may be %s',
    (name) => {
      expect(checkTrailName(name)).toBeUndefined();
    },
  );

  test.each([
    ['', 'Trail name or ARN can not be blank.'],
    ['ab', 'Trail name too short. Minimum allowed length: 3 characters. Specified name length: 2 characters.'],
    [
      'a'.repeat(129),
      'Trail name too long. Maximum allowed length: 128 characters. Specified name length: 129 characters.',
    ],
    [
      'my trail',
      'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).',
    ],
    ['-trail', 'Trail name must starts with a letter or number.'],
    ['trail_', 'Trail name must ends with a letter or number.'],
    ['my-_trail', 'Trail name can not have adjacent periods (.), hyphens (-), or underscores (_).'],
    ['my--trail', 'Trail name can not have adjacent periods (.), hyphens (-), or underscores (_).'],
    ['192.168.5.4', 'Trail name can not be in IP address format.'],
  ])('may not be %p', (name, message) => {
    expect(checkTrailName(name)).toEqual({ code: 'InvalidTrailNameException', message });
  });
});

describe('a call names a trail', () => {
  test('by a bare name, in the called account and Region', () => {
    expect(resolveTrailArn('audit', HOME)).toEqual({ arn: TRAIL });
  });

  test('by its ARN, wherever the trail is', () => {
    const arn = 'arn:aws:cloudtrail:us-east-1:999999999999:trail/other';
    expect(resolveTrailArn(arn, HOME)).toEqual({ arn });
  });

  test.each([
    'arn:aws:cloudtrail:eu-west-1:111122223333:audit',
    'arn:aws:s3:::bucket',
    'arn:aws:cloudtrail:eu-west-1:1:trail/audit',
  ])('by the ARN %s is nothing', (arn) => {
    expect(resolveTrailArn(arn, HOME)).toMatchObject({ refusal: { code: 'CloudTrailARNInvalidException' } });
  });
});
