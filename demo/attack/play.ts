import { setTimeout as pause } from 'node:timers/promises';
import { runSweep } from '../sweep.ts';
import { WAIT_LIMIT_MS } from '../until.ts';
import type { Deed, Deeds } from './deed.ts';
import { letDaysPass } from './ledger-age.ts';
import type { Notice } from './notices.ts';
import { type Scene, setMode } from './scene.ts';
import { runSchedule } from './schedule.ts';
import { makeKnownTrail } from './trails.ts';

/** When people were notified: after the event of the deed, or by the nth sweep after it. */
export type When = 'event' | 'sweep 1' | 'sweep 2';

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
/** The function is idle when it has made no call for this time. */
const IDLE_MS = 3_000;
const POLL_MS = 200;

/** Plays every deed in one account: those on trails together, those on trailmend one after another. */
export async function play(scene: Scene, deeds: Deeds): Promise<readonly Result[]> {
  const { screen } = scene;
  const entries = Object.entries(deeds);
  const onTrails = entries.filter(([, { trail }]) => trail !== 'none');
  const later = onTrails.filter(([, { daysLater }]) => daysLater !== undefined);
  const atOnce = onTrails.filter(([, { daysLater }]) => daysLater === undefined);
  const alone = entries.filter(([, { trail }]) => trail === 'none');
  const results: Result[] = [];
  await screen.step('Let trailmend sweep the account', () => sweep(scene));
  // First, because a sweep of few trails is short.
  for (const entry of alone) {
    results.push(...(await screen.step(`Attack: ${entry[1].title}`, () => attack(scene, [entry]))));
    await entry[1].undo?.(scene);
    // Closes the issue, so that the next deed opens one.
    await sweep(scene);
  }
  if (onTrails.length === 0) return results;
  await screen.step(`Create ${onTrails.length} trails, and let trailmend see them`, () => makeTrails(scene, onTrails));
  results.push(...(await screen.step('Attack all trails', () => attack(scene, atOnce))));
  if (later.length > 0) results.push(...(await screen.step('Attack, and let days pass', () => attack(scene, later))));
  // In the order of the table.
  return Object.keys(deeds).flatMap((name) => results.filter((result) => result.name === name));
}

type Entry = readonly [name: string, deed: Deed];

/**
 * Without events, so that trailmend sees the trails as if they were older than itself. In mode fix,
 * so that it creates log groups and roles.
 */
async function makeTrails(scene: Scene, entries: readonly Entry[]): Promise<void> {
  const { aws, mode } = scene;
  if (mode === 'dry-run') await setMode(scene, 'fix');
  aws.disturbEvents([{ does: 'lose' }]);
  for (const [name, { trail = makeKnownTrail }] of entries) if (trail !== 'none') await trail(scene, name);
  await aws.delivered();
  aws.disturbEvents([]);
  await runSweep(scene, [aws.region]);
  await aws.delivered();
  if (mode === 'dry-run') await setMode(scene, mode);
  await runSweep(scene, [aws.region]);
  await idle(scene);
}

/** Makes the deeds, and looks for messages after their events and after each sweep. */
async function attack(scene: Scene, entries: readonly Entry[]): Promise<readonly Result[]> {
  let since = (await scene.notices.received()).length;
  const refused = new Map<string, string>();
  for (const [name, deed] of entries)
    await act(scene, name, deed).catch((error: Error) => refused.set(name, `AWS refused it: ${error.message}`));
  await idle(scene);
  if (entries.some(([, { daysLater }]) => daysLater !== undefined)) {
    await sweep(scene);
    for (const [name, { daysLater = 0 }] of entries) await letDaysPass(scene, name, daysLater);
    since = (await scene.notices.received()).length;
  }
  const found = new Map(await search(scene, entries, since, 'event'));
  for (const when of SWEEPS) {
    const silent = entries.filter(([name]) => !found.has(name));
    if (silent.length === 0) break;
    await sweep(scene);
    for (const [name, notice] of await search(scene, silent, since, when)) found.set(name, notice);
  }
  const received = (await scene.notices.received()).slice(since);
  return Promise.all(
    entries.map(async ([name, deed]) => {
      const about = received.filter(isAbout(name, deed));
      const flaw = refused.get(name) ?? (await deed.flaw?.(scene, name, about));
      const messages = about.filter(({ way }) => way !== 'event bus').length;
      return { name, deed, messages, ...found.get(name), ...(flaw !== undefined && { flaw }) };
    }),
  );
}

async function act(scene: Scene, name: string, { isUnseen, act: commit }: Deed): Promise<void> {
  if (isUnseen) {
    await scene.aws.settled();
    scene.aws.disturbEvents([{ does: 'lose' }]);
  }
  try {
    await commit(scene, name);
    if (isUnseen) await scene.aws.settled();
  } finally {
    if (isUnseen) scene.aws.disturbEvents([]);
  }
}

type Found = readonly [name: string, { readonly notice: Notice; readonly when: When }];

async function search(scene: Scene, entries: readonly Entry[], since: number, when: When): Promise<readonly Found[]> {
  const received = (await scene.notices.received()).slice(since);
  return entries.flatMap(([name, deed]): readonly Found[] => {
    const notice = received.find(isAbout(name, deed));
    return notice === undefined ? [] : [[name, { notice, when }]];
  });
}

/** The name of a role, in a message of a watch rule, contains that of the trail. */
function isAbout(name: string, { trail, expected }: Deed): (notice: Notice) => boolean {
  const names = new RegExp(`(?<![\\w-])${name}(?![\\w-])`);
  return ({ way, text }) =>
    expected.test(text) &&
    (trail === 'none' || names.test(text) || (way === 'watch rule' && text.includes(`trailmend-${name}-`)));
}

/** Starts a sweep as the schedule does. A function that cannot run is a state to report, too. */
async function sweep(scene: Scene): Promise<void> {
  await scene.aws.delivered();
  await runSchedule(scene).catch((error: Error) => scene.screen.line(`  The sweep failed: ${error.message}`));
  await idle(scene);
}

/** Waits until every event is delivered and the function makes no more calls. */
async function idle({ aws }: Scene): Promise<void> {
  await aws.settled();
  const count = () => aws.calls().filter(({ caller }) => caller === 'function').length;
  let [calls, quietSince] = [count(), performance.now()];
  for (const end = performance.now() + WAIT_LIMIT_MS; performance.now() < Math.min(end, quietSince + IDLE_MS); ) {
    await pause(POLL_MS);
    if (count() !== calls) [calls, quietSince] = [count(), performance.now()];
  }
  await aws.settled();
}
