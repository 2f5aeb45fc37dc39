import { AddTagsCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runSweep } from '../../demo/sweep.ts';
import { makeBucket, makeIntegration, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { ACCEPT_TAG } from '../../lambda/core/model/posture.ts';
import { deployStack } from '../support/deploy-stack.ts';
import { type Account, accountWithTrailmend, unseen } from './account.ts';
import { commandsIn, performCommands } from './aws-cli/perform-commands.ts';

const MODES = ['fix', 'dry-run'] as const;
const TRAILS = ['accepted', 'mistyped'] as const;
const SELECTORS = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];

let here: Account;

beforeAll(async () => {
  here = await accountWithTrailmend([]);
  await unseen(here, async () => {
    const { administrator, engineer } = here;
    for (const trail of MODES.flatMap((mode) => TRAILS.map((name) => `${name}-${mode}`))) {
      const integration = await makeIntegration(administrator, trail);
      await makeTrail(administrator, trail, await makeBucket(engineer, trail), integration);
    }
  });
  // The ledger knows the settings of a trail that trailmend saw healthy.
  await sweep();
});

afterAll(() => here?.close());

const sweep = () => runSweep({ aws: here.aws, functionName: here.outputs['FunctionName'] ?? '' });

const acceptCommands = (text: string) => commandsIn(text).filter((command) => command.includes(ACCEPT_TAG));

describe.each(MODES)('in mode %s, the owner of a weakened trail', (mode) => {
  beforeAll(async () => {
    await deployStack(here.aws, { Mode: mode, SettleSeconds: '0' });
  });

  const narrow = (TrailName: string) =>
    here.engineer.cloudTrail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors: SELECTORS }));
  const outcomeOfSweep = async (trail: string) =>
    (await sweep()).find(({ trailArn }) => trailArn === trailArnOf(here.administrator, trail))?.outcome;

  test('accepts the change with the command of the message, and is not notified of it again', async () => {
    const trail = `accepted-${mode}`;
    await narrow(trail);
    const accept = acceptCommands((await here.messageAbout(trail, 'BLOCKED', 'PutEventSelectors')).text);
    expect(accept).toHaveLength(1);
    expect(await outcomeOfSweep(trail)).toBe('BLOCKED');

    await performCommands(here.aws, accept);
    const { subject } = await here.messageAbout(trail, 'COMPLIANT', 'AddTags');
    expect(subject).toContain(`weaker settings accepted on trail ${trail}`);
    expect(await outcomeOfSweep(trail)).toBe('COMPLIANT');
  });

  test('gets the right value of the tag after a wrong one', async () => {
    const trail = `mistyped-${mode}`;
    await narrow(trail);
    await here.messageAbout(trail, 'BLOCKED', 'PutEventSelectors');
    const TagsList = [{ Key: ACCEPT_TAG, Value: 'yes' }];
    const ResourceId = trailArnOf(here.administrator, trail);
    await here.engineer.cloudTrail.send(new AddTagsCommand({ ResourceId, TagsList }));
    const { text } = await here.messageAbout(trail, 'BLOCKED', 'AddTags');
    expect(text).toContain(`The tag ${ACCEPT_TAG} of the trail has another value: yes\n`);
    await performCommands(here.aws, acceptCommands(text).slice(-1));
    await here.messageAbout(trail, 'COMPLIANT', 'AddTags');
    expect(await outcomeOfSweep(trail)).toBe('COMPLIANT');
  });
});
