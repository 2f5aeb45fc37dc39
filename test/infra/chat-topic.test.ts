import { beforeAll, describe, expect, test } from '@jest/globals';
import { targetInput } from '../../local/events/target-input.ts';
import { markupIn } from '../lambda/core/notification/cards/markup-in.ts';
import { publishedFormat } from '../lambda/core/notification/cards/published-format.ts';
import { deployed } from './deployed.ts';
import { allows, statementsOf } from './iam.ts';
import { type Resource, synthesized, type Template } from './synthesis.ts';

const CREATE = { ChatTopic: 'create' };
const TOPICS = ['ref:Topic', 'ref:Chat'];
let template: Template;
beforeAll(async () => {
  ({ template } = (await synthesized()).alone);
});
const all = (values: Readonly<Record<string, string>> = CREATE) => deployed(template, values);
const ofType = (type: string, values?: Readonly<Record<string, string>>): readonly Resource[] =>
  Object.values(all(values)).filter(({ Type }) => Type === type);
const isAllowed = (action: string, resource: string, values?: Readonly<Record<string, string>>): boolean =>
  allows(statementsOf('FunctionRole', all(values)), { action, resource });

test('without ChatTopic create, nothing in the stack names a topic for chat', () => {
  expect(JSON.stringify(all({}))).not.toContain('ref:Chat');
  const added = Object.keys(all()).filter((id) => !(id in all({})));
  expect(added.toSorted()).toEqual(['Chat', 'ChatPolicy']);
});

test('the output of the topic exists with the topic', () => {
  expect(template.Outputs['ChatTopicArn']).toMatchObject({ Condition: 'HasChatTopic', Value: { Ref: 'Chat' } });
});

describe('the topic for chat', () => {
  test('has a name that the function knows, and exists after the role, so that a second hub does not touch it', () => {
    expect(all()['Chat']).toMatchObject({ Properties: { TopicName: 'trailmend-chat' }, DependsOn: ['FunctionRole'] });
  });

  test('has the key of the topic, and nobody is subscribed', () => {
    const TopicKmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    expect(all({ ...CREATE, TopicKmsKeyArn })['Chat']?.Properties['KmsMasterKeyId']).toBe(TopicKmsKeyArn);
    const subscriptions = ofType('AWS::SNS::Subscription', { ...CREATE, NotificationEmail: 'ops@example.com' });
    expect(subscriptions.map(({ Properties }) => Properties['TopicArn'])).toEqual(['ref:Topic']);
  });

  test('allows the same services as the topic to publish', () => {
    const [topic, chat] = ['TopicPolicy', 'ChatPolicy'].map((id) => all()[id]?.Properties['PolicyDocument'].Statement);
    const withoutSid = (statements: readonly object[]) => statements.map((one) => ({ ...one, Sid: '' }));
    expect(withoutSid(chat)).toEqual(JSON.parse(JSON.stringify(withoutSid(topic)).replaceAll('ref:Topic', 'ref:Chat')));
  });

  test('is the only other topic that the function may publish to and read', () => {
    for (const action of ['sns:Publish', 'sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes']) {
      expect([...TOPICS, 'ref:Other'].map((topic) => isAllowed(action, topic))).toEqual([true, true, false]);
      expect(isAllowed(action, 'ref:Chat', {})).toBe(false);
    }
    expect(isAllowed('sns:Subscribe', 'ref:Chat')).toBe(false);
  });
});

test('the function knows the topic for chat', () => {
  const variable = (values?: Readonly<Record<string, string>>) =>
    all(values)['RemediatorFunction']?.Properties['Environment'].Variables.CHAT_TOPIC;
  expect([variable(), variable({})]).toEqual(['create', 'none']);
});

test('every alarm notifies both topics', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm', { ...CREATE, MetricFilters: 'cis' });
  expect(alarms.length).toBe(20);
  for (const { Properties } of alarms) {
    expect(Properties['AlarmActions']).toEqual(TOPICS);
    expect(Properties['InsufficientDataActions'] ?? TOPICS).toEqual(TOPICS);
  }
  const alone = ofType('AWS::CloudWatch::Alarm', {});
  expect(new Set(alone.flatMap(({ Properties }) => Properties['AlarmActions']))).toEqual(new Set(['ref:Topic']));
});

describe('a call that changes trailmend itself', () => {
  const rules = (values?: Readonly<Record<string, string>>) =>
    ofType('AWS::Events::Rule', values).filter(({ Properties }) => /^trailmend-watch-/.test(Properties['Name']));
  const detail = {
    userIdentity: { type: 'AssumedRole', principalId: 'AROAEXAMPLE:@here' },
    eventTime: '2026-11-20T09:59:58Z',
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionConfiguration20150331v2',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    eventID: '0e1f2a3b-4c5d-6e7f-8091-a2b3c4d5e6f7',
  };
  const event = {
    version: '0' as const,
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.lambda',
    account: '111122223333',
    time: '2026-11-20T10:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  };
  const cards = () =>
    rules().map(({ Properties: { Name, Targets } }) =>
      JSON.parse(
        targetInput(Targets[1], event, { Name, Arn: `arn:aws:events:us-east-1:1:rule/${Name}`, State: 'ENABLED' }),
      ),
    );

  test('is reported to both topics, and only to one without that for chat', () => {
    const targets = (values?: Readonly<Record<string, string>>) =>
      rules(values).map(({ Properties }) => Properties['Targets'].map(({ Arn }: { Arn: string }) => Arn));
    expect(targets()).toEqual(Array.from({ length: 4 }, () => TOPICS));
    expect(targets({})).toEqual(Array.from({ length: 4 }, () => ['ref:Topic']));
  });

  test('has the same retries and the same queue as the message', () => {
    for (const { Properties } of rules()) {
      const [{ RetryPolicy, DeadLetterConfig }, card] = Properties['Targets'];
      expect(card).toMatchObject({ RetryPolicy, DeadLetterConfig });
    }
  });

  test('has a card in the published format, with texts of the caller as code', () => {
    for (const card of cards()) {
      expect(publishedFormat.safeParse(card).error).toBeUndefined();
      expect(card.content.title).toMatch(/^ACTION NEEDED: UpdateFunctionConfiguration20150331v2 changed /);
      const lines = card.content.description.split('\n').map((line: string) => line.replace(/^\*[A-Z][a-z ]+:\* /, ''));
      expect(lines[1]).toBe('`AssumedRole AROAEXAMPLE:@here` from `203.0.113.7`');
      expect([card.content.title, lines[0], ...lines.slice(2), ...card.content.nextSteps].flatMap(markupIn)).toEqual(
        [],
      );
    }
  });

  test('has no field in its card that a caller can fill with the end of code', () => {
    for (const { Properties } of rules()) {
      const paths = Object.values<string>(Properties['Targets'][1].InputTransformer.InputPathsMap);
      // The path of a user in an ARN can have any printable character.
      expect(paths.filter((path) => /requestParameters|responseElements|userAgent|Message|arn/i.test(path))).toEqual(
        [],
      );
    }
  });
});
