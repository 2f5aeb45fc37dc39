import { expect, test } from '@jest/globals';
import { parameterChecks } from '../../gate/parameter-checks.ts';
import { callWith, DONE } from '../support/call.ts';

const checks = parameterChecks({
  'cloudtrail:UpdateTrail': ({ Name }) => (Name === 'bad' ? { code: 'Bad', message: 'a bad name' } : undefined),
});
const answerTo = (changes: Parameters<typeof callWith>[0]) => checks(callWith(changes), async () => DONE);

test('refuses what the check of the operation refuses', async () => {
  const { status, body } = await answerTo({ input: { Name: 'bad' } });
  expect([status, JSON.parse(body.toString('utf8'))]).toEqual([400, { __type: 'Bad', message: 'a bad name' }]);
});

test.each([{ input: { Name: 'good' } }, {}, { operation: 'StartLogging', input: { Name: 'bad' } }])(
  'passes %j on',
  async (changes) => expect(await answerTo(changes)).toBe(DONE),
);
