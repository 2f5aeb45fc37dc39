import type { Resource } from '../test/infra/synthesis.ts';

/**
 * What AWS charges a month for a resource that nothing uses, in USD. List prices of us-east-1
 * without the free tier. Source: the pricing page of each service, November 2026.
 */
const STANDING: Readonly<Record<string, number>> = {
  // Of one metric, at the standard resolution.
  'AWS::CloudWatch::Alarm': 0.1,
  // For its custom metric, which gets a value in every hour with a sweep.
  'AWS::Logs::MetricFilter': 0.3,
  'AWS::DynamoDB::Table': 0,
  'AWS::Events::Rule': 0,
  'AWS::IAM::ManagedPolicy': 0,
  'AWS::IAM::Policy': 0,
  'AWS::IAM::Role': 0,
  'AWS::Lambda::EventInvokeConfig': 0,
  'AWS::Lambda::Function': 0,
  'AWS::Lambda::Permission': 0,
  'AWS::Logs::LogGroup': 0,
  'AWS::SNS::Topic': 0,
  'AWS::SNS::TopicPolicy': 0,
  'AWS::SQS::Queue': 0,
  'AWS::SQS::QueuePolicy': 0,
  'AWS::Scheduler::Schedule': 0,
  'AWS::Scheduler::ScheduleGroup': 0,
};

/**
 * A sweep of 17 Regions with 85 trails that deliver, at most. test/lambda/app/sweep limits its
 * seconds and its calls.
 */
const SWEEP = { seconds: 3, ledgerReads: 200, ledgerWrites: 20, events: 17, logGigabytes: 20e-6 };
const SWEEPS_A_MONTH = 730;

/** USD for each unit, on arm64, and on demand. */
const PRICES = {
  gigabyteSecond: 0.0000133334,
  ledgerRead: 0.125e-6,
  ledgerWrite: 0.625e-6,
  event: 1e-6,
  logGigabyte: 0.5,
};

/** What a month costs in which no trail changes, in USD. */
export interface IdleCost {
  /** By the types of resources that cost something. */
  readonly standing: Readonly<Record<string, number>>;
  readonly sweeps: number;
  readonly total: number;
}

/**
 * @param resources those that CloudFormation creates, by logical IDs
 * @throws Error for a resource whose price is not in the table
 */
export function idleCost(resources: Readonly<Record<string, Resource>>): IdleCost {
  const standing: Record<string, number> = {};
  for (const [id, { Type }] of Object.entries(resources)) {
    const price = STANDING[Type];
    if (price === undefined) throw new Error(`The price of ${id} (${Type}) is unknown: add it to scripts/idle-cost.ts`);
    if (price > 0) standing[Type] = (standing[Type] ?? 0) + price;
  }
  const memory = Number(resources['RemediatorFunction']?.Properties['MemorySize']) / 1024;
  const sweep =
    SWEEP.seconds * memory * PRICES.gigabyteSecond +
    SWEEP.ledgerReads * PRICES.ledgerRead +
    SWEEP.ledgerWrites * PRICES.ledgerWrite +
    SWEEP.events * PRICES.event +
    SWEEP.logGigabytes * PRICES.logGigabyte;
  const sweeps = sweep * SWEEPS_A_MONTH;
  return { standing, sweeps, total: Object.values(standing).reduce((sum, price) => sum + price, sweeps) };
}
