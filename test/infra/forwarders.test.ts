import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { MONITORING_FILTERS } from '../../lambda/core/integration/cis-filters.ts';
import { TRAIL_CHANGES_RULE } from '../../lambda/core/integration/names.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { deployed } from './deployed.ts';
import { matches, type Pattern } from './event-pattern.ts';
import { allows, statementsOf } from './iam.ts';
import { LONGEST_PLACE } from './longest-names.ts';
import { longestValues, policySizes, ROLE_POLICY_QUOTA, totalOf } from './policy-sizes.ts';
import { type Resource, type Stack, type Synthesis, synthesized } from './synthesis.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const HUB_BUS = 'arn:aws:events:us-east-1:111122223333:event-bus/default';

/**
 * A StopLogging event, as EventBridge has it in the Region of the trail and on every bus that it is
 * forwarded to.
 */
const stopIn = (region: string, account = '111122223333') => ({
  source: 'aws.cloudtrail',
  'detail-type': 'AWS API Call via CloudTrail',
  account,
  region,
  detail: { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', awsRegion: region },
});

let synthesis: Synthesis;
/** Without forwarders. */
let alone: Synthesis;
let forwarder: Readonly<Record<string, Resource>>;
const stack = (name: string): Stack => {
  const found = synthesis.stacks[name];
  if (!found) throw new Error(`There is no stack ${name}`);
  return found;
};
const ruleOf = (name: string): Resource => {
  const rules = Object.values(deployed(stack(name).template)).filter(
    ({ Type, Properties }) => Type === 'AWS::Events::Rule' && Properties['Name'] === TRAIL_CHANGES_RULE,
  );
  if (!rules[0] || rules.length > 1) throw new Error(`${name} has ${rules.length} rules`);
  return rules[0];
};
const patternOf = (name: string): Pattern => ruleOf(name).Properties['EventPattern'];

beforeAll(async () => {
  ({ forwarded: synthesis, alone } = await synthesized());
  forwarder = deployed(stack('TrailmendForwarder-eu-west-1').template);
});

test('the first Region gets the hub, every other Region a forwarder', () => {
  expect(Object.keys(synthesis.stacks).toSorted()).toEqual([
    'Trailmend',
    'TrailmendForwarder-ap-southeast-2',
    'TrailmendForwarder-eu-west-1',
  ]);
});

test('the function knows the Regions that forward to it', () => {
  const forwarderRegions = ({ template }: Synthesis) =>
    deployed(template)['RemediatorFunction']?.Properties['Environment'].Variables['FORWARDER_REGIONS'];
  expect(forwarderRegions(synthesis)).toBe('eu-west-1,ap-southeast-2');
  expect(forwarderRegions(alone)).toBe('');
});

describe('a forwarder', () => {
  test('has two rules, a role and a queue, and parameters for its rule, alarms and the boundary only', () => {
    const types = Object.values(forwarder).map(({ Type }) => Type);
    expect(types.toSorted()).toEqual([
      'AWS::Events::Rule',
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
    ]);
    expect(Object.keys(stack('TrailmendForwarder-eu-west-1').template.Parameters ?? {}).toSorted()).toEqual([
      'LogGroupPrefix',
      'MetricFilters',
      'NotificationEmail',
      'PermissionsBoundaryArn',
      'TopicKmsKeyArn',
    ]);
  });

  test('sets the boundary that the account requires on its role', () => {
    const PermissionsBoundaryArn = 'arn:aws:iam::111122223333:policy/corporate';
    const withBoundary = deployed(stack('TrailmendForwarder-eu-west-1').template, { PermissionsBoundaryArn });
    expect(withBoundary['ForwarderRole']?.Properties['PermissionsBoundary']).toBe(PermissionsBoundaryArn);
    expect(forwarder['ForwarderRole']?.Properties).not.toHaveProperty('PermissionsBoundary');
  });

  test('with MetricFilters cis has the alarms of its Region and a topic for them', () => {
    const values = { MetricFilters: 'cis', NotificationEmail: 'ops@example.com' };
    const withAlarms = deployed(stack('TrailmendForwarder-eu-west-1').template, values);
    const ofType = (type: string) => Object.values(withAlarms).filter(({ Type }) => Type === type);
    const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    expect(alarms.map(({ MetricName }) => MetricName)).toEqual(MONITORING_FILTERS.map(({ metric }) => metric));
    for (const alarm of alarms) expect(alarm).toMatchObject({ Namespace: 'Trailmend', AlarmActions: ['ref:Topic'] });
    expect(ofType('AWS::SNS::Subscription').map(({ Properties }) => Properties['Endpoint'])).toEqual([
      'ops@example.com',
    ]);
    expect(ofType('AWS::SNS::TopicPolicy')).toHaveLength(1);
    const { Outputs = {} } = stack('TrailmendForwarder-eu-west-1').template;
    expect(Outputs['TopicArn']).toMatchObject({ Condition: 'HasMetricFilters' });
  });

  test('has no subscription without a topic', () => {
    const template = stack('TrailmendForwarder-eu-west-1').template;
    const types = Object.values(deployed(template, { NotificationEmail: 'ops@example.com' })).map(({ Type }) => Type);
    expect(types.filter((type) => /SNS|CloudWatch/.test(type))).toEqual([]);
  });

  test('is allowed to put events on the bus of the hub, and nothing else', () => {
    expect(forwarder['ForwarderRoleDefaultPolicy']?.Properties['PolicyDocument'].Statement).toEqual([
      { Effect: 'Allow', Action: 'events:PutEvents', Resource: HUB_BUS },
    ]);
    expect(forwarder['ForwarderRole']?.Properties).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } }],
      },
    });
    expect(forwarder['ForwarderRole']?.Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('sends to the bus of the hub with its role, and to its queue what cannot be sent', () => {
    expect(forwarder['TrailChanges']?.Properties['Targets']).toEqual([
      {
        Id: expect.any(String),
        Arn: HUB_BUS,
        RoleArn: 'ForwarderRole.Arn',
        DeadLetterConfig: { Arn: 'UndeliveredQueue.Arn' },
      },
    ]);
    expect(forwarder['UndeliveredQueuePolicy']?.Properties['PolicyDocument'].Statement).toContainEqual(
      expect.objectContaining({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' }),
    );
  });

  test('has a dead-letter queue with the one name that the function may read, in any Region and without writing', () => {
    expect(forwarder['UndeliveredQueue']?.Properties['QueueName']).toBe('trailmend-not-forwarded');
    const queueIn = (region: string, name = 'trailmend-not-forwarded') => `arn:aws:sqs:${region}:111122223333:${name}`;
    const may = ({ template }: Synthesis, action: string, resource: string) =>
      allows(statementsOf('FunctionRole', deployed(template, { Mode: 'dry-run' })), { action, resource });
    for (const action of ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes']) {
      expect(may(synthesis, action, queueIn('eu-west-1'))).toBe(true);
      expect(may(synthesis, action, queueIn('ap-southeast-2'))).toBe(true);
      expect(may(synthesis, action, queueIn('eu-west-1', 'theirs'))).toBe(false);
      expect(may(alone, action, queueIn('eu-west-1'))).toBe(false);
    }
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue', 'sqs:SendMessage']) {
      expect(may(synthesis, action, queueIn('eu-west-1'))).toBe(false);
    }
  });

  test('is deployed with the roles of the hub, so that only the Region of the hub is bootstrapped', () => {
    const role = (name: string) =>
      `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/cdk-hnb659fds-${name}-role-\${AWS::AccountId}-us-east-1`;
    const { deployment } = stack('TrailmendForwarder-eu-west-1');
    expect(deployment).toMatchObject({
      assumeRoleArn: role('deploy'),
      cloudFormationExecutionRoleArn: role('cfn-exec'),
    });
    expect(deployment).not.toHaveProperty('requiresBootstrapStackVersion');
    expect(stack('Trailmend').deployment).toHaveProperty('requiresBootstrapStackVersion');
  });
});

