import { describe, expect, test } from '@jest/globals';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { SimulatedAction } from '../../../../lambda/core/model/role.ts';
import { rolePermissions } from '../../../../lambda/core/rules/role-permissions.ts';
import { factsWith, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const ALLOWED: readonly SimulatedAction[] = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
  action,
  resource: 'stream',
  decision: 'allowed',
  missingContext: [],
}));

/**
 * Facts of a trail that never delivered, whose role may create streams, and of whose second action
 * AWS says this.
 */
function denied(changes: Partial<SimulatedAction>): TrailFacts {
  const [create, put] = ALLOWED;
  if (!create || !put) throw new Error('There are two actions.');
  return silent(read([create, { ...put, decision: 'implicitDeny', ...changes }]));
}

/** The same of two streams, on the second of which AWS denies the second action. */
function deniedToMembers(): TrailFacts {
  const members = ALLOWED.map((one, index) => ({
    ...one,
    resource: 'of members',
    decision: index === 1 ? 'implicitDeny' : 'allowed',
  }));
  return silent(read([...ALLOWED, ...members]));
}

function silent(simulation: TrailFacts['simulation']): TrailFacts {
  return factsWith({ status: read({ isLogging: true }), simulation });
}

describe('the role of a trail that never delivered', () => {
  test.each<[string, TrailFacts, string, RegExp | undefined]>([
    ['is healthy when both actions are allowed', silent(read(ALLOWED)), 'healthy', undefined],
    ['is healthy when both are allowed in another case', silent(read(ALLOWED.map(shouted))), 'healthy', undefined],
    ['is broken when its policies allow nothing', denied({}), 'violated', /PutLogEvents .*policies of the role/],
    ['is broken when they deny', denied({ decision: 'explicitDeny' }), 'violated', /explicitDeny/],
    [
      'is broken when organization and boundary allow and its policies do not',
      denied({ allowedByOrganizations: true, allowedByBoundary: true }),
      'violated',
      /policies of the role/,
    ],
    ['is broken on one stream of two', deniedToMembers(), 'violated', /PutLogEvents on of members is denied/],
    [
      'is undecided when the simulation lacks an action on one stream of two',
      silent(read([...ALLOWED, ...ALLOWED.slice(0, 1).map((one) => ({ ...one, resource: 'of members' }))])),
      'undecided',
      /returned no result for logs:PutLogEvents on of members/,
    ],
    ['is broken by its boundary', denied({ allowedByBoundary: false }), 'violated', /permissions boundary/],
    [
      'is broken by its boundary, whatever the organization does',
      denied({ allowedByBoundary: false, allowedByOrganizations: false, missingContext: ['k'] }),
      'violated',
      /permissions boundary/,
    ],
    [
      'is undecided when the organization denies',
      denied({ allowedByOrganizations: false }),
      'undecided',
      /organization/,
    ],
    [
      'is undecided when conditions are open',
      denied({ missingContext: ['aws:SourceVpc', 'aws:PrincipalTag/x'] }),
      'undecided',
      /unless the request has aws:SourceVpc, aws:PrincipalTag\/x$/,
    ],
    [
      'is undecided when the simulation lacks an action',
      silent(read(ALLOWED.slice(0, 1))),
      'undecided',
      /returned no result/,
    ],
    ['is undecided when the simulation is empty', silent(read([])), 'undecided', /returned no result/],
    ['is undecided when the simulation is not permitted', silent(unread('denied')), 'undecided', /^denied$/],
  ])('%s', (_name, facts, verdict, saw) => {
    const found = rolePermissions(facts, SETTINGS, NO_HISTORY);
    expect(found.verdict).toBe(verdict);
    if (found.verdict !== 'healthy') expect(found.evidence.saw).toMatch(saw ?? /^$/);
  });
});

test('a denial means nothing while AWS delivers, and nothing is decided while that is unread', () => {
  const broken = denied({});
  expect(rolePermissions(factsWith({ simulation: broken.simulation }), SETTINGS, NO_HISTORY).verdict).toBe('healthy');
  expect(rolePermissions({ ...broken, status: unread('no') }, SETTINGS, NO_HISTORY).verdict).toBe('undecided');
});

function shouted(one: SimulatedAction): SimulatedAction {
  return { ...one, action: one.action.toUpperCase() };
}
