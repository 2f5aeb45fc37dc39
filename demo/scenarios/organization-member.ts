import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { functionCalls } from '../function-calls.ts';
import { dealtWith } from '../function-log.ts';
import { seen } from '../look.ts';
import { administratorOfAccount, join } from '../organization.ts';
import type { Scenario } from '../scenario.ts';
import { callLines } from '../show/calls.ts';
import { messageLines } from '../show/message.ts';
import { startedLines } from '../show/started.ts';
import { table } from '../show/table.ts';
import { trailCourse } from '../show/trail.ts';
import { comeBy } from '../sweep.ts';
import { makeBucket, makeTrail, trailArnOf } from '../trails.ts';

const TRAIL = 'organization';
const HEAD = '111122223333';

/** Everybody in the organization sees the trail, and only one account can change it: the others are not to be told again and again. */
export const organizationMember: Scenario = {
  title: "a member account sees its organization's trail, which does not deliver to CloudWatch Logs",
  parameters: {},
  commands: ['aws cloudtrail describe-trails', `AWS_ACCESS_KEY_ID=${HEAD} aws cloudtrail get-trail --name ${TRAIL}`],
  ends: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
  async play(stage) {
    const { screen, administrator, aws, subscriber } = stage;
    const head = administratorOfAccount(stage, HEAD);
    const trailArn = trailArnOf(head, TRAIL);
    const { account } = administrator;
    const organizationId = await screen.step(`account ${account} joins the organization of account ${HEAD}`, () =>
      join(administrator, head),
    );
    await screen.step(`account ${HEAD} makes a trail for all of it: CreateTrail, UpdateTrail`, async () => {
      await makeTrail(head, TRAIL, await makeBucket(head, TRAIL, organizationId));
      await head.cloudTrail.send(new UpdateTrailCommand({ Name: TRAIL, IsOrganizationTrail: true }));
    });
    const before = await seen(administrator, trailArn);
    await screen.step(`the sweep comes by, in account ${account}`, () => comeBy(stage));
    const now = await seen(administrator, trailArn);

    const isAbout = (record: OutcomeRecord) => record.trailArn === trailArn;
    const dealt = await dealtWith(administrator);
    const records = dealt.flatMap((line) => (line.kind === 'outcome' ? [line.record] : [])).filter(isAbout);
    const told = (await subscriber.told()).filter(({ record }) => isAbout(record));
    const calls = functionCalls(aws);
    screen.section(`The trail ${trailArn}, as account ${account} sees it`, trailCourse({ before, now }));
    screen.section('What trailmend says of it in its log', records.flatMap(recordLines));
    screen.section(
      'The message for people',
      told.length === 0
        ? ['none: nobody in this account can act, so that a line in the log is enough']
        : told.flatMap(messageLines),
    );
    screen.section('What started trailmend', startedLines(dealt));
    screen.section('What trailmend called', callLines(calls));
    const isLeft = records.length > 0 && records.every(({ outcome }) => outcome === 'SKIPPED');
    // The sweep may have had reason to write for other trails.
    const written = calls.writes.filter(({ input = {} }) => JSON.stringify(input).includes(TRAIL));
    return isLeft && told.length === 0 && written.length === 0;
  },
};

function recordLines({ outcome, reason, detail, whoCanAct = '' }: OutcomeRecord): readonly string[] {
  return table([
    ['outcome', outcome],
    ['reason', reason],
    ['detail', detail],
    ['who can act', whoCanAct],
  ]);
}
