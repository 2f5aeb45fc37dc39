import * as fc from 'fast-check';
import { ITEM_VERSION } from '../../lambda/aws/ledger/table-schema.ts';
import { damaged, ofAnyType } from './damaged.ts';
import { itemResponse } from './items.ts';

/** The inputs that the schedule and operators send. */
const INPUTS = [
  { kind: 'sweep' },
  { kind: 'sweep', regions: ['us-east-1'] },
  { kind: 'sweep', regions: ['us-east-1', 'eu-west-1', 'us-gov-west-1'] },
];

/** The input of a sweep, intact or damaged. */
export const sweepInput: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...INPUTS) },
  { weight: 1, arbitrary: fc.oneof(...INPUTS.map((input) => damaged(input, ofAnyType))) },
);

/** The response of the ledger to a read of the open issues. */
export const issuesResponse: fc.Arbitrary<unknown> = itemResponse({
  version: ITEM_VERSION,
  'issue:account': {
    outcome: 'BLOCKED',
    reason: 'not-covered',
    time: '2026-11-20T08:00:00.000Z',
    rules: ['no-multi-region-trail'],
  },
  'issue:forwarder queue eu-west-1': {
    outcome: 'BLOCKED',
    reason: 'not-forwarded',
    time: '2026-11-20T08:00:00.000Z',
    rules: [],
  },
  'issue:region eu-west-1': {
    outcome: 'FAILED',
    reason: 'unread-fact',
    time: '2026-11-20T08:00:00.000Z',
    rules: [],
  },
});
