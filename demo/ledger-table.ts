import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { LEDGER_KEY } from '../lambda/aws/ledger/table-schema.ts';
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
