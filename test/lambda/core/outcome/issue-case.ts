import { expect } from '@jest/globals';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import type { IssueRecord } from '../../../../lambda/core/outcome/account-records.ts';
import { ID, NOW } from '../../../support/perfect-trail.ts';

export const HEADER = { id: 'run-1', time: NOW, mode: 'fix', trigger: { kind: 'sweep', time: NOW } } as const;
const REGION = { kind: 'region', region: 'eu-west-3', account: ID.account } as const;

/** The expected record of an issue, as far as it differs from an empty one about a Region. */
export type IssueCase = [what: string, found: IssueRecord | undefined, issue: string, expected: Partial<OutcomeRecord>];

export function expectIssue(found: IssueCase[1], issue: string, expected: Partial<OutcomeRecord>): void {
  expect(found?.record).toEqual({
    version: 2,
    ...HEADER,
    subject: REGION,
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    ...expected,
  });
  expect(found?.issue).toBe(issue);
  expect(outcomeRecordSchema.safeParse(found?.record).error).toBeUndefined();
}
