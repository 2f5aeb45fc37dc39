import * as z from 'zod/mini';
import type { IssueChanges, IssueMemory } from '../../core/model/issue-memory.ts';
import type { KnownTrails, MemoryChanges, TrailMemory } from '../../core/model/memory.ts';
import type { OwnSettings } from '../../core/model/own-settings.ts';
import type { Posture } from '../../core/model/posture.ts';
import type { Probe } from '../../core/model/probe.ts';
import { failed, type Result, succeeded } from '../../core/model/result.ts';
import { trailSubject } from '../../core/model/subject.ts';
import { parseTrailArn } from '../../core/model/trail-id.ts';
import type { Item } from './expressions.ts';
import { issuesItem, memoryItem, probeItem, settingsItem, trailsItem } from './item-schemas.ts';

/** The memory in a trail's item, or why this version does not understand it. */
export function memoryFrom(item: Item): Result<TrailMemory, string> {
  const { owed, ...gathered } = gather(item, ['told', 'owed', 'repeat']);
  const upgraded = Object.fromEntries(Object.entries(Object(owed)).map(([id, record]) => [id, upgradeRecord(record)]));
  return parseItem(memoryItem, { ...gathered, owed: upgraded }, toMemory);
}

/** The probe of a Region; undefined if trailmend removed it. */
export function probeFrom(item: Item): Result<Probe | undefined, string> {
  return parseItem(probeItem, item, ({ version: _, hash, ...times }) =>
    hash === undefined ? undefined : { hash, ...times },
  );
}

export function settingsFrom(item: Item): Result<OwnSettings, string> {
  return parseItem(settingsItem, item, ({ settings }) => settings);
}

export function issuesFrom(item: Item): Result<IssueMemory, string> {
  return parseItem(issuesItem, gather(item, ['issue', 'claim']), ({ version: _, issue, claim, ...same }) => ({
    ...same,
    open: issue,
    claims: claim,
  }));
}

export function knownTrailsFrom(item: Item): Result<KnownTrails, string> {
  return parseItem(trailsItem, gather(item, ['trail']), ({ trail }) => trail);
}

/** The attributes of changes. Each notification has its own, so that two runs can add theirs. */
export function memoryAttributes(changes: MemoryChanges): Item {
  const {
    lease,
    lastNotified,
    acceptedTarget,
    awaitingVerification,
    notified: told,
    repeats,
    pending,
    ...same
  } = changes;
  const renamed = {
    lease: lease && { holder: lease.holder, until: lease.until, dirty: lease.recheckRequested, begun: lease.intent },
    toldOutcome: lastNotified,
    lastKnownGood: acceptedTarget,
    former: changes.posture && null,
    awaitingProof: awaitingVerification,
  };
  const changed = Object.entries({ ...same, ...renamed }).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(changed),
    ...spread('told', told),
    ...spread('repeat', repeats),
    ...spread('owed', pending),
  };
}

export function issueAttributes({ open, claims, ...same }: IssueChanges): Item {
  return { ...same, ...spread('issue', open), ...spread('claim', claims) };
}

export function knownTrailAttributes(changes: Readonly<Record<string, string | null>>): Item {
  return spread('trail', changes);
}

export function parseItem<T, U>(schema: z.ZodMiniType<T>, item: Item, read: (parsed: T) => U): Result<U, string> {
  const parsed = schema.safeParse(item);
  return parsed.success ? succeeded(read(parsed.data)) : failed(z.prettifyError(parsed.error));
}

function toMemory(item: z.infer<typeof memoryItem>): TrailMemory {
  const {
    version: _,
    lease,
    told,
    repeat,
    owed,
    toldOutcome,
    lastKnownGood,
    former,
    posture,
    awaitingProof,
    ...same
  } = item;
  return {
    ...same,
    notified: told,
    ...(Object.keys(repeat).length > 0 && { repeats: repeat }),
    pending: Object.values(owed).toSorted((one, other) => (one.time < other.time ? -1 : 1)),
    ...(lease && {
      lease: { holder: lease.holder, until: lease.until, recheckRequested: lease.dirty, intent: lease.begun },
    }),
    ...(toldOutcome && { lastNotified: toldOutcome }),
    ...(lastKnownGood && { acceptedTarget: lastKnownGood }),
    ...(posture ? { posture } : former && { posture: postureFrom(former) }),
    ...(awaitingProof && { awaitingVerification: awaitingProof }),
  };
}

/** Earlier versions saved the settings of a healthy trail, and not which events it recorded. */
function postureFrom({ seen, trail, tags }: NonNullable<z.infer<typeof memoryItem>['former']>): Posture {
  const hasDefaults = !trail.hasCustomEventSelectors;
  const recording = hasDefaults ? ({ writes: 'all', reads: 'all', excludedSources: [] } as const) : undefined;
  return { since: seen, trail, ...(tags && { tags }), ...(recording && { recording }) };
}

/** Records of version 1 have no subject: they are about the trail of `trailArn`. */
function upgradeRecord(record: unknown): unknown {
  const { version: written, trailArn } = Object(record);
  const id = written === 1 && typeof trailArn === 'string' ? parseTrailArn(trailArn) : undefined;
  return id ? { ...Object(record), version: 2, subject: trailSubject(id) } : record;
}

/** Collects the attributes `NAME:KEY` of an item in an object under NAME. */
export function gather(item: Item, names: readonly string[]): Item {
  const entriesOf = (name: string): Item => {
    const prefix = `${name}:`;
    const own = Object.entries(item).filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
  };
  return { ...item, ...Object.fromEntries(names.map((name) => [name, entriesOf(name)])) };
}

/** The attributes `NAME:KEY` of the entries of an object. */
export function spread(name: string, entries: Item = {}): Item {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [`${name}:${key}`, value]));
}
