import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Ledger } from '../lambda/app/ledger.ts';
import { systemClock } from '../lambda/app/retry.ts';
import { trustedLedger } from '../lambda/app/trusted-ledger.ts';
import { callAws } from '../lambda/aws/call.ts';
import { clientsFor } from '../lambda/aws/clients.ts';
import { ledgerIn } from '../lambda/aws/ledger/ledger-table.ts';
import { itemsIn } from '../lambda/aws/ledger/table.ts';
import { type Config, configFrom } from '../lambda/config.ts';
import { type AwsResult, formatAwsError } from '../lambda/core/model/aws-result.ts';
import type { Fact } from '../lambda/core/model/fact.ts';
import { foreign } from '../lambda/core/model/foreign-text.ts';
import { UserError } from './errors.ts';
import { WITHOUT_MEMORY } from './noted-ledger.ts';
import { readStacks, type StackValues, stackValues } from './reads/stacks.ts';

/** Which stack a command reads, as its options say. */
export interface StackOptions {
  /** The name of the stack. Absent: that of the hub in the Region, if there is one. */
  readonly stack?: string;
  /** Absent: the Region of the session. */
  readonly stackRegion?: string;
}

/** A deployed stack of trailmend, and what its function remembers. */
export interface DeployedStack extends StackValues {
  readonly name: string;
  readonly region: string;
  /** The environment variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the function, as its environment variables say. */
  readonly config: Config;
  /** The name of the log group of the function. */
  readonly logGroupName: string;
  readonly ledger: Ledger;
}

/** The stack, if there is one, and what a command could not read of it. */
export interface FoundStack {
  readonly stack?: DeployedStack;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** Stack sets and people choose others. */
const USUAL_NAME = 'Trailmend';

/**
 * Finds the stack of trailmend, with the configuration and the ledger of its function. Without a
 * permission to look, a command works as without a stack, and says so.
 * @throws UserError when the options name a stack that is not there, or is not trailmend's
 */
export async function findDeployedStack(options: StackOptions, ownRegion: string): Promise<FoundStack> {
  const { stack: name, stackRegion: region = ownRegion } = options;
  const isNamed = name !== undefined || options.stackRegion !== undefined;
  const described = await (name === undefined ? describeHub(region) : describeStack(name, region));
  const shown = name === undefined ? 'of trailmend' : foreign(name);
  if (!described.read) {
    if (isNamed) throw new UserError(`AWS did not return the stack ${shown}: ${described.why}`);
    return withoutStack(described.why);
  }
  const { FunctionName: functionName, LedgerTableName: table } = described.value?.outputs ?? {};
  if (!described.value || !functionName || !table) {
    if (!isNamed) return { notes: [] };
    const why = described.value ? 'is no stack of trailmend' : `is not in ${region}`;
    throw new UserError(`The stack ${shown} ${why}. Use --stack and --stack-region.`);
  }
  const read = await readFunction(functionName, region);
  if (!read.ok) return withoutStack(formatAwsError(read.error));
  const ledger = trustedLedger(ledgerIn(itemsIn(clientsFor(region), table, systemClock.sleep)), systemClock);
  const known = await ledger.loadSettings();
  const stack = { region, ...described.value, ...read.value, ledger };
  return { stack, notes: known.read ? [] : [`The ledger ${table} is unread (${known.why}). ${WITHOUT_MEMORY}`] };
}

function withoutStack(why: string): FoundStack {
  return { notes: [`A deployed stack of trailmend is unread (${why}). ${WITHOUT_MEMORY}`] };
}

/** A stack, as far as a command needs it before it reads the function. */
type DescribedStack = Pick<DeployedStack, 'name' | keyof StackValues>;

/** Lists all stacks only if the one with the usual name is no hub: an account can have many. */
async function describeHub(region: string): Promise<Fact<DescribedStack | undefined>> {
  const described = await describeStack(USUAL_NAME, region);
  if (!described.read || described.value?.outputs['FunctionName']) return described;
  const stacks = await readStacks(region);
  if (!stacks.read) return stacks;
  const hub = stacks.value.find(({ kind, outputs }) => kind === 'hub' && outputs['FunctionName']);
  return { read: true, value: hub };
}

/** Undefined: there is no such stack. */
async function describeStack(name: string, region: string): Promise<Fact<DescribedStack | undefined>> {
  const described = await callAws('DescribeStacks', async () => {
    const client = new CloudFormationClient({ region });
    try {
      const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
      return stack && { name, ...stackValues(stack) };
    } catch (error) {
      // CloudFormation has no error of its own for a stack that does not exist.
      if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
      throw error;
    }
  });
  return described.ok ? { read: true, value: described.value } : { read: false, why: formatAwsError(described.error) };
}

/** What the function is configured to do, and where it logs. */
function readFunction(
  name: string,
  region: string,
): Promise<AwsResult<Pick<DeployedStack, 'config' | 'environment' | 'logGroupName'>>> {
  return callAws('GetFunctionConfiguration', async () => {
    const client = new LambdaClient({ region });
    const { Environment, LoggingConfig } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: name }),
    );
    const environment = Environment?.Variables ?? {};
    const config = configFrom({ ...environment, AWS_REGION: region });
    return { config, environment, logGroupName: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}` };
  });
}
