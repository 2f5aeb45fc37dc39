import {
  AddTagsCommand,
  DeleteTrailCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { type ReceivedMessage, type Subscriber, subscribe } from '../../demo/subscriber.ts';
import { runSweep } from '../../demo/sweep.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { EXCLUDE_TAG } from '../../lambda/core/integration/names.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';

const TRAILS = ['tagged', 'deleted', 'stopped'];

describe.each(['fix', 'dry-run'] as const)(
  'in mode %s, a sweep reports once what a lost event would have reported',
  (mode) => {
    let aws: LocalAws;
    let here: AwsSession;
    let subscriber: Subscriber;
    let sweepRegion: () => Promise<unknown>;

    beforeAll(async () => {
      aws = await startLocalAws({
        cloudTrail: { roleVisibleAfterMs: 0 },
        recording: { disturbances: [{ does: 'lose' }] },
      });
      here = administratorOf(aws);
      for (const trail of TRAILS) await makeTrail(here, trail, await makeBucket(here, trail));
      await bootstrapAccount(aws);
      const { FunctionName: functionName = '', TopicArn = '' } = await deployStack(aws, {
        Mode: mode,
        SettleSeconds: '0',
      });
      subscriber = await subscribe(here, TopicArn);
      sweepRegion = () => runSweep({ aws, functionName }, [aws.region]);
      await sweepRegion();
    });

    afterAll(async () => {
      subscriber?.close();
      await aws?.stop();
    });

    /** The messages with this subject, once there is one and a further sweep is over. */
    async function messagesAbout(subject: string): Promise<readonly ReceivedMessage[]> {
      const found = async () => (await subscriber.received()).filter((message) => message.subject === subject);
      await until(`The message "${subject}"`, async () => (await found())[0], { withinMs: WAIT_LIMIT_MS });
      await sweepRegion();
      return found();
    }

    test('the tag that excludes a trail, and its end', async () => {
      const tagged = { ResourceId: trailArnOf(here, 'tagged'), TagsList: [{ Key: EXCLUDE_TAG, Value: 'true' }] };
      await here.cloudTrail.send(new AddTagsCommand(tagged));
      await sweepRegion();
      const [message, ...others] = await messagesAbout(
        `ACTION NEEDED: trailmend switched off for trail tagged (${aws.region})`,
      );
      expect(others).toEqual([]);
      expect(message?.text).toContain(`aws cloudtrail remove-tags --resource-id ${tagged.ResourceId}`);
      await here.cloudTrail.send(new RemoveTagsCommand(tagged));
      await sweepRegion();
      const isEnd = ({ record }: ReceivedMessage) => record.exclusion?.was === 'true';
      await until('The message about the end', async () => (await subscriber.received()).find(isEnd), {
        withinMs: WAIT_LIMIT_MS,
      });
    });

    test('the deletion of a trail, with the commands that create it again', async () => {
      await here.cloudTrail.send(new DeleteTrailCommand({ Name: 'deleted' }));
      await sweepRegion();
      const [message, ...others] = await messagesAbout(`ACTION NEEDED: deletion of trail deleted (${aws.region})`);
      expect(others).toEqual([]);
      expect(message?.text).toContain('AttributeKey=EventName,AttributeValue=DeleteTrail');
      // A trail that was never healthy has no known settings.
      if (mode === 'fix') expect(message?.text).toContain('aws cloudtrail create-trail --name deleted');
    });

    test('a trail that was stopped and started again', async () => {
      await here.cloudTrail.send(new StopLoggingCommand({ Name: 'stopped' }));
      await here.cloudTrail.send(new StartLoggingCommand({ Name: 'stopped' }));
      await sweepRegion();
      const [message, ...others] = await messagesAbout(
        `ACTION NEEDED: recording interrupted on trail stopped (${aws.region})`,
      );
      expect(others).toEqual([]);
      expect(message?.text).toMatch(/the trail did not record from \d{4}-\S+Z to \d{4}-\S+Z/);
    });
  },
);
