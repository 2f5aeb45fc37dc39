import { Aws, type CfnCondition, Fn } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';

/** The customer managed key of the ledger and the function's log group, if the account has one. */
export class DataKey {
  /** Valid only where the condition is true. */
  readonly arn: string;
  /** Whether there is a key. */
  readonly isSet: CfnCondition;

  /** @param arn `arn:aws:kms:REGION:ACCOUNT:key/ID`, or empty */
  constructor(arn: string, isSet: CfnCondition) {
    this.arn = arn;
    this.isSet = isSet;
  }

  /** The value of a property that is absent without a key. */
  get arnOrNoValue(): string {
    return Fn.conditionIf(this.isSet.logicalId, this.arn, Aws.NO_VALUE).toString();
  }

  /**
   * What reading and writing an encrypted table needs. CloudWatch Logs uses the key by itself, by
   * the policy of the key.
   * Source: DynamoDB developer guide, "Managing encrypted tables" and "Authorizing use of your
   * customer managed key"; CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using
   * AWS Key Management Service".
   */
  useThroughDynamoDb(): PolicyStatementProps {
    return {
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: [this.arn],
      // In China, names of services end with amazonaws.com.cn.
      conditions: { StringLike: { 'kms:ViaService': `dynamodb.${Aws.REGION}.amazonaws.com*` } },
    };
  }
}
