import { startLocalAws } from '../../local/local-aws.ts';
import type { Mode } from '../scenario.ts';
import type { Screen } from '../screen.ts';
import type { Deeds } from './deed.ts';
import { play, type Result } from './play.ts';
import { prepareScene } from './scene.ts';

/** CloudTrail allows five trails in a Region. The deeds share one account, to take minutes only. */
const MAXIMUM_TRAILS = 100;

/** Plays deeds in a local AWS of their own. */
export async function attack(
  mode: Mode,
  deeds: Deeds,
  screen: Screen,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  const aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: MAXIMUM_TRAILS } });
  try {
    const scene = await prepareScene(aws, mode, screen, signal);
    try {
      return await Promise.race([play(scene, deeds), aws.lost.then((error) => Promise.reject(error))]);
    } finally {
      scene.subscriber.close();
    }
  } finally {
    await aws.stop();
  }
}
