import { DeadlineError, until } from '../until.ts';
import type { Deed, When } from './deed.ts';
import type { Notice } from './notices.ts';
import type { Scene } from './scene.ts';

export type Entry = readonly [name: string, deed: Deed];
export type Found = Map<string, { readonly notice: Notice; readonly when: When }>;

/** A run waits 15 seconds for the effect of its event, on a busy machine somewhat longer. */
const EVENT_LIMIT_MS = 60_000;

/**
 * Adds the first message about each deed for which none was found.
 * @param since how many earlier messages do not count
 */
export async function search(
  scene: Scene,
  entries: readonly Entry[],
  since: number,
  when: When,
  found: Found,
): Promise<void> {
  const received = (await scene.notices.received()).slice(since);
  for (const [name, deed] of entries) {
    const known = found.get(name);
    if (known && isForPeople(known.notice)) continue;
    const about = received.filter(isAbout(name, deed));
    const notice = about.find(isForPeople) ?? about[0];
    if (notice) found.set(name, { notice, when: known?.when ?? when });
  }
}

/** Searches until there is a message about each deed that an event has to report, for a minute. */
export async function awaitEvents(scene: Scene, entries: readonly Entry[], since: number, found: Found): Promise<void> {
  const probe = async () => {
    await search(scene, entries, since, 'event', found);
    return (
      entries.every(
        ([name, { reported }]) => reported.when !== 'event' || found.get(name)?.notice.way === reported.way,
      ) || undefined
    );
  };
  await until('A message about each deed', probe, { withinMs: EVENT_LIMIT_MS, signal: scene.signal }).catch(
    (error: Error) => {
      // The sweeps may find it. The result then shows it.
      if (!(error instanceof DeadlineError)) throw error;
    },
  );
}

/** The event bus has a message before the topic. */
function isForPeople({ way }: Notice): boolean {
  return way !== 'event bus';
}

/** The name of a role, in a message of a watch rule, contains that of the trail. */
export function isAbout(name: string, { trail, expected }: Deed): (notice: Notice) => boolean {
  const names = new RegExp(`(?<![\\w-])${name}(?![\\w-])`);
  return ({ way, text }) =>
    expected.test(text) &&
    (trail === 'none' || names.test(text) || (way === 'watch rule' && text.includes(`trailmend-${name}-`)));
}
