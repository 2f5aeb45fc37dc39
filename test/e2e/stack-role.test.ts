import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { functionCalls } from '../../demo/function-calls.ts';
import type { Stage } from '../../demo/scenario.ts';
import { stackRole } from '../../demo/scenarios/stack-role.ts';
import type { Screen } from '../../demo/screen.ts';
import { administratorOf, createEngineer } from '../../demo/sessions.ts';
import { subscribe } from '../../demo/subscriber.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';

let aws: LocalAws;
let stage: Stage;
const output: string[] = [];
const screen: Screen = {
  step: (title, work) => {
    output.push(title);
    return work(() => {});
  },
  section: (title, lines) => void output.push(title, ...lines),
  line: (text) => void output.push(text),
};

beforeAll(async () => {
  aws = await startLocalAws();
  const administrator = administratorOf(aws);
  await bootstrapAccount(aws);
  // Without a trail that logs, no event reaches EventBridge.
  await makeTrail(administrator, 'baseline', await makeBucket(administrator, 'baseline'));
  const outputs = await deployStack(aws, { Mode: 'fix', ...stackRole.parameters });
  const { TopicArn = '', FunctionName: functionName = '' } = outputs;
  const { signal } = new AbortController();
  const subscriber = await subscribe(administrator, TopicArn, signal);
  const engineer = await createEngineer('sam', aws);
  stage = { aws, mode: 'fix', administrator, engineer, functionName, outputs, subscriber, screen, signal };
});

afterAll(async () => {
  stage?.subscriber.close();
  await aws?.stop();
});

test('stack-role repairs the trail with the role of the stack, and the function calls IAM only to read', async () => {
  expect(await stackRole.run(stage)).toBe(true);
  const text = output.join('\n');
  expect(text).toMatch(/^done +UpdateTrail$/m);
  expect(text).toMatch(/role\/trailmend-delivery\/\S*StackDeliveryRole/);
  expect(functionCalls(aws).writes.map(({ operation }) => operation)).not.toContain('CreateRole');
});
