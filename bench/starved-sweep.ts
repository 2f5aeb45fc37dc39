import { ENVIRONMENT } from '../lambda/config.ts';
import { MeasuringError, measure } from './child.ts';
import type { Sample } from './sample.ts';
import { serveScene } from './scene-server.ts';
import { FUNCTION_ARN, LARGEST_SCENE } from './sweep-scene.ts';

/**
 * Shares of a core: what Lambda gives to 512 MB (1,769 MB have one core), and much less, as if the
 * machine were busy.
 */
export const CPU_SHARES: readonly number[] = [0.29, 0.05];

/** A sweep with little CPU time. */
export interface StarvedSweep {
  readonly cpuShare: number;
  readonly sample: Sample;
}

/** Measures the first sweep of the largest account in a process that gets little CPU time. */
export async function measureStarvedSweep(
  program: string,
  bundle: string,
  environment: NodeJS.ProcessEnv,
  cpuShare: number,
): Promise<StarvedSweep> {
  const server = await serveScene(LARGEST_SCENE);
  const [, , , region, account = ''] = FUNCTION_ARN.split(':');
  const starved = {
    ...environment,
    AWS_ENDPOINT_URL: server.endpoint,
    [ENVIRONMENT.functionRoleArn]: `arn:aws:iam::${account}:role/trailmend-function/trailmend-function`,
    [ENVIRONMENT.topicArn]: `arn:aws:sns:${region}:${account}:bench`,
  };
  try {
    const parameters = [bundle, JSON.stringify({ kind: 'sweep' })];
    const sample = await measure<Sample>(program, parameters, starved, cpuShare);
    const checked = sample.outcomes.filter((outcome) => outcome === LARGEST_SCENE.outcome).length;
    if (checked === LARGEST_SCENE.trails.length) return { cpuShare, sample };
    throw new MeasuringError(`The starved sweep found ${checked} of ${LARGEST_SCENE.trails.length} trails compliant.`);
  } finally {
    server.close();
  }
}
