import { expect, test } from '@jest/globals';
import { reportOcsf } from '../../../cli/output/report-ocsf.ts';
import { madeEvidence } from '../evidence/made.ts';

const findings: readonly Record<string, unknown>[] = JSON.parse(reportOcsf(madeEvidence()));

test('a finding for each trail has its state', () => {
  const audit = findings.find(({ finding_info }) => (finding_info as { uid: string }).uid.endsWith('trail/audit'));
  expect(audit).toMatchObject({
    class_uid: 2003,
    activity_id: 1,
    compliance: { status: 'Pass', standards: expect.arrayContaining(['GDPR: Article 32']) },
    unmapped: { trailmend: { logGroup: { value: { retentionDays: 365 } } } },
  });
});

test('a repaired break is a closed finding with its duration, and another one is new', () => {
  const breaks = findings.filter(({ start_time }) => start_time !== undefined);
  expect(breaks).toHaveLength(5);
  expect(breaks.filter(({ status }) => status === 'New')).toHaveLength(2);
  expect(breaks.find(({ duration }) => duration === 9000)).toMatchObject({
    activity_id: 3,
    type_uid: 200303,
    status_id: 4,
    start_time: Date.parse('2026-09-03T14:03:12Z'),
    end_time: Date.parse('2026-09-03T14:03:21Z'),
    message: expect.stringContaining('UpdateTrail by arn:aws:iam::111122223333:user/sam'),
  });
});

test('no two findings have the same uid', () => {
  const uids = findings.map(({ finding_info }) => (finding_info as { uid: string }).uid);
  expect(new Set(uids).size).toBe(uids.length);
});
