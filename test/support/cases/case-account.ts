import * as z from 'zod';
import { type Account, accountSchema } from '../aws/account.ts';
import type { AccountChanges } from './case-file.ts';
import { mergePatch } from './merge-patch.ts';
import { fieldsOf, type Json, type Place, parsed, readJson } from './reading.ts';

/** An account as JSON, before its shape is checked. */
export interface RawAccount {
  readonly trail: Json | null;
  readonly groups: Json;
  readonly roles: Json;
  readonly retentionPolicies: Json;
}

const change = z.nullable(z.looseObject({ like: z.optional(z.string()) }));

/** The account in test/cases/perfect, whose trail is compliant. */
export function perfectAccount(place: Place): RawAccount {
  const [trail, groups, roles] = ['trail', 'groups', 'roles'].map((name) =>
    fieldsOf(readJson(place, `perfect/${name}.json`)),
  );
  return { trail: trail ?? null, groups: groups ?? {}, roles: roles ?? {}, retentionPolicies: {} };
}

/**
 * The account with the changes of a case applied.
 * @throws CaseError when a model that `like` names is missing
 */
export function changedAccount(account: RawAccount, changes: AccountChanges, place: Place): RawAccount {
  const { trail = {}, groups = {}, roles = {}, retentionPolicies = {} } = changes;
  return {
    trail: trail === null ? null : fieldsOf(mergePatch(account.trail, trail)),
    groups: fieldsOf(mergePatch(account.groups, fromModels(groups, place))),
    roles: fieldsOf(mergePatch(account.roles, fromModels(roles, place))),
    retentionPolicies: fieldsOf(mergePatch(account.retentionPolicies, retentionPolicies)),
  };
}

/** @throws CaseError when the account does not have the right shape */
export function accountOf({ trail, ...rest }: RawAccount, { file }: Place): Account {
  const trails = trail === null ? {} : { [String(trail['arn'])]: trail };
  return parsed(accountSchema, { trails, ...rest }, `${file}: the account`);
}

/**
 * Applies a change of another party during a run: copies what the changes name, and nothing else,
 * from `changed`.
 */
export function applyInterference(
  account: Account,
  changed: Account,
  { trail, groups = {}, roles = {}, retentionPolicies }: AccountChanges,
): void {
  if (trail === null) account.trails = {};
  for (const key of Object.keys(trail ?? {})) {
    for (const [arn, changedTrail] of Object.entries(changed.trails)) {
      Object.assign(account.trails[arn] ?? {}, { [key]: changedTrail[key as keyof typeof changedTrail] });
    }
  }
  for (const name of Object.keys(groups)) replace(account.groups, name, changed.groups[name]);
  for (const name of Object.keys(roles)) replace(account.roles, name, changed.roles[name]);
  if (retentionPolicies) account.retentionPolicies = structuredClone(changed.retentionPolicies);
}

/** Applies differences to the model in test/cases/perfect that their `like` names. */
function fromModels(changes: Json, place: Place): Json {
  const entries = Object.entries(changes).map(([name, value]) => {
    const { like, ...differences } = parsed(change, value, `${place.file}: ${name}`) ?? {};
    return [name, like === undefined ? value : mergePatch(readJson(place, `perfect/${like}.json`), differences)];
  });
  return Object.fromEntries(entries);
}

function replace<T>(all: Record<string, T>, name: string, value: T | undefined): void {
  if (value === undefined) delete all[name];
  else all[name] = structuredClone(value);
}
