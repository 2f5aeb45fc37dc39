import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { takeSnapshot } from '../describe.ts';
import { functionCalls } from '../function-calls.ts';
import { readFunctionLog } from '../function-log.ts';
import { administratorOfAccount, joinOrganization } from '../organization.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { callLines } from '../show/calls.ts';
import { messageLines } from '../show/message.ts';
import { runLines } from '../show/runs.ts';
import { table } from '../show/table.ts';
import { CALLS_TITLE, NOTIFICATION_TITLE, RUNS_TITLE } from '../show/titles.ts';
import { trailLines } from '../show/trail.ts';
import { runSweep } from '../sweep.ts';
import { makeBucket, makeTrail, trailArnOf } from '../trails.ts';

const TRAIL = 'organization';
const MANAGEMENT_ACCOUNT = '111122223333';

/**
 * Every member account has the trail, and only the management account can change it. Members get no
 * notification.
 */
export const organizationMember: Scenario = {
  title: 'A member account has an organization trail that does not deliver to CloudWatch Logs.',
  parameters: {},
  commands: [
    'aws cloudtrail describe-trails',
    `AWS_ACCESS_KEY_ID=${MANAGEMENT_ACCOUNT} aws cloudtrail get-trail --name ${TRAIL}`,
  ],
  expectedOutcome: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
  async run(stage) {
    const { screen, administrator, aws, subscriber } = stage;
    const trailArn = await createOrganizationTrail(stage);
    const before = await takeSnapshot(administrator, trailArn);
    await screen.step(`EventBridge Scheduler starts a sweep in account ${administrator.account}`, () =>
      runSweep(stage),
    );
    const now = await takeSnapshot(administrator, trailArn);

    const isAboutTrail = (record: OutcomeRecord) => record.trailArn === trailArn;
    const entries = await readFunctionLog(administrator);
    const records = entries.flatMap((entry) => (entry.kind === 'outcome' ? [entry.record] : [])).filter(isAboutTrail);
    const messages = (await subscriber.received()).filter(({ record }) => isAboutTrail(record));
    const calls = functionCalls(aws);
    screen.section(`The trail ${trailArn} in account ${administrator.account}`, trailLines({ before, now }));
    screen.section('The outcome in the log of trailmend', records.flatMap(recordLines));
    screen.section(
      NOTIFICATION_TITLE,
      messages.length === 0 ? ['none, because nobody in this account can act'] : messages.flatMap(messageLines),
    );
    screen.section(RUNS_TITLE, runLines(entries));
    screen.section(CALLS_TITLE, callLines(calls));
    const isSkipped = records.length > 0 && records.every(({ outcome }) => outcome === 'SKIPPED');
    // The sweep can have changed other trails.
    const writes = calls.writes.filter(({ input = {} }) => JSON.stringify(input).includes(TRAIL));
    return isSkipped && messages.length === 0 && writes.length === 0;
  },
};

/** @returns the ARN of the trail */
async function createOrganizationTrail(stage: Stage): Promise<string> {
  const { screen, administrator } = stage;
  const managementAccount = administratorOfAccount(stage, MANAGEMENT_ACCOUNT);
  screen.section('What happens', []);
  const organizationId = await screen.step(
    `Account ${administrator.account} joins the organization of account ${MANAGEMENT_ACCOUNT}`,
    () => joinOrganization(administrator, managementAccount),
  );
  await screen.step(
    `Account ${MANAGEMENT_ACCOUNT} creates an organization trail: CreateTrail, UpdateTrail`,
    async () => {
      await makeTrail(managementAccount, TRAIL, await makeBucket(managementAccount, TRAIL, organizationId));
      await managementAccount.cloudTrail.send(new UpdateTrailCommand({ Name: TRAIL, IsOrganizationTrail: true }));
    },
  );
  return trailArnOf(managementAccount, TRAIL);
}

function recordLines({ outcome, reason, detail, whoCanAct = '' }: OutcomeRecord): readonly string[] {
  return table([
    ['outcome', outcome],
    ['reason', reason],
    ['detail', detail],
    ['who can act', whoCanAct],
  ]);
}
