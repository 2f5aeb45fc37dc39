import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { MONITORING_FILTERS } from '../../../../lambda/core/integration/cis-filters.ts';
import { filterPattern } from '../../../../local/logs/filter-pattern.ts';

const FOLDER = join(import.meta.dirname, '../../../metric-filters');
const record = z.looseObject({ eventName: z.string(), eventSource: z.string() });

/** What one filter has to count and to ignore, and where its wording was published. */
const fixture = z.strictObject({
  published: z.optional(z.strictObject({ text: z.string(), source: z.string() })),
  /** Every one of these calls is counted. */
  calls: z.optional(z.strictObject({ eventSource: z.string(), eventNames: z.array(z.string()).check(z.minLength(1)) })),
  counted: z.record(z.string(), record),
  ignored: z.record(z.string(), record).check(z.refine((records) => Object.keys(records).length > 0)),
});

const read = (file: string) => fixture.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
const FILTERS = readdirSync(FOLDER).map((file) => {
  const metric = file.replace('.json', '');
  const found = MONITORING_FILTERS.find((filter) => filter.metric === metric);
  return { metric, pattern: found?.pattern ?? '{$.no = "filter"}', ...read(file) };
});

test('each filter has its file, and each file its filter', () => {
  const files = readdirSync(FOLDER).map((name) => name.replace('.json', ''));
  expect(new Set(files)).toEqual(new Set(MONITORING_FILTERS.map(({ metric }) => metric)));
});

test('the set is the section on monitoring, in its order', () => {
  expect(MONITORING_FILTERS.map(({ metric }) => metric)).toEqual([
    'UnauthorizedCalls',
    'SignInWithoutMfa',
    'RootUse',
    'IamPolicyChanges',
    'CloudTrailChanges',
    'FailedConsoleSignIn',
    'KmsKeyDisabledOrDeleted',
    'S3BucketPolicyChanges',
    'ConfigChanges',
    'SecurityGroupChanges',
    'NetworkAclChanges',
    'NetworkGatewayChanges',
    'RouteTableChanges',
    'VpcChanges',
    'OrganizationChanges',
  ]);
});

test('names and patterns are as CloudWatch Logs takes them', () => {
  for (const filter of MONITORING_FILTERS) {
    expect(filter.name).toMatch(/^trailmend-[A-Za-z0-9]+$/);
    expect(filter.pattern.length).toBeLessThanOrEqual(1024);
  }
});

describe.each(FILTERS)('$metric', ({ metric, pattern, published, calls, counted, ignored }) => {
  const counts = (one: z.infer<typeof record>) => filterPattern(pattern).matches(one);
  const { eventSource, eventNames } = calls ?? { eventSource: '', eventNames: [] };
  const named = eventNames.map((eventName) => [`the call ${eventName}`, { eventSource, eventName }] as const);

  test.each([...Object.entries(counted), ...named])('counts: %s', (_, one) => expect(counts(one)).toBe(true));
  test.each(Object.entries(ignored))('ignores: %s', (_, one) => expect(counts(one)).toBe(false));

  test('is worded as published', () => {
    if (published) expect(pattern).toBe(published.text);
    else expect(metric).toBe('OrganizationChanges');
  });

  // Prowler (its check_cloudwatch_log_metric_filter): each name as a word after the field, in any
  // order.
  test('names the calls as scanners look for them', () => {
    for (const name of eventNames) expect(pattern).toMatch(new RegExp(String.raw`\$\.eventName\s*=\s*"?${name}\b`));
  });
});

// Powerpipe's aws_compliance mod: the service and the eighteen names of the benchmark, in its
// order.
test('changes of an organization are worded as in the benchmark', () => {
  const [found] = FILTERS.filter(({ metric }) => metric === 'OrganizationChanges');
  const names = found?.calls?.eventNames.slice(0, 18) ?? [];
  const clauses = names.map((name) => String.raw`\$\.eventName\s*=\s*"${name}"`);
  const source = String.raw`\$\.eventSource\s*=\s*organizations\.amazonaws\.com`;
  expect(clauses).toHaveLength(18);
  expect(found?.pattern).toMatch(new RegExp([source, ...clauses].join('.+')));
});
