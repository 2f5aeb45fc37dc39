import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { invoke } from '../../demo/invoke.ts';
import type { StackOutputs } from '../../local/deploy.ts';
import type { Authorization } from '../../local/iam/authorizations.ts';
import { denialOf, endOf, type Means, meansOf } from './attempt.ts';
import { ESCALATIONS_ELSEWHERE } from './escalations-elsewhere.ts';
import { CARELESSLY_ALLOWED, ESCALATIONS_BY_IAM, PASSING_ON } from './escalations-iam.ts';
import { type Grant, grantsIn, looseWildcards, usesOf } from './grants.ts';
import { BEYOND_IAM, READS_AND_MESSAGES, WRITES_OF_A_REPAIR } from './permitted.ts';
import { ORGANIZATIONS, SCENARIOS } from './scenarios.ts';
import { everythingIn } from './snapshot.ts';
import { ATTACKER, attackerIn, deployIn, policiesOf, type Stage, stageOf } from './stage.ts';
import { targetsIn } from './targets.ts';

const MODES = [
  { mode: 'fix', denied: [...ESCALATIONS_BY_IAM, ...ESCALATIONS_ELSEWHERE] },
  { mode: 'dry-run', denied: [...ESCALATIONS_BY_IAM, ...ESCALATIONS_ELSEWHERE, ...WRITES_OF_A_REPAIR, ...BEYOND_IAM] },
] as const;

let stage: Stage;
const told: string[] = [];

beforeAll(async () => {
  stage = await stageOf();
});

afterAll(async () => {
  process.stdout.write(`${told.toSorted().join('\n')}\n${told.length} escalations denied\n`);
  await stage?.aws.stop();
});

test('155 escalations are tried', () => {
  expect(MODES.flatMap(({ denied }) => [...denied, ...PASSING_ON])).toHaveLength(155);
});

