import type { Deed, Deeds } from '../deed.ts';
import { BY_RULE } from '../reported.ts';
import type { Scene } from '../scene.ts';
import { readSchedule } from '../schedule.ts';

/** A change of the target of the schedule, and how to undo it. */
function rescheduled(title: string, change: object): Deed {
  const put = ({ rest }: Scene, schedule: Readonly<Record<string, unknown>>) =>
    rest('scheduler', 'PUT', `/schedules/${schedule['Name']}`, schedule);
  return {
    power: 'scheduler',
    title,
    expected: /schedule/,
    reported: BY_RULE,
    trail: 'none',
    async act(scene) {
      const original = await readSchedule(scene);
      await put(scene, { ...original, Target: { ...(original['Target'] as object), ...change } });
      return () => put(scene, original);
    },
  };
}

const functionPath = ({ functionName }: Scene) => `/2015-03-31/functions/${functionName}`;

/** A change of the environment of the function. */
async function setVariables(scene: Scene, change: Readonly<Record<string, string>>): Promise<void> {
  const path = `${functionPath(scene)}/configuration`;
  const { Environment } = (await scene.rest('lambda', 'GET', path)) as Configuration;
  await scene.rest('lambda', 'PUT', path, { Environment: { Variables: { ...Environment.Variables, ...change } } });
}

interface Configuration {
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

const CONCURRENCY = ({ functionName }: Scene) => `/2017-10-31/functions/${functionName}/concurrency`;

export const scheduleDeeds: Deeds = {
  'schedule-input': rescheduled('UpdateSchedule: another input', { Input: '{}' }),
  'schedule-target': rescheduled('UpdateSchedule: another target', {
    Arn: 'arn:aws:lambda:us-east-1:123456789012:function:nothing',
  }),
};

export const functionDeeds: Deeds = {
  'function-exclusions': {
    power: 'lambda',
    title: 'UpdateFunctionConfiguration: every trail excluded',
    expected: /function of trailmend|own settings/i,
    reported: BY_RULE,
    trail: 'none',
    async act(scene) {
      await setVariables(scene, { EXCLUDED_TRAILS: '*' });
      return () => setVariables(scene, { EXCLUDED_TRAILS: '' });
    },
  },
  'function-concurrency': {
    power: 'lambda',
    title: 'PutFunctionConcurrency: 0',
    expected: /function of trailmend/i,
    reported: BY_RULE,
    trail: 'none',
    async act(scene) {
      await scene.rest('lambda', 'PUT', CONCURRENCY(scene), { ReservedConcurrentExecutions: 0 });
      return () => scene.rest('lambda', 'DELETE', CONCURRENCY(scene));
    },
  },
};
