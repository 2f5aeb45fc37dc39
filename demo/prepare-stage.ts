import { bootstrap, deploy } from '../local/deploy.ts';
import type { LocalAws } from '../local/local-aws.ts';
import type { Mode, Scenario, Stage } from './scenario.ts';
import type { Screen } from './screen.ts';
import { administratorOf, createEngineer } from './sessions.ts';
import { subscribe } from './subscriber.ts';
import { makeBucket, makeIntegration, makeTrail } from './trails.ts';

/** A trail that logs before the scenario starts: without one, no event reaches EventBridge. */
const BASELINE = 'baseline';
const ENGINEER = 'sam';

/**
 * Prepares an account: a healthy trail, trailmend deployed by the CDK CLI, and subscribers of its
 * topic.
 */
export async function prepareStage(
  scenario: Pick<Scenario, 'parameters'>,
  mode: Mode,
  aws: LocalAws,
  screen: Screen,
  signal: AbortSignal,
): Promise<Stage> {
  const administrator = administratorOf(aws);
  const integration = await screen.step(`Create a log group and a role for CloudTrail in account ${aws.account}`, () =>
    makeIntegration(administrator, BASELINE),
  );
  await screen.step('Run cdk bootstrap', (progress) => bootstrap(aws, { progress, signal }));
  // After the bootstrap, because CloudTrail accepts a role only some seconds after it was created.
  await screen.step(`Create the trail ${BASELINE}, which logs and delivers to CloudWatch Logs`, async () =>
    makeTrail(administrator, BASELINE, await makeBucket(administrator, BASELINE), integration),
  );
  const parameters = { Mode: mode, ...scenario.parameters };
  const settings = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const outputs = await screen.step(`Run cdk deploy Trailmend with ${settings.join(', ')}`, (progress) =>
    deploy(aws, parameters, { progress, signal }),
  );
  const subscriber = await screen.step("Subscribe an HTTP endpoint and an SQS queue to trailmend's topic", () =>
    subscribe(administrator, outputs['TopicArn'] ?? '', signal),
  );
  const engineer = await createEngineer(ENGINEER, aws);
  const functionName = outputs['FunctionName'] ?? '';
  return { aws, mode, administrator, engineer, functionName, outputs, subscriber, screen, signal };
}
