import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { functionCalls } from '../../demo/function-calls.ts';
import type { Stage } from '../../demo/scenario.ts';
import { stackRole } from '../../demo/scenarios/stack-role.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { demoStage, recordingScreen } from './demo-stage.ts';

const { screen, lines } = recordingScreen();

let aws: LocalAws;
let stage: Stage;

beforeAll(async () => {
  aws = await startLocalAws();
  stage = await demoStage(aws, stackRole.parameters, screen);
});

afterAll(async () => {
  stage?.subscriber.close();
  await aws?.stop();
});

test('stack-role repairs the trail with the role of the stack, and the function creates no role', async () => {
  expect(await stackRole.run(stage)).toBe(true);
  const text = lines().join('\n');
  expect(text).toMatch(/^done +UpdateTrail$/m);
  expect(text).toMatch(/role\/trailmend-delivery\/\S*StackDeliveryRole/);
  expect(functionCalls(aws).writes.map(({ operation }) => operation)).not.toContain('CreateRole');
});
