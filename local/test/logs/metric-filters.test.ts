import { describe, expect, test } from '@jest/globals';
import { parameterChecks } from '../../gate/parameter-checks.ts';
import { checkFilterPattern, testMetricFilter } from '../../logs/metric-filters.ts';
import { callWith, DONE } from '../support/call.ts';

const logs = (operation: string, input: object) =>
  callWith({
    service: 'logs',
    operation,
    input: { ...input },
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` },
  });
const bodyOf = ({ body }: { body: Buffer }) => JSON.parse(body.toString('utf8'));
const DELETES = '{ $.eventName = "Delete*" }';

describe('PutMetricFilter', () => {
  const put = (filterPattern: unknown) =>
    parameterChecks({ 'logs:PutMetricFilter': checkFilterPattern })(
      logs('PutMetricFilter', { logGroupName: 'audit', filterPattern }),
      async () => DONE,
    );

  test.each([DELETES, '', 'ERROR', '[ip, user]', '{ $.size > 1000 }'])('accepts %j', async (pattern) => {
    expect(await put(pattern)).toBe(DONE);
  });

  test.each(['{ $.eventName = "Delete*"', '{ eventName = x }', `{ $.a = ${'x'.repeat(1020)} }`])(
    'refuses %j',
    async (pattern) => {
      const answer = await put(pattern);
      expect([answer.status, bodyOf(answer)]).toEqual([
        400,
        { __type: 'InvalidParameterException', message: 'Invalid metric filter pattern' },
      ]);
    },
  );

  test('needs a pattern', async () => {
    expect(bodyOf(await put(undefined)).__type).toBe('InvalidParameterException');
  });
});

describe('TestMetricFilter', () => {
  const run = async (filterPattern: string, logEventMessages: readonly string[]) => {
    const call = logs('TestMetricFilter', { filterPattern, logEventMessages });
    return testMetricFilter(call, () => Promise.reject(new Error('The emulator does not know it.')));
  };
  const deleted = JSON.stringify({ eventName: 'DeleteTrail' });

  test('returns the matching events by their number, with the fields of the pattern', async () => {
    const answer = await run(DELETES, [JSON.stringify({ eventName: 'CreateTrail' }), deleted, 'not JSON', '{}']);
    expect([answer.status, bodyOf(answer)]).toEqual([
      200,
      { matches: [{ eventNumber: 1, eventMessage: deleted, extractedValues: { '$.eventName': 'DeleteTrail' } }] },
    ]);
  });

  test('with an empty pattern matches every event', async () => {
    expect(bodyOf(await run('', ['anything'])).matches).toHaveLength(1);
  });

  test.each([
    ['ERROR', [deleted]],
    ['{ $.size > 1000 }', [deleted]],
    ['{ $.errorCode != "x" }', [deleted]],
  ])('says that it does not support %s', async (pattern, messages) => {
    const answer = await run(pattern, messages);
    expect([answer.status, bodyOf(answer).__type]).toEqual([400, 'LocalAwsNotSupported']);
  });

  test.each([
    ['{ $.eventName = ', [deleted]],
    [DELETES, []],
    [DELETES, ['']],
    [DELETES, Array.from({ length: 51 }, () => deleted)],
  ])('refuses %j with %j', async (pattern, messages) => {
    expect(bodyOf(await run(pattern, messages)).__type).toBe('InvalidParameterException');
  });

  test('is the only operation that it answers', async () => {
    expect(await testMetricFilter(logs('DescribeMetricFilters', {}), async () => DONE)).toBe(DONE);
  });
});
