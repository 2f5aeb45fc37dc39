import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { invoke } from '../../demo/invoke.ts';
import type { StackOutputs } from '../../local/deploy.ts';
import type { Authorization } from '../../local/iam/authorizations.ts';
import { type Attempt, denialOf, type Means, meansOf, resultOf } from './attempt.ts';
import { ADDITIONALLY_ALLOWED, ESCALATIONS_BY_IAM, PASS_ROLE_ATTEMPTS } from './escalations-iam.ts';
import { ESCALATIONS_IN_OTHER_SERVICES } from './escalations-other-services.ts';
import { type Grant, grantsIn, looseWildcards, usesOf } from './grants.ts';
import {
  BEYOND_IAM,
  INTEGRATE,
  PASS_ROLE_OF_A_TRAIL,
  PASS_ROLE_OF_THE_STACK,
  READS_AND_MESSAGES,
  WRITES_OF_A_REPAIR,
} from './permitted.ts';
import { ORGANIZATION_TRAIL, SCENARIOS } from './scenarios.ts';
import { snapshotOf } from './snapshot.ts';
import { ATTACKER, attackerIn, deployIn, policiesOf, type Stage, stageOf } from './stage.ts';
import { targetsIn } from './targets.ts';

const ESCALATIONS = [...ESCALATIONS_BY_IAM, ...ESCALATIONS_IN_OTHER_SERVICES];
const ofRoles = ({ action }: Attempt) => action.startsWith('iam:');
const REPAIR = [...WRITES_OF_A_REPAIR, ...BEYOND_IAM];

/** How the stack is deployed, and what the role then permits beside reads and messages. */
const VARIANTS: readonly Variant[] = [
  { name: 'fix', mode: 'fix', parameters: {}, denied: ESCALATIONS, permitted: REPAIR },
  { name: 'dry-run', mode: 'dry-run', parameters: {}, denied: [...ESCALATIONS, ...REPAIR], permitted: [] },
  {
    name: 'stack',
    mode: 'fix',
    // The emulator overlooks a change of a parameter that only conditions use.
    parameters: { DeliveryRole: 'stack', SweepMinutes: '30' },
    denied: [...ESCALATIONS, ...REPAIR.filter(ofRoles), PASS_ROLE_OF_A_TRAIL],
    permitted: [...REPAIR.filter((attempt) => !ofRoles(attempt) && attempt !== INTEGRATE), PASS_ROLE_OF_THE_STACK],
  },
];

interface Variant {
  readonly name: string;
  readonly mode: 'fix' | 'dry-run';
  readonly parameters: Readonly<Record<string, string>>;
  readonly denied: readonly Attempt[];
  readonly permitted: readonly Attempt[];
}

let stage: Stage;
const denials: string[] = [];

beforeAll(async () => {
  stage = await stageOf();
});

afterAll(async () => {
  process.stdout.write(`${denials.toSorted().join('\n')}\n${denials.length} escalations denied\n`);
  await stage?.aws.stop();
});

test('231 escalations are attempted', () => {
  expect(VARIANTS.flatMap(({ denied }) => [...denied, ...PASS_ROLE_ATTEMPTS])).toHaveLength(231);
});

