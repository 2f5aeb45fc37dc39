import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { LEDGER_EXPIRY, LEDGER_KEY } from '../lambda/aws/ledger/table-schema.ts';

/**
 * The DynamoDB table that holds the history of each trail. It is retained when the stack is
 * deleted, because it records how trails were configured before they were changed, and deleted when
 * the first deployment fails. CloudFormation generates its name, so that the stack can be deployed
 * again beside a retained table.
 */
export class Ledger extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Resource', {
      partitionKey: { name: LEDGER_KEY.partition, type: AttributeType.STRING },
      sortKey: { name: LEDGER_KEY.sort, type: AttributeType.STRING },
      // Encrypted with a key that DynamoDB owns, at no charge.
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: LEDGER_EXPIRY,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
