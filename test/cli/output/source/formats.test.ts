import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { planCdk } from '../../../../cli/output/source/cdk.ts';
import { planCloudFormation } from '../../../../cli/output/source/cloudformation.ts';
import { planTerraform } from '../../../../cli/output/source/terraform.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { factsWith, ID, ourGroup, PERFECT_TRAIL, read, selecting, unread } from '../../../support/perfect-trail.ts';
import {
  BASIC,
  blankedTrail,
  FULL,
  integrationWithRoleOfStack,
  newIntegration,
  planned,
  recordOf,
  reusedIntegration,
} from './planned.ts';

const golden = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`golden/${name}`, import.meta.url)), 'utf8');
const created = (facts: TrailFacts): ReturnType<typeof planned> => planned([facts, newIntegration(facts)]);
const start: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] };
const FORMATS = [
  ['terraform', planTerraform],
  ['cloudformation', planCloudFormation],
  ['cdk', planCdk],
] as const;

test('the repair of a trail with every setting as Terraform', () => {
  expect(planTerraform(...created(FULL))).toBe(golden('main.tf'));
});

test('the repair of a trail with every setting as CloudFormation', () => {
  expect(planCloudFormation(...created(FULL))).toBe(golden('template.yaml'));
});

test('the repair of a trail with every setting as CDK', () => {
  expect(planCdk(...created(FULL))).toBe(golden('stack.ts.txt'));
});

