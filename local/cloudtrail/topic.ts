import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { unescapedXml } from '../wire/xml.ts';
import type { Refusal } from './refusal.ts';

const REFUSAL: Refusal = {
  code: 'InsufficientSnsTopicPolicyException',
  message: 'SNS Topic does not exist or the topic policy is incorrect!',
};

/**
 * Checks that CloudTrail can notify a trail's topic of new log files: the topic exists, and its
 * policy allows CloudTrail to publish.
 * Source: CloudTrail user guide, "Amazon SNS topic policy for CloudTrail"; moto's tests against AWS
 * (message).
 * @param topic a name or an ARN; empty for none
 */
export async function checkTopic(
  api: EmulatorApi,
  evaluator: Evaluator,
  trailArn: string,
  topic: string,
): Promise<Refusal | undefined> {
  if (topic === '') return undefined;
  const [, partition = '', , home = '', own = ''] = trailArn.split(':');
  const topicArn = topic.startsWith('arn:') ? topic : `arn:${partition}:sns:${home}:${own}:${topic}`;
  const [, , , region = '', account = ''] = topicArn.split(':');
  const policy = await policyOf(api, topicArn, { account, region });
  if (policy === undefined) return REFUSAL;
  const { allowed } = await evaluator.decide({
    principal: { kind: 'service', service: 'cloudtrail.amazonaws.com' },
    action: 'sns:Publish',
    resource: topicArn,
    resourceAccount: account,
    region,
    resourcePolicy: policy,
    context: { 'aws:SourceArn': trailArn, 'aws:SourceAccount': own },
  });
  return allowed ? undefined : REFUSAL;
}

async function policyOf(
  api: EmulatorApi,
  TopicArn: string,
  where: { account: string; region: string },
): Promise<string | undefined> {
  try {
    const question = { Action: 'GetTopicAttributes', TopicArn, Version: '2010-03-31' };
    const xml = await api.query('sns', question, where);
    const text = /<key>Policy<\/key>\s*<value>([^<]*)<\/value>/.exec(xml)?.[1];
    return text === undefined ? '{"Statement":[]}' : unescapedXml(text);
  } catch (error) {
    if (error instanceof EmulatorError && /NotFound/.test(error.code)) return undefined;
    throw error;
  }
}
