import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { deliveryRoleArn, LAST_GENERATION } from '../../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, logGroupNames } from '../../../../lambda/core/integration/names.ts';
import { parseLogGroupArn, parseTrailArn, roleNameOf } from '../../../../lambda/core/model/trail-id.ts';
import { trailId } from '../../../support/arbitrary/trails.ts';

const generation = fc.integer({ min: 1, max: LAST_GENERATION });
/** What Control Tower's guardrails and StackSets deny to others. */
const RESERVED = /aws-?controltower|stacksets-exec-/i;

describe('the name of a delivery role', () => {
  test('is legal in IAM, names the region, and holds nothing reserved', () => {
    fc.assert(
      fc.property(trailId, generation, (id, number) => {
        const name = deliveryRoleName(id, number);
        expect(name).toMatch(/^trailmend-[\w.-]*-[0-9a-f]{8}-\d$/);
        expect(name.length).toBeLessThanOrEqual(64);
        expect(name).toContain(`-${id.region}-`);
        expect(name).not.toMatch(RESERVED);
        expect(roleNameOf(deliveryRoleArn(id, name))).toBe(name);
      }),
      { numRuns: 300 },
    );
  });

  test('is another for another trail or generation, whatever the case', () => {
    fc.assert(
      fc.property(trailId, trailId, generation, generation, (one, other, first, second) => {
        fc.pre(one.arn !== other.arn || first !== second);
        const names = [deliveryRoleName(one, first), deliveryRoleName(other, second)].map((name) => name.toLowerCase());
        expect(names[0]).not.toBe(names[1]);
      }),
      { numRuns: 300 },
    );
  });

  test('tells trails apart whose names differ in case alone', () => {
    fc.assert(
      fc.property(trailId, (id) => {
        const name = id.name === id.name.toUpperCase() ? id.name.toLowerCase() : id.name.toUpperCase();
        fc.pre(name !== id.name);
        const other = { ...id, name, arn: id.arn.replace(/[^/]+$/, name) };
        expect(deliveryRoleName(other, 1).toLowerCase()).not.toBe(deliveryRoleName(id, 1).toLowerCase());
      }),
    );
  });
});

describe('the names of log groups', () => {
  test('are two, legal in an ARN, under the prefix, and hold nothing reserved', () => {
    fc.assert(
      fc.property(trailId, fc.constantFrom('/trailmend/', 'x'), (id, prefix) => {
        const names = logGroupNames(id, prefix);
        expect(new Set(names).size).toBe(2);
        for (const name of names) {
          expect(name.startsWith(prefix)).toBe(true);
          expect(name).not.toMatch(RESERVED);
          expect(parseLogGroupArn(`arn:aws:logs:us-east-1:111122223333:log-group:${name}:*`)?.name).toBe(name);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('differ in the second name for trails that share the first', () => {
    const here = parseTrailArn('arn:aws:cloudtrail:us-east-1:111122223333:trail/x-aws-controltower');
    const there = parseTrailArn('arn:aws:cloudtrail:us-east-1:111122223333:trail/x-ct');
    if (!here || !there) throw new Error('These are trail ARNs.');
    const [first, second] = [logGroupNames(here, '/trailmend/'), logGroupNames(there, '/trailmend/')];
    expect(first[0]).toBe(second[0]);
    expect(first[1]).not.toBe(second[1]);
  });
});

test('a trail ARN is read as what it was made of', () => {
  fc.assert(fc.property(trailId, (id) => expect(parseTrailArn(id.arn)).toEqual(id)));
});
