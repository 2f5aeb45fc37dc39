import { Aws, Duration, Fn } from 'aws-cdk-lib';
import { type CfnRule, type EventPattern, type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ChatTopic } from './chat-topic.ts';
import { FORWARDED_CALLS, type OwnCalls, type OwnNames, type OwnResources, ownResources } from './own-resources.ts';
import { cardTemplate } from './own-resources-card.ts';

/** Begins the names of the rules that watch trailmend's own resources. */
const WATCH_RULE_PREFIX = 'trailmend-watch-';
const RETRIES = 185;
const MAX_EVENT_AGE = Duration.hours(6);

export interface OwnResourcesRulesProps {
  readonly names: OwnNames;
  readonly topic: ITopic;
  /** Receives the messages as cards. */
  readonly chat: ChatTopic;
  /** Receives the events that EventBridge could not publish. */
  readonly undelivered: IQueue;
}

/**
 * Event rules that report calls which change trailmend's own resources. The messages go to the
 * topic without passing the function, so that they arrive when the function is changed or stopped.
 * Resources whose change means the same share a rule, because a rule has one message. An event
 * pattern is limited to 2,048 characters.
 */
export class OwnResourcesRules extends Construct {
  constructor(scope: Construct, id: string, { names, topic, chat, undelivered }: OwnResourcesRulesProps) {
    super(scope, id);
    chat.topic.grantPublish(new ServicePrincipal('events.amazonaws.com'));
    for (const [kind, resources] of Object.entries(ownResources(names))) {
      const rule = new Rule(this, kind, {
        ruleName: `${WATCH_RULE_PREFIX}${kind.toLowerCase()}`,
        description: `Reports to the topic of trailmend every call that changes ${resources.what}`,
        eventPattern: callPattern(resources.calls),
        targets: [
          // Allows every rule of the account to publish: EventBridge supports no condition here.
          // Source: EventBridge user guide, "Using resource-based policies for Amazon EventBridge".
          new SnsTopic(topic, {
            message: new MessageTemplate(resources),
            deadLetterQueue: undelivered,
            retryAttempts: RETRIES,
            maxEventAge: MAX_EVENT_AGE,
          }),
        ],
      });
      addCardTarget(rule, { resources, chat, undelivered });
    }
  }
}

/** A target that exists only with the topic for chat applications. CDK has no condition for it. */
function addCardTarget(
  rule: Rule,
  {
    resources,
    chat,
    undelivered,
  }: Omit<OwnResourcesRulesProps, 'names' | 'topic'> & { readonly resources: OwnResources },
): void {
  const { inputPathsMap, inputTemplate } = cardTemplate(resources);
  const target = {
    Id: 'Card',
    Arn: chat.topicArn,
    DeadLetterConfig: { Arn: undelivered.queueArn },
    InputTransformer: { InputPathsMap: inputPathsMap, InputTemplate: inputTemplate },
    RetryPolicy: { MaximumRetryAttempts: RETRIES, MaximumEventAgeInSeconds: MAX_EVENT_AGE.toSeconds() },
  };
  const { logicalId } = chat.condition;
  (rule.node.defaultChild as CfnRule).addPropertyOverride(
    'Targets.1',
    Fn.conditionIf(logicalId, target, { Ref: 'AWS::NoValue' }),
  );
}

/** Forwards the calls of a forwarder's Region that change trailmend, for the rules of the hub. */
export function addForwardedCallsRule(scope: Construct, id: string, region: string, target: IRuleTarget): Rule {
  return new Rule(scope, id, {
    ruleName: `${WATCH_RULE_PREFIX}forwarder`,
    description: 'Forwards calls that change resources of trailmend',
    eventPattern: { ...patternOf(FORWARDED_CALLS.services, FORWARDED_CALLS.anyOf), region: [region] },
    targets: [target],
  });
}

/** Each alternative names its service, because two services can have a parameter of one name. */
function callPattern(calls: readonly OwnCalls[]): EventPattern {
  return patternOf(
    calls.map(({ service }) => service),
    calls.flatMap(({ service, anyOf, except }) =>
      anyOf.map((alternative) => ({
        ...(calls.length > 1 && { eventSource: [`${service}.amazonaws.com`] }),
        ...(except && { eventName: [{ 'anything-but': except }] }),
        ...alternative,
      })),
    ),
  );
}

/**
 * Calls that succeeded and are management events. A caller can make any number of denied ones. Data
 * events, such as an Invoke or a Publish, change nothing, and EventBridge gets them if a trail logs
 * them: the rule would report its own message.
 * @param anyOf two alternatives at least: EventBridge takes `$or` with one for a field of this name
 */
function patternOf(services: readonly string[], anyOf: OwnCalls['anyOf']): EventPattern {
  return {
    source: services.map((service) => `aws.${service}`),
    detailType: ['AWS API Call via CloudTrail'],
    account: [Aws.ACCOUNT_ID],
    detail: { errorCode: [{ exists: false }], managementEvent: [true], $or: anyOf },
  };
}

/**
 * The fields of the record that a message contains. EventBridge escapes nothing, so they are only
 * fields that AWS writes, and names of users, roles and sessions, which cannot contain quotation
 * marks, line breaks or spaces. Not among them: the ARN of the caller, because the path of a user
 * can have quotation marks, other parameters than names, the user agent and error messages.
 * Source: CloudTrail user guide, "CloudTrail record contents"; IAM user guide, "IAM and AWS STS
 * quotas" (names of users, roles and sessions); IAM API reference, CreateUser (path).
 */
const FIELDS = {
  call: '$.detail.eventName',
  service: '$.detail.eventSource',
  type: '$.detail.userIdentity.type',
  user: '$.detail.userIdentity.userName',
  role: '$.detail.userIdentity.sessionContext.sessionIssuer.userName',
  principal: '$.detail.userIdentity.principalId',
  address: '$.detail.sourceIPAddress',
  time: '$.detail.eventTime',
  region: '$.detail.awsRegion',
  id: '$.detail.eventID',
} as const;

/** A message that a person reads as text and a machine as JSON. */
class MessageTemplate extends RuleTargetInput {
  readonly #resources: OwnResources;

  constructor(resources: OwnResources) {
    super();
    this.#resources = resources;
  }

  override bind() {
    const { what, risk, namedBy } = this.#resources;
    const members = {
      'ACTION NEEDED': `<call> changed ${what}.`,
      risk: `If you did not expect this call, treat it as an attack: ${risk}.`,
      call: '<call> (<service>) in <region>',
      ...(namedBy && { name: '<name>' }),
      // A caller is a user or has a role. A variable without a value becomes nothing.
      caller: '<type> <user><role> (<principal>) from <address>',
      time: '<time>',
      'what to do': 'Ask the caller. Undo the change, or deploy trailmend again, which restores its resources.',
      note: 'A deployment of trailmend makes such calls too. This message did not pass the function of trailmend.',
      'CloudTrail event': '<id>',
    };
    const inputPathsMap = { ...FIELDS, ...(namedBy && { name: `$.detail.requestParameters.${namedBy}` }) };
    return { inputTemplate: JSON.stringify(members, null, 1), inputPathsMap };
  }
}
