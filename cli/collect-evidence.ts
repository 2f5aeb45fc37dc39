import { isoTime } from '../lambda/app/ports.ts';
import { scan } from '../lambda/app/scan.ts';
import { DAY_MS } from '../lambda/core/model/age.ts';
import { formatAwsError } from '../lambda/core/model/aws-result.ts';
import type { TrailFacts } from '../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import type { Account, AccountOptions } from './account.ts';
import type { Collected, History } from './evidence/evidence.ts';
import type { Known } from './evidence/schema.ts';
import type { LookedAtTrail } from './evidence/trail-evidence.ts';
import { keepFacts } from './keep-facts.ts';
import { isOfTrail, type PlannedTrail } from './output/plan.ts';
import { readRecentStreams } from './reads/recent-streams.ts';
import { readStackHistory } from './trail-history.ts';

export interface CollectOptions extends AccountOptions {
  /** How far back the history goes. */
  readonly days: number;
}

/**
 * Reads what the evidence is made from: the state of the trails, and the history of a deployed
 * stack beside it.
 * @param notes why a stack is unread; empty: it is read, or not deployed
 * @throws the first error that is no fact of AWS
 */
export async function collectEvidence(
  account: Account,
  options: CollectOptions & { readonly regions?: readonly string[] },
  notes: readonly string[],
): Promise<Collected> {
  const { session, settings, stack } = account;
  const { regions } = options;
  const now = isoTime(account.ports.clock);
  const { ports, facts } = keepFacts(account.ports);
  const task = { settings, settleSeconds: 0, ownRegions: [session.region], ...(regions && { regions }) };
  const [records, past] = await Promise.all([scan(task, ports), readPast(account, options.days)]);
  const trails = records.filter(isOfTrail);
  const why = notes[0] ?? `no deployed stack found in ${options.stackRegion ?? session.region}`;
  const memories = await memoriesOf(trails, account);
  return {
    now,
    account: session.account,
    ...(regions && { regions }),
    stack: stack
      ? { known: true, value: { name: stack.name, region: stack.region, mode: settings.mode } }
      : { known: false, why },
    history: past ? withMemories(past, memories) : { known: false, why },
    trails: await Promise.all(trails.map((record) => lookedAt(record, facts.get(record.subject.arn), account))),
    others: records.filter((record) => !isOfTrail(record)),
  };
}

async function lookedAt(
  record: PlannedTrail,
  facts: TrailFacts | undefined,
  { session }: Account,
): Promise<LookedAtTrail> {
  return { record, ...(facts && { facts }), streams: await readRecentStreams(session.clients, facts) };
}

interface LoggedPast {
  readonly from: string;
  readonly records: readonly OutcomeRecord[];
}

/** What the function logged. Undefined: there is no stack. */
async function readPast({ stack, session, ports }: Account, days: number): Promise<Known<LoggedPast> | undefined> {
  if (!stack) return undefined;
  const read = await readStackHistory({ session, ports }, stack, days);
  if (!read.ok)
    return { known: false, why: `the log group ${stack.logGroupName} is unread: ${formatAwsError(read.error)}` };
  const { records } = read.value;
  const asked = new Date(ports.clock.now() - days * DAY_MS).toISOString();
  return { known: true, value: { from: records[0]?.time ?? asked, records } };
}

async function memoriesOf(trails: readonly PlannedTrail[], { ports }: Account): Promise<History['memories']> {
  const arns = trails.map(({ subject }) => subject.arn);
  const memories = await ports.ledger.loadAll(arns);
  return new Map(
    arns.flatMap((arn, index) => {
      const memory = memories[index];
      return memory?.read ? [[arn, memory.value]] : [];
    }),
  );
}

function withMemories(past: Known<LoggedPast>, memories: History['memories']): Known<History> {
  return past.known ? { known: true, value: { ...past.value, memories } } : past;
}
