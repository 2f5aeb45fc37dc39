import { expect, test } from '@jest/globals';
import { type Subject, subjectKey, trailSubject } from '../../../../lambda/core/model/subject.ts';
import { ID } from '../../../support/perfect-trail.ts';

test('the subject of a trail has what a reader names it by', () => {
  expect(trailSubject(ID)).toEqual({
    kind: 'trail',
    arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit',
    name: 'audit',
    region: 'us-east-1',
    account: '111122223333',
  });
});

test.each<[Subject, string]>([
  [trailSubject(ID), ID.arn],
  [{ kind: 'region', region: 'eu-west-1', account: ID.account }, 'region eu-west-1'],
  [{ kind: 'account', account: ID.account }, 'account'],
])('the ledger knows %j as %s', (subject, key) => expect(subjectKey(subject)).toBe(key));