test.each(['per-trail', 'stack'])(
  'the policies of the function stay within the IAM quota with the longest values, DeliveryRole %s and any number of Regions',
  (DeliveryRole) => {
    const { Parameters } = synthesis.template;
    const values = { ...LONGEST_PLACE, ...longestValues(Parameters), DeliveryRole };
    const resources = deployed(synthesis.template, values);
    expect(JSON.stringify(statementsOf('FunctionRole', resources))).not.toContain('ap-southeast-2');
    const sizes = policySizes('FunctionRole', resources);
    // Each policy but that of the other value of DeliveryRole.
    expect(sizes).toHaveLength(9);
    expect(totalOf(sizes)).toBeLessThanOrEqual(ROLE_POLICY_QUOTA);
  },
);

describe('an event', () => {
  test('matches the rule of a forwarder and the rule of the hub alike', () => {
    const { region, ...pattern } = patternOf('TrailmendForwarder-eu-west-1');
    expect(region).toEqual(['eu-west-1']);
    expect(pattern).toEqual(patternOf('Trailmend'));
  });

  test.each(['us-east-1', 'eu-west-1', 'ap-southeast-2'])('from %s starts the hub', (region) => {
    expect(matches(patternOf('Trailmend'), stopIn(region))).toBe(true);
  });

  test('of another account matches no rule, on a bus that receives events of several accounts', () => {
    for (const name of Object.keys(synthesis.stacks)) {
      expect(matches(patternOf(name), stopIn('eu-west-1', '999988887777'))).toBe(false);
    }
  });

  test('is forwarded from its own Region only, and never in a loop', () => {
    const forwards = (forwarderOf: string, region: string) =>
      matches(patternOf(`TrailmendForwarder-${forwarderOf}`), stopIn(region));
    expect(forwards('eu-west-1', 'eu-west-1')).toBe(true);
    expect(forwards('eu-west-1', 'ap-southeast-2')).toBe(false);
    expect(forwards('eu-west-1', 'us-east-1')).toBe(false);
    expect(ruleOf('Trailmend').Properties['Targets']).toEqual([
      expect.objectContaining({ Arn: 'RemediatorFunction.Arn' }),
    ]);
  });

  test('is matched by a rule of the same name in every Region', () => {
    for (const name of Object.keys(synthesis.stacks)) {
      expect(ruleOf(name).Properties['Name']).toBe('trailmend-trail-changes');
    }
  });
});

test.each([
  [
    { regions: 'us-east-1,mars-1' },
    'The value of "regions" is invalid: this version of CDK does not know the Region "mars-1". ',
  ],
  [{ region: '' }, 'The CDK context value "region" does not exist; it is called "regions". '],
])('the context %j ends the synthesis with its cause and remedy and without a stack trace', (context, cause) =>
  inTemporaryFolder(async (folder) => {
    const env = { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) };
    const [code, message] = await new Promise<[unknown, string]>((resolve) => {
      execFile(process.execPath, ['infra/app.ts'], { cwd: PROJECT, env }, (error, _, stderr) =>
        resolve([error?.code, stderr]),
      );
    });
    expect(code).toBe(2);
    const remedy =
      "Set it to a list of Regions, the hub first: -c regions=us-east-1,eu-west-1, or in your own app regions: ['us-east-1', 'eu-west-1']\n";
    expect(message).toBe(cause + remedy);
  }),
);
