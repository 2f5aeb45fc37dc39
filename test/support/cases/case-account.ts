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
}

const change = z.nullable(z.looseObject({ like: z.optional(z.string()) }));

/** The account of test/cases/perfect, in which nothing is wrong. */
export function perfectAccount(place: Place): RawAccount {
  const [trail, groups, roles] = ['trail', 'groups', 'roles'].map((name) =>
    fieldsOf(readJson(place, `perfect/${name}.json`)),
  );
  return { trail: trail ?? null, groups: groups ?? {}, roles: roles ?? {} };
}

/** The account with a case's changes laid over it. @throws CaseError when a model that `like` names is missing */
export function changedAccount(account: RawAccount, changes: AccountChanges, place: Place): RawAccount {
  const { trail = {}, groups = {}, roles = {} } = changes;
  return {
    trail: trail === null ? null : fieldsOf(mergePatch(account.trail, trail)),
    groups: fieldsOf(mergePatch(account.groups, fromModels(groups, place))),
    roles: fieldsOf(mergePatch(account.roles, fromModels(roles, place))),
  };
}

/** @throws CaseError when the account is not of the right shape */
export function accountOf({ trail, groups, roles }: RawAccount, { file }: Place): Account {
  const trails = trail === null ? {} : { [String(trail['arn'])]: trail };
  return parsed(accountSchema, { trails, groups, roles }, `${file}: the account`);
}

/** Brings into an account what somebody else changed meanwhile: only what the changes name, as it stands in `then`. */
export function bringIn(account: Account, then: Account, { trail, groups = {}, roles = {} }: AccountChanges): void {
  if (trail === null) account.trails = {};
  for (const key of Object.keys(trail ?? {})) {
    for (const [arn, theirs] of Object.entries(then.trails)) {
      Object.assign(account.trails[arn] ?? {}, { [key]: theirs[key as keyof typeof theirs] });
    }
  }
  for (const name of Object.keys(groups)) replace(account.groups, name, then.groups[name]);
  for (const name of Object.keys(roles)) replace(account.roles, name, then.roles[name]);
}

/** Puts the model of test/cases/perfect that `like` names under the differences that stand beside it. */
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
