import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { trailSubject } from '../../lambda/core/model/subject.ts';
import { ID, NOW } from '../support/perfect-trail.ts';

/** The record of a compliant trail, with these differences. */
export function trailRecordWith(changes: Partial<OutcomeRecord>): OutcomeRecord {
  return {
    version: 2,
    id: 'run-1',
    time: NOW,
    subject: trailSubject(ID),
    trailArn: ID.arn,
    mode: 'dry-run',
    trigger: { kind: 'sweep', time: NOW },
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    detail: 'The trail is compliant.',
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    ...changes,
  };
}
