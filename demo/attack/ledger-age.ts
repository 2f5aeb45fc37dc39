import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { LEDGER_KEY } from '../../lambda/aws/ledger/table-schema.ts';
import { trailArnOf } from '../trails.ts';
import type { Scene } from './scene.ts';

const DAY_MS = 86_400_000;

/** Moves the notifications of a trail into the past, because nobody waits for days. */
export async function letDaysPass({ administrator, outputs }: Scene, trail: string, days: number): Promise<void> {
  const TableName = outputs['LedgerTableName'];
  const Key = marshall({ [LEDGER_KEY.partition]: trailArnOf(administrator, trail), [LEDGER_KEY.sort]: 'memory' });
  const { Item } = await administrator.dynamoDb.send(new GetItemCommand({ TableName, Key }));
  const { toldOutcome, told } = Item ? unmarshall(Item) : {};
  const aged = JSON.parse(JSON.stringify({ toldOutcome, told }), (_key, value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
      ? new Date(Date.parse(value) - days * DAY_MS).toISOString()
      : value,
  );
  for (const [name, value] of Object.entries(aged)) {
    await administrator.dynamoDb.send(
      new UpdateItemCommand({
        ...{ TableName, Key, UpdateExpression: 'SET #name = :value', ExpressionAttributeNames: { '#name': name } },
        ExpressionAttributeValues: marshall({ ':value': value }),
      }),
    );
  }
}
