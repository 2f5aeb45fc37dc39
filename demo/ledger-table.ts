import {
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  GetItemCommand,
  ListTablesCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { LEDGER_KEY } from '../lambda/aws/ledger/table-schema.ts';
import type { Stage } from './scenario.ts';
import type { AwsSession } from './sessions.ts';

/** Creates a table with the keys of the stack's ledger. @returns its name */
export async function makeLedgerTable({ dynamoDb }: AwsSession, name: string): Promise<string> {
  const { partition, sort } = LEDGER_KEY;
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        { AttributeName: sort, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: partition, AttributeType: 'S' },
        { AttributeName: sort, AttributeType: 'S' },
      ],
    }),
  );
  return name;
}

/**
 * Writes attributes into what the ledger of a stage remembers about a trail, as an attacker would:
 * first the attacker takes away the policy of the table, which denies it.
 */
export async function plant(
  { account, region, dynamoDb }: AwsSession,
  { outputs }: Pick<Stage, 'outputs'>,
  trailArn: string,
  attributes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const ResourceArn = `arn:aws:dynamodb:${region}:${account}:table/${outputs['LedgerTableName']}`;
  await dynamoDb.send(new DeleteResourcePolicyCommand({ ResourceArn }));
  for (const [name, value] of Object.entries(attributes)) {
    await dynamoDb.send(
      new UpdateItemCommand({
        TableName: outputs['LedgerTableName'],
        Key: { [LEDGER_KEY.partition]: { S: trailArn }, [LEDGER_KEY.sort]: { S: 'memory' } },
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: marshall({ ':value': value }),
      }),
    );
  }
}

/**
 * Moves the first look at late deliveries of a trail into the past, because a demo does not wait
 * for an hour.
 * @throws Error when the ledger knows no late delivery of the trail
 */
export async function letTimePass({ dynamoDb }: AwsSession, trailArn: string, milliseconds: number): Promise<void> {
  const Key = { [LEDGER_KEY.partition]: { S: trailArn }, [LEDGER_KEY.sort]: { S: 'memory' } };
  const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand({}));
  for (const TableName of TableNames) {
    const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key }));
    const since = Item?.['lateDelivery']?.M?.['since']?.S;
    if (since === undefined) continue;
    const earlier = new Date(Date.parse(since) - milliseconds).toISOString();
    await dynamoDb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #lateDelivery.#since = :earlier',
        ExpressionAttributeNames: { '#lateDelivery': 'lateDelivery', '#since': 'since' },
        ExpressionAttributeValues: { ':earlier': { S: earlier } },
      }),
    );
    return;
  }
  throw new Error(`The ledger knows no late delivery of ${trailArn}`);
}
