import * as fc from 'fast-check';
import { ITEM_VERSION } from '../../lambda/core/model/memory.ts';
import { ID } from '../support/perfect-trail.ts';
import { damaged, ofAnyType } from './damaged.ts';
import { itemAnswer } from './items.ts';

/** What the schedule sends, and what people may send. */
const INPUTS = [
  { kind: 'sweep' },
  { kind: 'sweep', regions: ['us-east-1'] },
  { kind: 'sweep', regions: ['us-east-1', 'eu-west-1', 'us-gov-west-1'] },
];

/** The input of a sweep, whole or damaged. */
export const sweepInput: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...INPUTS) },
  { weight: 1, arbitrary: fc.oneof(...INPUTS.map((input) => damaged(input, ofAnyType))) },
);

const NEXT = [
  JSON.stringify(['us-east-1', ID.arn]),
  JSON.stringify(['mars-north-1', 'arn:', '']),
  JSON.stringify([[], null, 7]),
  '{"us-east-1":1}',
  '[',
  '',
];

/** Where the last sweep came to, as the ledger has it. */
export const cursorAnswer: fc.Arbitrary<unknown> = fc
  .constantFrom(...NEXT)
  .chain((next) => itemAnswer({ version: ITEM_VERSION, cursor: { next, since: '2026-11-20T08:00:00.000Z' } }));
