import type { Stage } from '../../demo/scenario.ts';
import type { Screen } from '../../demo/screen.ts';
import { administratorOf, createEngineer } from '../../demo/sessions.ts';
import { subscribe } from '../../demo/subscriber.ts';
import { makeBucket, makeIntegration, makeTrail } from '../../demo/trails.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';

/** A screen, and what it has shown since it was cleared. */
export function recordingScreen() {
  const lines: string[] = [];
  const screen: Screen = {
    step(title, work) {
      lines.push(title);
      return work(() => {});
    },
    section: (title, shown) => void lines.push(title, ...shown),
    line: (text) => void lines.push(text),
  };
  return { screen, lines: (): readonly string[] => lines, clear: () => void lines.splice(0) };
}

/** The stage of the demo in mode fix, without the CDK CLI, which test/e2e/demo.test.ts runs. */
export async function demoStage(
  aws: LocalAws,
  parameters: Readonly<Record<string, string>>,
  screen: Screen,
): Promise<Stage> {
  const administrator = administratorOf(aws);
  const integration = await makeIntegration(administrator, 'baseline');
  await bootstrapAccount(aws);
  const outputs = await deployStack(aws, { Mode: 'fix', ...parameters });
  // Without a trail that logs, no event reaches EventBridge.
  await makeTrail(administrator, 'baseline', await makeBucket(administrator, 'baseline'), integration);
  const { signal } = new AbortController();
  const subscriber = await subscribe(administrator, outputs['TopicArn'] ?? '', signal);
  const engineer = await createEngineer('sam', aws);
  const functionName = outputs['FunctionName'] ?? '';
  return { aws, mode: 'fix', administrator, engineer, functionName, outputs, subscriber, screen, signal };
}
