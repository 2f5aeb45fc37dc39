import type { Scenario } from '../scenario.ts';
import { blanked } from './blanked.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { controlTower } from './control-tower.ts';
import { danglingGroup } from './dangling-group.ts';
import { excluded } from './excluded.ts';
import { missing } from './missing.ts';
import { stopped } from './stopped.ts';
import { tampering } from './tampering.ts';

/** Every story of the demo, by the name that `--scenario` takes. */
export const SCENARIOS = {
  missing,
  blanked,
  stopped,
  'dangling-group': danglingGroup,
  'bucket-policy': bucketPolicy,
  excluded,
  'control-tower': controlTower,
  tampering,
} satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