describe.each(MODES)('in mode $mode', ({ mode, denied }) => {
  let outputs: StackOutputs;
  const roleArn = () => outputs['FunctionRoleArn'] ?? '';

  beforeAll(async () => {
    outputs = await deployIn(stage, mode);
  });

  describe('over all scenarios', () => {
    const ended = new Map<string, unknown>();
    let asked: readonly Authorization[];
    let grants: readonly Grant[];
    let byLambda: readonly string[];

    beforeAll(async () => {
      const before = stage.aws.authorizations().length;
      for (const { what, trail, elsewhere, prepare, event } of SCENARIOS) {
        const administrator = elsewhere ? stage.elsewhere : stage.administrator;
        const scene = { administrator, boundaryArn: outputs['DeliveryRoleBoundaryArn'] ?? '' };
        await prepare(scene, `${trail}-${mode}`);
        ended.set(what, await invoked(event(scene, `${trail}-${mode}`)));
      }
      ended.set('smoke test', await invoked({}));
      ended.set('sweep', await invoked({ kind: 'sweep' }));
      asked = stage.aws
        .authorizations()
        .slice(before)
        .filter((need) => need.roleArn === roleArn());
      grants = grantsIn(await policiesOf(stage, roleArn()));
      byLambda = await usedByLambda();
    });

    test.each(SCENARIOS)('$what: ends as it should', ({ what, inFix, inDryRun }) => {
      expect(ended.get(what)).toEqual({
        outcomes: [expect.objectContaining({ outcome: mode === 'fix' ? inFix : inDryRun })],
      });
    });

    test('the smoke test succeeds', () => {
      expect(ended.get('smoke test')).toMatchObject({ ok: true, mode });
    });

    test('the sweep reads every region and every trail', () => {
      const { outcomes } = SWEPT.parse(ended.get('sweep'));
      expect(outcomes.length).toBeGreaterThanOrEqual(SCENARIOS.length - 1);
      expect(outcomes.filter(({ reason }) => reason === 'unread-fact' || reason === 'region-closed')).toEqual([]);
    });

    test('no call of the function is denied', () => {
      expect(asked.filter(({ allowed }) => !allowed)).toEqual([]);
    });

    test('every granted action is needed, on its resources and under its conditions', () => {
      const idle = grants.filter((grant) => usesOf(grant, asked).length === 0);
      expect(idle.map(({ action, resource }) => `${action} on ${resource}`).toSorted()).toEqual(byLambda);
    });

    test('no wildcard of a granted resource lets in more than is needed', () => {
      const loose = grants.flatMap((grant) =>
        looseWildcards(grant, usesOf(grant, asked)).map(
          (start) => `${grant.action} on ${grant.resource}: a * is only used for ${start}*`,
        ),
      );
      expect(loose).toEqual([]);
    });

    /** What Lambda does with the role itself, where no gate sees it: it writes the function's log, and sends events that failed. */
    async function usedByLambda(): Promise<readonly string[]> {
      const path = `/functions/${outputs['FunctionName']}`;
      const { api, where } = stage;
      const [{ LoggingConfig }, { DestinationConfig }] = await Promise.all([
        api.rest('lambda', 'GET', `/2015-03-31${path}/configuration`, where).then((told) => LOGGING.parse(told)),
        api
          .rest('lambda', 'GET', `/2019-09-25${path}/event-invoke-config?Qualifier=$LATEST`, where)
          .then((told) => FAILURES.parse(told)),
      ]);
      const log = `arn:aws:logs:${where.region}:${where.account}:log-group:${LoggingConfig.LogGroup}:*`;
      return [
        `logs:CreateLogStream on ${log}`,
        `logs:PutLogEvents on ${log}`,
        `sqs:SendMessage on ${DestinationConfig.OnFailure.Destination}`,
      ];
    }
  });

  describe('inside the role', () => {
    const ended = new Map<string, string>();
    let before: unknown;
    let after: unknown;
    let means: Means;

    beforeAll(async () => {
      const targets = await targetsIn(stage, outputs, mode);
      means = meansOf(stage, await attackerIn(stage, roleArn()), targets);
      await targetsStand();
      before = await everythingIn(stage);
      for (const { what, send } of denied) ended.set(what, await endOf(send(means)));
      await carelessly(async () => {
        for (const { what, send } of PASSING_ON) ended.set(what, await endOf(send(means)));
      });
      after = await everythingIn(stage);
    });

    test.each([...denied, ...PASSING_ON])('$what: denied', (attempt) => {
      const { what } = attempt;
      const action = (mode === 'dry-run' && attempt.actionInDryRun) || attempt.action;
      const principal = `arn:aws:sts::${stage.where.account}:assumed-role/trailmend-function/${ATTACKER}`;
      expect(ended.get(what)).toMatch(denialOf(action, principal));
      told.push(`${mode}: ${what} (${action})`);
    });

    test('nothing has changed', () => {
      expect(after).toEqual(before);
    });

    const permitted =
      mode === 'fix' ? [...READS_AND_MESSAGES, ...WRITES_OF_A_REPAIR, ...BEYOND_IAM] : READS_AND_MESSAGES;
    test('what the role may do is done', async () => {
      const done: [string, string][] = [];
      for (const { what, send } of permitted) done.push([what, await endOf(send(means))]);
      expect(done).toEqual(permitted.map(({ what }) => [what, 'done']));
    });

    /** Somebody lets the role call other services while something is tried. */
    async function carelessly(tries: () => Promise<void>): Promise<void> {
      const RoleName = roleArn().split('/').at(-1) ?? '';
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: CARELESSLY_ALLOWED, Resource: '*' }],
      });
      const { iam } = stage.administrator;
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'careless', PolicyDocument }));
      await tries();
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'careless' }));
    }

    /** The targets stand: otherwise a snapshot would compare nothing with nothing. */
    async function targetsStand(): Promise<void> {
      const missing = Object.entries(means.targets).filter(([, target]) => target === '');
      expect(missing).toEqual([]);
    }
  });

  function invoked(event: object): Promise<unknown> {
    return invoke(stage.aws, outputs['FunctionName'] ?? '', event);
  }
});

test('without OrganizationTrails the role may ask nothing of the organization, and its trail is left alone', async () => {
  const outputs = await deployIn(stage, 'fix', { OrganizationTrails: 'false' });
  const roleArn = outputs['FunctionRoleArn'] ?? '';
  const grants = grantsIn(await policiesOf(stage, roleArn));
  expect(grants.length).toBeGreaterThan(20);
  const about = grants.map(({ action }) => action).filter((action) => /^organizations:|ServiceLinkedRole/.test(action));
  expect(about).toEqual([]);

  const { prepare, event, trail } = ORGANIZATIONS;
  const scene = { administrator: stage.administrator, boundaryArn: outputs['DeliveryRoleBoundaryArn'] ?? '' };
  await prepare(scene, `${trail}-alone`);
  const before = stage.aws.authorizations().length;
  const ended = await invoke(stage.aws, outputs['FunctionName'] ?? '', event(scene, `${trail}-alone`));
  expect(ended).toMatchObject({ outcomes: [{ outcome: 'SKIPPED', reason: 'organization-trail' }] });
  const asked = stage.aws.authorizations().slice(before);
  expect(asked.filter((need) => need.roleArn === roleArn && !need.allowed)).toEqual([]);
});

const SWEPT = z.object({ outcomes: z.array(z.looseObject({ reason: z.string() })) });
const LOGGING = z.object({ LoggingConfig: z.object({ LogGroup: z.string() }) });
const FAILURES = z.object({ DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }) });
