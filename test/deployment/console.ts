import { join } from 'node:path';
import {
  type Capability,
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { until } from '../../demo/until.ts';
import { bundle } from '../../infra/bundle.ts';
import { oneFileTemplates, type Templates } from '../../infra/one-file.ts';
import { FINISHED_PATTERN } from '../../infra/sweeps.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';

/** An account and Region of the local AWS. */
export type Place = Pick<LocalAws, 'endpoint' | 'account' | 'region'>;
type Values = Readonly<Record<string, string>>;

/** What `npm run template` writes. */
export function builtTemplates(): Promise<Templates> {
  // CDK's own checks take seconds: test/judges runs cfn-lint.
  process.env['CDK_VALIDATION'] = 'false';
  return inTemporaryFolder(async (folder) =>
    oneFileTemplates(await bundle(join(folder, 'function')), join(folder, 'cdk.out')),
  );
}

/** Of the administrator of an account: its number, as the local AWS takes it. */
export const keysOf = (account: string) => ({ accessKeyId: account, secretAccessKey: 'test' });

/** Creates, updates and deletes stacks as the CloudFormation console does, from its bucket. */
export class Console {
  readonly #client: CloudFormationClient;
  readonly #templates: string;

  constructor({ endpoint, account, region }: Place) {
    this.#client = new CloudFormationClient({ endpoint, region, credentials: keysOf(account) });
    this.#templates = `${endpoint}/${bucketOf(account)}`;
  }

  /** @returns the last status of the stack */
  async create(StackName: string, template: string, values: Values = {}): Promise<string> {
    await this.#client.send(new CreateStackCommand({ StackName, ...this.#input(template), Parameters: given(values) }));
    return this.#settled(StackName);
  }

  /**
   * Updates a stack to another template. Parameters without a new value keep the previous one.
   * @returns the last status of the stack
   */
  async update(StackName: string, template: string, values: Values = {}): Promise<string> {
    const kept = Object.keys(await this.parametersOf(StackName)).filter((name) => !(name in values));
    const previous = kept.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));
    const Parameters = [...previous, ...given(values)];
    await this.#client.send(new UpdateStackCommand({ StackName, ...this.#input(template), Parameters }));
    return this.#settled(StackName);
  }

  async delete(StackName: string): Promise<void> {
    await this.#client.send(new DeleteStackCommand({ StackName }));
    const deleted = async () => ((await this.#described(StackName)) === undefined ? true : undefined);
    await until(`The end of the deletion of ${StackName}`, deleted, { withinMs: WAIT_LIMIT_MS });
  }

  /** The values of the parameters. */
  async parametersOf(StackName: string): Promise<Values> {
    const { Parameters = [] } = (await this.#described(StackName)) ?? {};
    return Object.fromEntries(
      Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
    );
  }

  async outputsOf(StackName: string): Promise<Values> {
    const { Outputs = [] } = (await this.#described(StackName)) ?? {};
    return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  }

  /** The physical IDs by logical IDs. */
  async resourcesOf(StackName: string): Promise<Values> {
    const { StackResourceSummaries = [] } = await this.#client.send(new ListStackResourcesCommand({ StackName }));
    return Object.fromEntries(
      StackResourceSummaries.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
        LogicalResourceId,
        PhysicalResourceId,
      ]),
    );
  }

  /** The logical IDs of the resources that failed, each with the reason. */
  async failuresOf(StackName: string): Promise<Values> {
    const { StackEvents = [] } = await this.#client.send(new DescribeStackEventsCommand({ StackName }));
    return Object.fromEntries(
      StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED').map(
        ({ LogicalResourceId = '', ResourceStatusReason = '' }) => [LogicalResourceId, ResourceStatusReason],
      ),
    );
  }

  #input(template: string) {
    const Capabilities: Capability[] = ['CAPABILITY_NAMED_IAM'];
    return { TemplateURL: `${this.#templates}/${template}`, Capabilities };
  }

  /** The status of a stack when nothing is in progress. */
  #settled(StackName: string): Promise<string> {
    const settled = async () => {
      const status = (await this.#described(StackName))?.StackStatus ?? '';
      return status.endsWith('_IN_PROGRESS') ? undefined : status;
    };
    return until(`The end of the change of ${StackName}`, settled, { withinMs: WAIT_LIMIT_MS });
  }

  async #described(StackName: string) {
    const { Stacks = [] } = await this.#client.send(new DescribeStacksCommand({})).catch(() => ({ Stacks: [] }));
    return Stacks.find((stack) => stack.StackName === StackName);
  }
}

function given(values: Values) {
  return Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

const bucketOf = (account: string) => `templates-${account}`;

/** Puts templates where the console of an account would put them. */
export async function upload({ endpoint, account, region }: Place, templates: Values): Promise<void> {
  const s3 = new S3Client({ region, endpoint, credentials: keysOf(account), forcePathStyle: true });
  const Bucket = bucketOf(account);
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const [Key, Body] of Object.entries(templates)) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

/** How many sweeps of all Regions a function has finished, by its log. */
export async function finishedSweeps(client: CloudWatchLogsClient, logGroupName: string | undefined): Promise<number> {
  const input = { logGroupName, filterPattern: FINISHED_PATTERN };
  const pages = await Array.fromAsync(paginateFilterLogEvents({ client }, input));
  return pages.flatMap(({ events = [] }) => events).length;
}
