import * as z from 'zod/mini';
import { invoke } from '../invoke.ts';
import type { Scene } from './scene.ts';

const SCHEDULES = z.object({ Schedules: z.array(z.object({ Name: z.string(), GroupName: z.string() })) });
const TARGET = z.object({ Target: z.looseObject({ Arn: z.string(), Input: z.optional(z.string()) }) });

/** The schedule of trailmend as EventBridge Scheduler returns it. */
export async function readSchedule({ rest }: Scene): Promise<Readonly<Record<string, unknown>>> {
  const { Schedules } = SCHEDULES.parse(await rest('scheduler', 'GET', '/schedules'));
  const { Name = '', GroupName = '' } = Schedules.find((schedule) => schedule.GroupName === 'trailmend') ?? {};
  return z
    .record(z.string(), z.unknown())
    .parse(await rest('scheduler', 'GET', `/schedules/${Name}?groupName=${GroupName}`));
}

/** Starts what the schedule starts, with its input, and waits for the end. */
export async function runSchedule(scene: Scene): Promise<void> {
  const { Target } = TARGET.parse(await readSchedule(scene));
  const name = Target.Arn.split(':').at(-1) ?? '';
  const input = (Target.Input ?? '{}').replace('<aws.scheduler.scheduled-time>', new Date().toISOString());
  await invoke(scene.aws, name, JSON.parse(input));
}