describe.each(VARIANTS)('deployed as $name', ({ name, mode, parameters, denied, permitted: writes }) => {
  let outputs: StackOutputs;
  const roleArn = () => outputs['FunctionRoleArn'] ?? '';

  beforeAll(async () => {
    outputs = await deployIn(stage, mode, parameters);
  });

  describe('over all scenarios', () => {
    const responses = new Map<string, unknown>();
    let authorizations: readonly Authorization[];
    let grants: readonly Grant[];
    let usedByLambda: readonly string[];

    beforeAll(async () => {
      const before = stage.aws.authorizations().length;
      for (const { what, trail, elsewhere, prepare, event } of SCENARIOS) {
        const administrator = elsewhere ? stage.elsewhere : stage.administrator;
        const scene = { administrator, boundaryArn: outputs['DeliveryRoleBoundaryArn'] ?? '' };
        await prepare(scene, `${trail}-${name}`);
        responses.set(what, await invokeFunction(event(scene, `${trail}-${name}`)));
      }
      responses.set('smoke test', await invokeFunction({}));
      responses.set('sweep', await invokeFunction({ kind: 'sweep' }));
      authorizations = stage.aws
        .authorizations()
        .slice(before)
        .filter((one) => one.roleArn === roleArn());
      grants = grantsIn(await policiesOf(stage, roleArn()));
      usedByLambda = await grantsForLambda();
    });

    test.each(SCENARIOS)('$what: has the expected outcome', ({ what, inFix, inDryRun }) => {
      expect(responses.get(what)).toEqual({
        outcomes: [expect.objectContaining({ outcome: mode === 'fix' ? inFix : inDryRun })],
      });
    });

    test('the smoke test succeeds', () => {
      expect(responses.get('smoke test')).toMatchObject({ ok: true, mode });
    });

    test('the sweep reads every Region and every trail', () => {
      const { outcomes } = SWEPT.parse(responses.get('sweep'));
      expect(outcomes.length).toBeGreaterThanOrEqual(SCENARIOS.length - 1);
      expect(outcomes.filter(({ reason }) => reason === 'unread-fact' || reason === 'region-closed')).toEqual([]);
    });

    test('no call of the function is denied', () => {
      expect(authorizations.filter(({ allowed }) => !allowed)).toEqual([]);
    });

    test('every granted action is needed, on its resources and under its conditions', () => {
      const unused = grants.filter((grant) => usesOf(grant, authorizations).length === 0);
      expect(unused.map(({ action, resource }) => `${action} on ${resource}`).toSorted()).toEqual(usedByLambda);
    });

    test('no wildcard of a granted resource allows more than is needed', () => {
      // The reads of roles are those of DeliveryRole per-trail, whose roles trails may keep.
      const read = name === 'stack' ? /^iam:(GetRolePolicy|List(Attached)?RolePolicies)$/ : /^$/;
      const loose = grants
        .filter(({ action }) => !read.test(action))
        .flatMap((grant) =>
          looseWildcards(grant, usesOf(grant, authorizations)).map(
            (start) => `${grant.action} on ${grant.resource}: a * is only used for ${start}*`,
          ),
        );
      expect(loose).toEqual([]);
    });

    /**
     * The grants that Lambda itself uses, without a call through the gate: it writes the function's
     * log and sends failed events.
     */
    async function grantsForLambda(): Promise<readonly string[]> {
      const path = `/functions/${outputs['FunctionName']}`;
      const { api, where } = stage;
      const [{ LoggingConfig }, { DestinationConfig }] = await Promise.all([
        api.rest('lambda', 'GET', `/2015-03-31${path}/configuration`, where).then((value) => LOGGING.parse(value)),
        api
          .rest('lambda', 'GET', `/2019-09-25${path}/event-invoke-config?Qualifier=$LATEST`, where)
          .then((value) => FAILURES.parse(value)),
      ]);
      const log = `arn:aws:logs:${where.region}:${where.account}:log-group:${LoggingConfig.LogGroup}:*`;
      return [
        `logs:CreateLogStream on ${log}`,
        `logs:PutLogEvents on ${log}`,
        `sqs:SendMessage on ${DestinationConfig.OnFailure.Destination}`,
      ];
    }
  });

  describe('with the credentials of the role', () => {
    const results = new Map<string, string>();
    let before: unknown;
    let after: unknown;
    let means: Means;

    beforeAll(async () => {
      const targets = await targetsIn(stage, outputs, name);
      means = meansOf(stage, await attackerIn(stage, roleArn()), targets);
      expectTargets();
      before = await snapshotOf(stage);
      for (const { what, send } of denied) results.set(what, await resultOf(send(means)));
      await withAdditionalPermissions(async () => {
        for (const { what, send } of PASS_ROLE_ATTEMPTS) results.set(what, await resultOf(send(means)));
      });
      after = await snapshotOf(stage);
    });

    test.each([...denied, ...PASS_ROLE_ATTEMPTS])('$what: denied', (attempt) => {
      const { what } = attempt;
      const action =
        (mode === 'dry-run' && attempt.actionInDryRun) ||
        (name !== 'fix' && attempt.actionWithoutRoleWrites) ||
        attempt.action;
      const principal = `arn:aws:sts::${stage.where.account}:assumed-role/trailmend-function/${ATTACKER}`;
      expect(results.get(what)).toMatch(denialOf(action, principal));
      denials.push(`${name}: ${what} (${action})`);
    });

    test('nothing has changed', () => {
      expect(after).toEqual(before);
    });

    const permitted = [...READS_AND_MESSAGES, ...writes];
    test('the permitted calls succeed', async () => {
      const done: [string, string][] = [];
      for (const { what, send } of permitted) done.push([what, await resultOf(send(means))]);
      expect(done).toEqual(permitted.map(({ what }) => [what, 'done']));
    });

    /** Runs `attempts` while an administrator allows the role to call other services. */
    async function withAdditionalPermissions(attempts: () => Promise<void>): Promise<void> {
      const RoleName = roleArn().split('/').at(-1) ?? '';
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ADDITIONALLY_ALLOWED, Resource: '*' }],
      });
      const { iam } = stage.administrator;
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'additional', PolicyDocument }));
      await attempts();
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'additional' }));
    }

    /** Expects that the targets exist: without them, the snapshots would be equal for no reason. */
    function expectTargets(): void {
      const missing = Object.entries(means.targets).filter(([, target]) => target === '');
      expect(missing).toEqual([]);
    }
  });

  function invokeFunction(event: object): Promise<unknown> {
    return invoke(stage.aws, outputs['FunctionName'] ?? '', event);
  }
});

test('without OrganizationTrails the role has no permissions on the organization, and the function skips its trail', async () => {
  const outputs = await deployIn(stage, 'fix', { OrganizationTrails: 'false' });
  const roleArn = outputs['FunctionRoleArn'] ?? '';
  const grants = grantsIn(await policiesOf(stage, roleArn));
  expect(grants.length).toBeGreaterThan(20);
  const ofOrganization = grants
    .map(({ action }) => action)
    .filter((action) => /^organizations:|ServiceLinkedRole/.test(action));
  expect(ofOrganization).toEqual([]);

  const { prepare, event, trail } = ORGANIZATION_TRAIL;
  const scene = { administrator: stage.administrator, boundaryArn: outputs['DeliveryRoleBoundaryArn'] ?? '' };
  await prepare(scene, `${trail}-alone`);
  const before = stage.aws.authorizations().length;
  const response = await invoke(stage.aws, outputs['FunctionName'] ?? '', event(scene, `${trail}-alone`));
  expect(response).toMatchObject({ outcomes: [{ outcome: 'SKIPPED', reason: 'organization-trail' }] });
  const authorizations = stage.aws.authorizations().slice(before);
  expect(authorizations.filter((one) => one.roleArn === roleArn && !one.allowed)).toEqual([]);
});

const SWEPT = z.object({ outcomes: z.array(z.looseObject({ reason: z.string() })) });
const LOGGING = z.object({ LoggingConfig: z.object({ LogGroup: z.string() }) });
const FAILURES = z.object({ DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }) });
