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

  test.each(['true', '2026-11-20', '2027-02-18'])('excludes the trail: %s', (value) => {
    expect(excludedByTag(value, now)).toEqual({ ok: true, value });
  });

  test.each([undefined, '2026-11-19', '2020-02-29'])('does not exclude the trail: %s', (value) => {
    expect(excludedByTag(value, now)).toEqual({ ok: true, value: undefined });
  });

  test.each([
    '2027-02-19',
    '',
    'TRUE',
    'false',
    '20261121',
    '2026-11-21T00:00:00Z',
    '2026-13-01',
    '2027-02-29',
    '2026-11-31',
    'x2026-11-21',
    '2026-11-21x',
    '+002026-11-21',
  ])('is not understood, with what it takes: "%s"', (value) => {
    expect(excludedByTag(value, now)).toEqual({
      ok: false,
      error: {
        entry: value,
        advice:
          'the tag takes "true" or a date (YYYY-MM-DD) at most 90 days ahead; remove the tag to include the trail',
      },
    });
  });

  test('excludes the trail through the end of the day in UTC', () => {
    const value = '2026-11-20';
    expect(excludedByTag(value, '2026-11-20T00:00:00.000Z')).toEqual({ ok: true, value });
    expect(excludedByTag(value, '2026-11-21T00:00:00.000Z')).toEqual({ ok: true, value: undefined });
  });
});
