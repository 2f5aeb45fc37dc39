import { Aws, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LEDGER_EXPIRY, LEDGER_KEY } from '../lambda/aws/ledger/table-schema.ts';
import type { DataKey } from './data-key.ts';
import { FUNCTION_ROLE_ARN } from './function-role.ts';

/**
 * The DynamoDB table that holds the history of each trail. It is retained when the stack is
 * deleted, because it records how trails were configured before they were changed, and deleted when
 * the first deployment fails. CloudFormation generates its name, so that the stack can be deployed
 * again beside a retained table.
 */
export class Ledger extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { dataKey }: { readonly dataKey: DataKey }) {
    super(scope, id);
    this.table = new Table(this, 'Resource', {
      partitionKey: { name: LEDGER_KEY.partition, type: AttributeType.STRING },
      sortKey: { name: LEDGER_KEY.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: LEDGER_EXPIRY,
      resourcePolicy: new PolicyDocument({ statements: [onlyFunctionWrites()] }),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // Without the property, DynamoDB encrypts with a key that it owns, at no charge.
    (this.table.node.defaultChild as CfnTable).sseSpecification = Fn.conditionIf(
      dataKey.isSet.logicalId,
      { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: dataKey.arn },
      Aws.NO_VALUE,
    );
  }
}

/**
 * Denies every principal but the function's role to write items, administrators too. They can still
 * delete the table and its policy, which an event rule reports. Transactions need the same actions.
 * The resource of a table's policy is the table: its ARN would be a reference to the table itself.
 * Source: DynamoDB developer guide, "Using resource-based policies for DynamoDB"; Service
 * Authorization Reference, DynamoDB.
 */
function onlyFunctionWrites(): PolicyStatement {
  return new PolicyStatement({
    sid: 'OnlyTheFunctionWrites',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [
      ...['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
      ...['PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
    ].map((name) => `dynamodb:${name}`),
    resources: ['*'],
    conditions: { ArnNotEquals: { 'aws:PrincipalArn': FUNCTION_ROLE_ARN } },
  });
}
