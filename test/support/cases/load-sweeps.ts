import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseSettings, settingsSchema } from './case-file.ts';
import { type CaseRegion, changedRegions } from './case-regions.ts';
import { mergePatch } from './merge-patch.ts';
import { type Place, parsed, readJson } from './reading.ts';
import { type SweepCaseFile, sweepCaseSchema } from './sweep-file.ts';

/** A case of sweeps ready to be played. */
export interface SweepCase extends Omit<SweepCaseFile, 'regions' | 'settings'> {
  /** The file's name without the extension. */
  readonly name: string;
  readonly place: Place;
  readonly regions: ReadonlyMap<string, CaseRegion>;
  readonly settings: CaseSettings;
}

const SWEEPS = 'sweeps';

/**
 * All cases in the folder `sweeps` of a folder of cases, ordered by name.
 * @throws CaseError when a file is not valid
 */
export function loadSweeps(folder: string): readonly SweepCase[] {
  return readdirSync(join(folder, SWEEPS))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((name) => {
      const file = `${SWEEPS}/${name}`;
      return sweepCaseFrom(readJson({ folder, file }, file), { folder, file });
    });
}

/**
 * A case from the content of its file.
 * @throws CaseError when the content is not valid
 */
export function sweepCaseFrom(content: unknown, place: Place): SweepCase {
  const { file } = place;
  const { regions, settings: changes = {}, ...found } = parsed(sweepCaseSchema, content, file);
  const settings = mergePatch(readJson(place, 'perfect/settings.json'), changes);
  return {
    ...found,
    name: file.replace(/^.*\/|\.json$/g, ''),
    place,
    regions: changedRegions(new Map(), regions, place),
    settings: parsed(settingsSchema, settings, `${file}: settings`),
  };
}