describe.each(FORMATS)('as %s', (_, format) => {
  test('a trail that needs no repair is a comment', () => {
    const text = format([recordOf({ detail: 'The trail is compliant.\nresource' })], new Map());
    expect(text).toMatch(/^(#|\/\/) audit \(us-east-1\): COMPLIANT\n\1 The trail is compliant\.\\u000aresource\n$/);
  });

  test('a refused repair is a comment, with who can act', () => {
    const refused = [
      { rule: 'log-group-not-set', reason: 'cost', detail: 'it records\ndata events', whoCanAct: 'an owner' },
    ] as const;
    const plan = { steps: [], refused };
    const record = recordOf({ outcome: 'BLOCKED', detail: 'no repair', whoCanAct: 'the owner', plan });
    const lines = format([record], new Map([[ID.arn, FULL]]))
      .trim()
      .split('\n');
    expect(lines.map((line) => line.replace(/^(#|\/\/) /, ''))).toEqual([
      'audit (us-east-1): BLOCKED',
      'no repair',
      String.raw`log-group-not-set: it records\u000adata events`,
      'This needs action by the owner.',
    ]);
  });

  test('a trail that cannot be read is a comment', () => {
    const facts = { ...FULL, trail: unread('denied') };
    expect(format(...planned([facts, [start]]))).toMatch(/could not read the trail, so it cannot declare it\.\n$/);
  });

  test('a trail that stays stopped is declared as stopped, and the text says so', () => {
    const text = format(...created({ ...FULL, status: read({ isLogging: false }) }));
    expect(text).toMatch(/(enable_logging += false|IsLogging: false|isLogging: false)/);
    expect(text).toContain('The trail does not log, and stays so.');
  });

  test('a trail that the plan starts is declared as started', () => {
    const facts = { ...FULL, status: read({ isLogging: false }) };
    const text = format(...planned([facts, [start, ...newIntegration(facts)]]));
    expect(text).toMatch(/(enable_logging += true|IsLogging: true|isLogging: true)/);
    expect(text).not.toContain('stays so');
  });

  test('a plan that only starts the trail keeps its log group and its role', () => {
    const text = format(...planned([factsWith({ status: read({ isLogging: false }) }), [start]]));
    expect(text).toContain(`"${PERFECT_TRAIL.logGroupArn}"`);
    expect(text).toContain(`"${PERFECT_TRAIL.roleArn}"`);
    expect(text).not.toMatch(/aws_iam_role|IAM::Role|CfnRole|log_group"|LogGroup"/);
  });

  test('a log group has its key, and no boundary is invented', () => {
    const key = `arn:aws:kms:${ID.region}:${ID.account}:key/1`;
    const steps = newIntegration(FULL, { logGroupKmsKeyArn: key, deliveryRoleBoundaryArn: '' });
    const text = format(...planned([FULL, steps]));
    expect(text).toMatch(new RegExp(`kms_?key_?id[=: ]+"${key}"`, 'i'));
    expect(text).not.toMatch(/permissions_?boundary +[=:]/i);
    expect(text).toContain('no permissions boundary');
  });

  test('the role of a stack is named, and not declared', () => {
    const arn = `arn:aws:iam::${ID.account}:role/Trailmend-DeliveryRole-1`;
    const text = format(...planned([FULL, integrationWithRoleOfStack(FULL, arn)]));
    expect(text).toMatch(new RegExp(`cloud_?watch_?logs_?role_?arn[=: ]+"${arn}"`, 'i'));
    expect(text).not.toMatch(/aws_iam_role|IAM::Role|CfnRole/);
  });

  test('two trails have different names', () => {
    const ids = ['a.b', 'a_b', 'a-b'].map((name) => ({ ...ID, name, arn: ID.arn.replace('audit', name) }));
    const text = format(...planned(...ids.map((id) => [{ ...FULL, id }, newIntegration({ ...FULL, id })] as const)));
    const names = text.match(
      /(?<=resource "aws_cloudtrail" ")[^"]+|^ {2}\w+Trail(?=:$)|(?<=new CfnTrail\(this, ")\w+/gm,
    );
    expect(new Set(names).size).toBe(3);
  });

  test('the metric filters are declared', () => {
    const metric = { metricName: 'Root', metricNamespace: 'CIS', metricValue: '1' };
    const input = {
      logGroupName: ourGroup().name,
      filterName: 'root',
      filterPattern: '{ $.userIdentity.type = "Root" }',
      metricTransformations: [metric],
    };
    const filter: Step = { operation: 'PutMetricFilter', input, needs: [], repairs: [] };
    const text = format(...planned([FULL, [...newIntegration(FULL), filter]]));
    expect(text).toContain(String.raw`"{ $.userIdentity.type = \"Root\" }"`);
    expect(text).toMatch(/(aws_cloudwatch_log_metric_filter|AWS::Logs::MetricFilter|CfnMetricFilter)/);
  });
});

test('basic event selectors are declared as they are', () => {
  expect(planTerraform(...created(BASIC))).toContain(
    [
      '  event_selector {',
      '    read_write_type                  = "WriteOnly"',
      '    include_management_events        = true',
      '    exclude_management_event_sources = ["kms.amazonaws.com"]',
      '',
      '    data_resource {',
      '      type   = "AWS::Lambda::Function"',
      '      values = ["arn:aws:lambda"]',
      '    }',
      '  }',
    ].join('\n'),
  );
  expect(planCloudFormation(...created(BASIC))).toMatch(/EventSelectors:\n +- ReadWriteType: "WriteOnly"\n/);
});

describe('what exists', () => {
  test('is imported into Terraform, which leaves what trailmend did not read as it is', () => {
    const text = planTerraform(...planned([BASIC, reusedIntegration(BASIC, '')]));
    const name = ourGroup().name;
    expect(text).toContain(`import {\n  to = aws_cloudwatch_log_group.audit\n  id = "${name}"\n}`);
    expect(text).toContain('import {\n  to = aws_iam_role.audit\n');
    expect(text).toContain('ignore_changes = [kms_key_id, log_group_class, retention_in_days, tags, tags_all]');
    expect(text).toContain('resource "aws_iam_role_policy" "audit"');
    expect(text).toContain(`It uses what exists: the log group ${name} and the role trailmend-audit-`);
  });

  test('gets the retention of the plan', () => {
    const text = planTerraform(...planned([BASIC, reusedIntegration(BASIC, '', 365)]));
    expect(text).toContain('retention_in_days = 365');
    expect(text).toContain('ignore_changes = [kms_key_id, log_group_class, tags, tags_all]');
  });

  test('is named in CloudFormation, which declares what is new', () => {
    const text = planCloudFormation(...planned([BASIC, reusedIntegration(BASIC, '', 365)]));
    expect(text).toContain(`CloudWatchLogsLogGroupArn: "arn:aws:logs:${ID.region}:${ID.account}:log-group:`);
    expect(text).toContain('Type: "AWS::IAM::RolePolicy"');
    expect(text).toMatch(/DependsOn:\n +- "auditDeliveryPolicy"/);
    expect(text).not.toMatch(/AWS::Logs::LogGroup|AWS::IAM::Role"/);
    expect(text).toContain('A stack cannot raise the retention of /trailmend/audit to 365 days');
  });
});

describe('what trailmend did not read', () => {
  const UNREAD = [
    ['its tags', { ...FULL, tags: unread('denied') }, 'tags, tags_all'],
    ['its event selectors', { ...FULL, eventSelectors: unread('denied') }, 'event_selector, advanced_event_selector'],
    ['whether it logs', { ...FULL, status: unread('denied') }, 'enable_logging'],
    ['its Insights selectors', blankedTrail({ hasInsightSelectors: true }), 'insight_selector'],
    [
      'its event selectors',
      { ...FULL, eventSelectors: selecting({ own: { kind: 'basic', json: '[{"Newer":true}]' } }) },
      'event_selector, advanced_event_selector',
    ],
  ] as const;

  test.each(UNREAD)('%s is left as it is', (what, facts, attributes) => {
    const terraform = planTerraform(...created(facts));
    expect(terraform).toContain(`# trailmend did not read ${what}: Terraform ignores them.`);
    expect(terraform).toContain(`  lifecycle {\n    ignore_changes = [${attributes}]\n  }`);
    for (const format of [planCloudFormation, planCdk]) {
      const text = format(...created(facts));
      expect(text).toContain(`trailmend did not read ${what}: a stack could remove them`);
      expect(text).not.toMatch(/Resources:|new Cfn/);
    }
  });
});

describe('names of others', () => {
  test.each(['{{resolve:ssm:secret}}', '$' + '{Token[TOKEN.1]}'])('%s is not declared in a stack', (s3Prefix) => {
    const facts = blankedTrail({ s3Prefix });
    for (const format of [planCloudFormation, planCdk]) {
      const text = format(...created(facts));
      expect(text).toContain('would be evaluated as a reference');
      expect(text).not.toContain(s3Prefix);
    }
    expect(planTerraform(...created(facts))).toContain('s3_key_prefix');
  });
});
