import { describe, expect, test } from '@jest/globals';
import { excludedByParameter, excludedByTag } from '../../../../lambda/core/scope/exclusions.ts';
import { ID } from '../../../support/perfect-trail.ts';

describe('ExcludedTrails', () => {
  test.each([
    ['', undefined],
    [' , ,', undefined],
    ['audit', 'audit'],
    [' lab ,audit ', 'audit'],
    ['audit2,Audit,audi', undefined],
    ['arn:aws:cloudtrail:us-east-1:111122223333:trail/audit', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit'],
    ['arn:*:cloudtrail:*:*:trail/*', 'arn:*:cloudtrail:*:*:trail/*'],
    ['arn:aws:cloudtrail:us-east-?:*:trail/a?d*', 'arn:aws:cloudtrail:us-east-?:*:trail/a?d*'],
    ['arn:aws:cloudtrail:*:*:trail/aud', undefined],
    ['arn:aws:cloudtrail:*:*:trail/udit', undefined],
    ['arn:aws:cloudtrail:*:*:trail/a.dit', undefined],
    ['arn:aws:cloudtrail:eu-*:*:trail/audit', undefined],
    ['arn:aws-cn:cloudtrail:*:*:trail/audit', undefined],
  ])('"%s"', (list, by) => {
    expect(excludedByParameter(list, ID)).toEqual({ ok: true, value: by });
  });

  test.each([
    'aud*',
    'a',
    'audit,lab trail',
    'arn:aws:s3:::bucket',
    'arn:aws:cloudtrail:*:*:eventdatastore/x',
    'x'.repeat(129),
    'xarn:aws:cloudtrail:*:*:trail/audit',
    'arn:aws:cloudtrail:*:*:trail/audit/x',
    'arn:a/ws:cloudtrail:*:*:trail/audit',
    'arn:aws:cloudtrail:u/s:*:trail/audit',
    'arn:aws:cloudtrail:*:x:trail/audit',
  ])('is not understood: "%s"', (list) => {
    const entry = list.split(',').at(-1);
    expect(excludedByParameter(list, ID)).toEqual({
      ok: false,
      error: {
        entry,
        advice: 'ExcludedTrails takes trail names and trail ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*',
      },
    });
  });
});

describe('the tag trailmend:exclude on 20 November 2026', () => {
  const now = '2026-11-20T23:59:59.000Z';
  test.each([
    [undefined, false],
    ['true', true],
    ['2026-11-19', undefined],
    ['2020-02-29', undefined],
    ['2026-11-20', true],
    ['2027-02-18', true],
    ['2027-02-19', 'not-understood'],
    ['', 'not-understood'],
    ['TRUE', 'not-understood'],
    ['false', 'not-understood'],
    ['20261121', 'not-understood'],
    ['2026-11-21T00:00:00Z', 'not-understood'],
    ['2026-13-01', 'not-understood'],
    ['2027-02-29', 'not-understood'],
    ['2026-11-31', 'not-understood'],
    ['x2026-11-21', 'not-understood'],
    ['2026-11-21x', 'not-understood'],
    ['+002026-11-21', 'not-understood'],
  ])('%s', (value, excluded) => expect(excludedByTag(value, now).excluded).toBe(excluded));

  test('is understood through the end of the day in UTC, whatever the hour', () => {
    expect(excludedByTag('2026-11-20', '2026-11-20T00:00:00.000Z').excluded).toBe(true);
    expect(excludedByTag('2026-11-20', '2026-11-21T00:00:00.000Z').excluded).toBe(false);
  });

  test('says what it takes', () => {
    expect(excludedByTag('2030-01-01', now)).toEqual({
      excluded: 'not-understood',
      entry: '2030-01-01',
      advice: 'the tag takes "true" or a date (YYYY-MM-DD) at most 90 days ahead; remove the tag to include the trail',
    });
  });
});
