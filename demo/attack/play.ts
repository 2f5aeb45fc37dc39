import { runSweep } from '../sweep.ts';
import type { Deed, Deeds, When } from './deed.ts';
import type { Notice } from './notices.ts';
import { IDLE_ALONE_MS, IDLE_MS, idle, sweep } from './pace.ts';
import { type Scene, setMode } from './scene.ts';
import { awaitEvents, type Entry, type Found, isAbout, search } from './search.ts';
import { makeKnownTrail } from './trails.ts';

/** What a deed led to. */
export interface Result {
  readonly name: string;
  readonly deed: Deed;
  /** Absent: nobody was notified. */
  readonly notice?: Notice;
  readonly when?: When;
  /** Messages to the topic that report the deed. */
  readonly messages: number;
  readonly flaw?: string;
}

const SWEEPS: readonly When[] = ['sweep 1', 'sweep 2'];

/** Plays every deed in one account: those on trails together, the others one after another. */
export async function play(scene: Scene, deeds: Deeds): Promise<readonly Result[]> {
  const { screen } = scene;
  const entries = Object.entries(deeds);
  const onTrails = entries.filter(([, { trail }]) => trail !== 'none');
  const alone = entries.filter(([, { trail }]) => trail === 'none');
  const results: Result[] = [];
  await screen.step('Let trailmend sweep the account', () => sweep(scene, IDLE_ALONE_MS));
  // First, because a sweep of few trails is short.
  for (const entry of alone) {
    const [, { title }] = entry;
    results.push(...(await screen.step(`Attack: ${title}`, () => attack(scene, [entry], IDLE_ALONE_MS))));
    // Closes the issue, so that the next deed opens one.
    await sweep(scene, IDLE_ALONE_MS);
  }
  if (onTrails.length > 0) {
    await screen.step(`Create ${onTrails.length} trails, and let trailmend see them`, () =>
      makeTrails(scene, onTrails),
    );
    results.push(...(await screen.step('Attack all trails', () => attack(scene, onTrails, IDLE_MS))));
  }
  // In the order of the table.
  return Object.keys(deeds).flatMap((name) => results.filter((result) => result.name === name));
}

/**
 * Without events, so that trailmend sees the trails as if they were older than itself. In mode fix,
 * so that it creates log groups and roles.
 */
async function makeTrails(scene: Scene, entries: readonly Entry[]): Promise<void> {
  const { aws, mode } = scene;
  if (mode === 'dry-run') await setMode(scene, 'fix');
  aws.disturbEvents([{ does: 'lose' }]);
  await Promise.all(entries.map(([name, { trail = makeKnownTrail }]) => trail !== 'none' && trail(scene, name)));
  await aws.delivered();
  aws.disturbEvents([]);
  await runSweep(scene, [aws.region]);
  await aws.delivered();
  if (mode === 'dry-run') await setMode(scene, mode);
  for (const [name, { before }] of entries) await before?.(scene, name);
  await runSweep(scene, [aws.region]);
  await idle(scene, IDLE_MS);
}

/** Makes the deeds, and looks for messages after their events and after each sweep. */
async function attack(scene: Scene, entries: readonly Entry[], quietMs: number): Promise<readonly Result[]> {
  const since = (await scene.notices.received()).length;
  const acts = new Map<string, Acted>();
  for (const [name, deed] of entries) acts.set(name, await act(scene, name, deed));
  await scene.aws.settled();
  const found: Found = new Map();
  await awaitEvents(scene, entries, since, found);
  await idle(scene, quietMs);
  await search(scene, entries, since, 'event', found);
  for (const when of SWEEPS) {
    if (entries.every(([name]) => found.has(name))) break;
    await sweep(scene, quietMs);
    await search(scene, entries, since, when, found);
  }
  const received = (await scene.notices.received()).slice(since);
  const results = await Promise.all(
    entries.map(async ([name, deed]) => {
      const about = received.filter(isAbout(name, deed));
      const flaw = acts.get(name)?.refused ?? (await deed.flaw?.(scene, name, about));
      const messages = about.filter(({ way }) => way !== 'event bus').length;
      return { name, deed, messages, ...found.get(name), ...(flaw !== undefined && { flaw }) };
    }),
  );
  for (const { undo } of acts.values()) await undo?.();
  return results;
}

/** What AWS said against a deed, or how to undo it. */
interface Acted {
  readonly refused?: string;
  readonly undo?: () => Promise<unknown>;
}

async function act(scene: Scene, name: string, { isUnseen, act: commit }: Deed): Promise<Acted> {
  if (isUnseen) {
    await scene.aws.settled();
    scene.aws.disturbEvents([{ does: 'lose' }]);
  }
  try {
    const undo = await commit(scene, name);
    if (isUnseen) await scene.aws.settled();
    return typeof undo === 'function' ? { undo: undo as () => Promise<unknown> } : {};
  } catch (error) {
    return { refused: `AWS refused it: ${error instanceof Error ? error.message : error}` };
  } finally {
    if (isUnseen) scene.aws.disturbEvents([]);
  }
}
