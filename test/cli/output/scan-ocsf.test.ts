import { expect, test } from '@jest/globals';
import { scanOcsf } from '../../../cli/output/scan-ocsf.ts';
import type { OutcomeWord } from '../../../lambda/core/model/outcome.ts';
import { ID, NOW } from '../../support/perfect-trail.ts';
import { trailRecordWith } from '../records.ts';

/** The attributes that OCSF 1.3 requires of a Compliance Finding, and of the objects in it. */
const REQUIRED = {
  activity_id: 1,
  category_uid: 2,
  class_uid: 2003,
  type_uid: 200301,
  time: Date.parse(NOW),
  severity_id: expect.any(Number),
  metadata: { version: '1.3.0', product: { vendor_name: 'trailmend' } },
  finding_info: { uid: expect.any(String), title: expect.any(String) },
  compliance: { standards: expect.arrayContaining([expect.any(String)]), status: expect.any(String) },
  cloud: { provider: 'AWS' },
};

test.each<[OutcomeWord, number, string]>([
  ['COMPLIANT', 1, 'Pass'],
  ['WOULD_FIX', 3, 'Fail'],
  ['BLOCKED', 3, 'Fail'],
  ['FAILED', 2, 'Warning'],
  ['SKIPPED', 2, 'Warning'],
])('%s is the status %i, %s', (outcome, status_id, status) => {
  const [finding, ...others] = JSON.parse(scanOcsf([trailRecordWith({ outcome })]));
  expect(others).toEqual([]);
  expect(finding).toMatchObject(REQUIRED);
  expect(finding.compliance).toMatchObject({ status_id, status, status_code: 'nothing-to-do' });
});

test('a finding names the trail, its Region, what is wrong, and who can act', () => {
  const record = trailRecordWith({ outcome: 'BLOCKED', detail: 'the bucket refuses it', whoCanAct: 'its owner' });
  const [finding] = JSON.parse(scanOcsf([record]));
  expect(finding).toMatchObject({
    message: 'BLOCKED: the bucket refuses it',
    remediation: { desc: 'its owner' },
    resources: [{ uid: ID.arn, type: 'AWS::CloudTrail::Trail', region: ID.region }],
    cloud: { account: { uid: ID.account }, region: ID.region },
  });
});

test('two trails of one scan have different findings', () => {
  const other = { ...ID, kind: 'trail' as const, arn: `${ID.arn}-2` };
  const findings = JSON.parse(scanOcsf([trailRecordWith({}), trailRecordWith({ subject: other })]));
  expect(new Set(findings.map(({ finding_info }: { finding_info: { uid: string } }) => finding_info.uid)).size).toBe(2);
});
