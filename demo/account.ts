import { bootstrap, deploy } from '../local/deploy.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { administratorOf, engineerNamed } from './callers.ts';
import type { Mode, Scenario, Stage } from './scenario.ts';
import type { Screen } from './screen.ts';
import { subscribe } from './subscriber.ts';
import { makeBucket, makeIntegration, makeTrail } from './trails.ts';

/** The trail that an organization has already: events reach EventBridge only where some trail logs. */
const BASELINE = 'baseline';
/** Who makes and breaks trails. */
const ENGINEER = 'sam';

/** Makes an account as scenarios find it: a trail that is all right, and trailmend deployed by the CDK CLI. */
export async function stageFor(
  scenario: Scenario,
  mode: Mode,
  aws: LocalAws,
  screen: Screen,
  signal: AbortSignal,
): Promise<Stage> {
  const administrator = administratorOf(aws);
  const integration = await screen.step(`account ${aws.account}, with a log group and a role for CloudTrail`, () =>
    makeIntegration(administrator, BASELINE),
  );
  await screen.step('cdk bootstrap', (progress) => bootstrap(aws, { progress, signal }));
  // Only now: CloudTrail takes a role some seconds after it was made.
  await screen.step(`the trail ${BASELINE}, that logs and is integrated`, async () =>
    makeTrail(administrator, BASELINE, await makeBucket(administrator, BASELINE), integration),
  );
  const parameters = { Mode: mode, ...scenario.parameters };
  const settings = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const outputs = await screen.step(`cdk deploy Trailmend, ${settings.join(', ')}`, (progress) =>
    deploy(aws, parameters, { progress, signal }),
  );
  const subscriber = await screen.step('two subscribers of its topic: people by HTTP, machines by a queue', () =>
    subscribe(administrator, outputs['TopicArn'] ?? '', signal),
  );
  const engineer = await engineerNamed(ENGINEER, aws);
  const functionName = outputs['FunctionName'] ?? '';
  return { aws, mode, administrator, engineer, functionName, subscriber, screen, signal };
}
