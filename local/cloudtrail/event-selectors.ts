import * as z from 'zod/mini';
import type { Refusal } from './refusal.ts';

const TEXTS = z.optional(z.nullable(z.array(z.string())));
const OPERATORS = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;
const FIELD_SELECTOR = z.object({
  Field: z.string(),
  Equals: TEXTS,
  StartsWith: TEXTS,
  EndsWith: TEXTS,
  NotEquals: TEXTS,
  NotStartsWith: TEXTS,
  NotEndsWith: TEXTS,
});
const BASIC = z.object({
  ReadWriteType: z.optional(z.nullable(z.string())),
  IncludeManagementEvents: z.optional(z.nullable(z.boolean())),
  DataResources: z.optional(
    z.nullable(z.array(z.object({ Type: z.optional(z.string()), Values: z.optional(z.array(z.string())) }))),
  ),
  ExcludeManagementEventSources: TEXTS,
});
const SELECTORS = z.object({
  EventSelectors: z.optional(z.nullable(z.array(BASIC))),
  AdvancedEventSelectors: z.optional(z.nullable(z.array(z.object({ FieldSelectors: z.array(FIELD_SELECTOR) })))),
});

type BasicSelector = z.infer<typeof BASIC>;
type FieldSelector = z.infer<typeof FIELD_SELECTOR>;

/** Fields of advanced selectors for trails. */
const FIELDS: ReadonlySet<string> = new Set([
  'readOnly',
  'eventSource',
  'eventName',
  'eventCategory',
  'eventType',
  'resources.type',
  'resources.ARN',
  'errorCode',
  'sessionCredentialFromConsole',
  'userIdentity.arn',
  'vpcEndpointId',
]);
const READ_WRITE_TYPES = ['All', 'ReadOnly', 'WriteOnly'];
const EXCLUDABLE_SOURCES = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
/** The ARN of one resource of a type, of all of them, or a prefix of objects. */
const DATA_RESOURCES: Readonly<Record<string, RegExp>> = {
  'AWS::S3::Object': /^arn:[\w-]+:s3($|:::[^*]*$)/,
  'AWS::Lambda::Function': /^arn:[\w-]+:lambda($|:[^:*]+:\d{12}:function:[^*]+$)/,
  'AWS::DynamoDB::Table': /^arn:[\w-]+:dynamodb($|:[^:*]+:\d{12}:table\/[^*]+$)/,
};

/**
 * Checks the selectors of PutEventSelectors. The emulator checks their number.
 * Source: CloudTrail API reference, PutEventSelectors (InvalidEventSelectorsException),
 * EventSelector, DataResource, AdvancedFieldSelector;
 * aws-samples/aws-security-reference-architecture-examples issue 335 (message about a value);
 * awsdocs/aws-cloudformation-user-guide pull request 752 (message about a selector that selects
 * nothing). Assumed: the other messages.
 */
export function checkEventSelectors(input: Readonly<Record<string, unknown>>): Refusal | undefined {
  const parsed = z.safeParse(SELECTORS, input);
  if (!parsed.success) return invalid('The event selectors are not valid.');
  const { EventSelectors, AdvancedEventSelectors } = parsed.data;
  const problem = [
    ...(EventSelectors ?? []).map(basicProblem),
    ...(AdvancedEventSelectors ?? []).map(({ FieldSelectors }) => advancedProblem(FieldSelectors)),
  ].find((found) => found !== undefined);
  return problem === undefined ? undefined : invalid(problem);
}

function basicProblem(selector: BasicSelector): string | undefined {
  const resources = selector.DataResources ?? [];
  const type = selector.ReadWriteType ?? 'All';
  if (!READ_WRITE_TYPES.includes(type)) return `Value ${type} for ReadWriteType is invalid.`;
  if (selector.IncludeManagementEvents === false && resources.length === 0) {
    return 'Invalid combination of parameters in EventSelectors. When includeManagementEvents is false, DataResources must not be empty.';
  }
  const source = (selector.ExcludeManagementEventSources ?? []).find((name) => !EXCLUDABLE_SOURCES.includes(name));
  if (source !== undefined) return `Value ${source} for ExcludeManagementEventSources is invalid.`;
  return resources.map(({ Type = '', Values = [] }) => dataResourceProblem(Type, Values)).find(Boolean);
}

function dataResourceProblem(type: string, values: readonly string[]): string | undefined {
  const arn = DATA_RESOURCES[type];
  if (arn === undefined) return `Value ${type} for DataResources.Type is invalid.`;
  const value = values.find((one) => !arn.test(one));
  return value === undefined ? undefined : `Value ${value} for DataResources.Values is invalid.`;
}

function advancedProblem(selectors: readonly FieldSelector[]): string | undefined {
  const valuesOf = (name: string) => selectors.find(({ Field }) => Field === name)?.Equals ?? [];
  const unknown = selectors.find(({ Field }) => !FIELDS.has(Field));
  if (unknown !== undefined) return `Field ${unknown.Field} is invalid.`;
  const empty = selectors.find((selector) => !OPERATORS.some((operator) => (selector[operator] ?? []).length > 0));
  if (empty !== undefined) return `Field ${empty.Field} needs an operator with at least one value.`;
  const category = valuesOf('eventCategory');
  if (category.length !== 1) return 'Field eventCategory must equal exactly one value.';
  if (category[0] === 'Data' && valuesOf('resources.type').length !== 1) {
    return 'Field resources.type must equal exactly one value in a selector of data events.';
  }
  const readOnly = selectors.find(({ Field }) => Field === 'readOnly');
  const isBoolean = (values: readonly string[]) => values.length === 1 && /^(true|false)$/.test(values[0] ?? '');
  return readOnly === undefined || isBoolean(readOnly.Equals ?? [])
    ? undefined
    : 'Field readOnly must equal true or false.';
}

function invalid(message: string): Refusal {
  return { code: 'InvalidEventSelectorsException', message };
}
