import { quoted } from './foreign-text.ts';

/** The settings of the function by name, as texts. */
export type OwnSettings = Readonly<Record<string, string>>;

/** What changed: `Regions from "" to "us-east-1"`. A setting that a version lacks is empty. */
export function settingChanges(before: OwnSettings, after: OwnSettings): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .map((name) => [name, before[name] ?? '', after[name] ?? ''] as const)
    .filter(([, old, now]) => old !== now)
    .map(([name, old, now]) => `${name} from ${quoted(old)} to ${quoted(now)}`);
}
