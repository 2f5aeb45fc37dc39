import type { Call } from '../gate/call.ts';
import { linesOf } from './permissions/index.ts';
import type { Asked, Context } from './permissions/permission.ts';
import type { PolicyStore } from './policy-store.ts';
import type { Look } from './resource-reader.ts';
import { isAskedForAnything } from './simulation.ts';

/** One action on one resource, with the condition keys that the request gives. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly keys: Context;
  /** No table says what the operation is asked for: it cannot be decided. */
  readonly unknown?: true;
}

/**
 * The permissions that a call needs, its own first.
 * @param account the caller's
 */
export async function needsOf(call: Call, account: string, store: PolicyStore, eyes: Look): Promise<readonly Need[]> {
  const { known, lines } = linesOf(call.service, call.operation);
  const [first] = lines;
  if (!known && first !== undefined && !(await isAskedForAnything(first.action))) {
    return [{ action: first.action, resource: '*', keys: {}, unknown: true }];
  }
  const asked = askedBy(call, account, store, eyes);
  const needs = await Promise.all(
    lines.map(async ({ action, on, keys }) => {
      const resources = [(await on(asked)) ?? []].flat();
      if (resources.length === 0) return [];
      const context = (await keys?.(asked)) ?? {};
      return resources.map((resource) => ({ action, resource, keys: context }));
    }),
  );
  return needs.flat();
}

function askedBy(call: Call, account: string, store: PolicyStore, eyes: Look): Asked {
  const [path = '/', search = ''] = call.url.split('?', 2);
  return {
    account,
    region: call.region,
    input: call.input ?? {},
    path: path.split('/').filter(Boolean).map(decoded),
    query: new URLSearchParams(search),
    headers: call.headers,
    role: (name) => store.roleItself(account, name),
    keyOfTopic: eyes.keyOfTopic,
    key: eyes.key,
    isOrganizationTrail: eyes.isOrganizationTrail,
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a client that does not encode a percent sign
  }
}
