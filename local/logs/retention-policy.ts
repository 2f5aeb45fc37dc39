import * as z from 'zod/mini';
import type { ParameterRefusal } from '../gate/parameter-checks.ts';
import { parseJson } from '../wire/parse-json.ts';

const DAYS = [30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
const DOCUMENT = z.object({
  retentionInDays: z.union([z.literal('NEVER_EXPIRE'), z.number().check(z.refine((days) => DAYS.includes(days)))]),
  enforcementMode: z.enum(['NEW_ONLY', 'RETROACTIVE']),
});
const PREFIXES = z.array(z.string().check(z.minLength(1))).check(z.minLength(1));
const REQUEST = z.object({
  policyName: z.string().check(z.regex(/^(?!aws\/)./)),
  policyDocument: z.string(),
  scope: z.optional(z.literal('ALL')),
  selectionCriteria: z.optional(z.string()),
});

/** An account policy of type RETENTION_POLICY. */
export interface RetentionPolicy {
  readonly name: string;
  readonly document: string;
  readonly selectionCriteria: string | undefined;
  /** Infinite for NEVER_EXPIRE. */
  readonly days: number;
  /** Log groups that were created before this time are exempt; milliseconds since the epoch. */
  readonly appliesFromMs: number;
  /** The beginnings of the names of the log groups to which it applies. */
  readonly prefixes: readonly string[];
  readonly updatedMs: number;
}

/** A log group as far as retention policies look at it. */
interface Group {
  readonly logGroupName: string;
  readonly creationTime: number;
}

/**
 * Reads the parameters of PutAccountPolicy.
 * Source: CloudWatch Logs API reference, PutAccountPolicy (name, document, periods, modes, prefixes
 * only). Assumed: the messages; the operator of the selection criteria, `LogGroupNamePrefix IN
 * ["…"]`, which the reference shows for metric extraction policies.
 * @param nowMs milliseconds since the epoch
 */
export function retentionPolicy(
  input: Readonly<Record<string, unknown>>,
  nowMs: number,
): RetentionPolicy | ParameterRefusal {
  const request = z.safeParse(REQUEST, input);
  if (!request.success) return refusal('policyName or policyDocument is missing or not valid.');
  const { policyName: name, policyDocument: document, selectionCriteria } = request.data;
  const parsed = z.safeParse(DOCUMENT, parseJson(document));
  if (!parsed.success) return refusal('The policy document is not a valid retention policy.');
  const prefixes = prefixesOf(selectionCriteria);
  if (!prefixes) return refusal('A retention policy supports only the selection criteria LogGroupNamePrefix.');
  const { retentionInDays, enforcementMode } = parsed.data;
  return {
    name,
    document,
    selectionCriteria,
    days: retentionInDays === 'NEVER_EXPIRE' ? Number.POSITIVE_INFINITY : retentionInDays,
    appliesFromMs: enforcementMode === 'RETROACTIVE' ? 0 : nowMs,
    prefixes,
    updatedMs: nowMs,
  };
}

/**
 * The policy that sets the retention of a log group: the longest one that applies, and of equal
 * ones the first.
 * Source: CloudWatch Logs API reference, PutAccountPolicy, "Retention policy".
 * @param policies in the order of their creation
 */
export function policyOf(
  policies: readonly RetentionPolicy[],
  { logGroupName, creationTime }: Group,
): RetentionPolicy | undefined {
  return policies
    .filter(({ prefixes, appliesFromMs }) => {
      return creationTime >= appliesFromMs && prefixes.some((prefix) => logGroupName.startsWith(prefix));
    })
    .reduce<RetentionPolicy | undefined>(
      (longest, policy) => (longest !== undefined && longest.days >= policy.days ? longest : policy),
      undefined,
    );
}

function prefixesOf(selectionCriteria: string | undefined): readonly string[] | undefined {
  if (selectionCriteria === undefined) return [''];
  const list = /^\s*LogGroupNamePrefix\s+IN\s+(\[.*\])\s*$/s.exec(selectionCriteria)?.[1];
  return z.safeParse(PREFIXES, parseJson(list ?? '')).data;
}

function refusal(message: string): ParameterRefusal {
  return { code: 'InvalidParameterException', message };
}
