import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../lambda/config.ts';
import { DATA_KEY } from './acknowledgments.ts';
import type { DataKey } from './data-key.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

/** One value for each environment variable that the function reads. */
export type RemediatorSettings = Readonly<Record<keyof typeof ENVIRONMENT, string>>;

export interface RemediatorProps {
  /** The bundled function, as an asset or as inline code. Its handler is `index.handler`. */
  readonly code: Code;
  readonly role: IRole;
  /** Gets the permissions to write the log and to send to the queue. */
  readonly grantee: IGrantable;
  readonly settings: RemediatorSettings;
  /** `arm64` or `x86_64`. */
  readonly architecture: string;
  readonly dataKey: DataKey;
}

/**
 * The function that repairs trails, its log group, and the queue for events that it failed to
 * process.
 */
export class Remediator extends Construct {
  readonly lambda: LambdaFunction;
  readonly failures: Queue;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, { code, role, grantee, settings, architecture, dataKey }: RemediatorProps) {
    super(scope, id);
    this.failures = deadLetterQueue(this, 'FailureQueue');
    this.log = new LogGroup(this, 'Log', {
      // The log records what was changed and why. It is kept as long as the events of trails are by
      // default, and retained when the stack is deleted.
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    (this.log.node.defaultChild as CfnLogGroup).kmsKeyId = dataKey.arnOrNoValue;
    Validations.of(Stack.of(this)).acknowledge(...DATA_KEY);
    this.log.grantWrite(grantee);
    // CDK's own destination would grant more: Lambda only sends messages.
    this.failures.grant(grantee, 'sqs:SendMessage');
    this.lambda = new LambdaFunction(this, 'Function', {
      description: 'Repairs CloudTrail trails that do not deliver to CloudWatch Logs',
      code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.custom(architecture),
      memorySize: 512,
      // The Lambda maximum. The settle time (60 s) and two minutes of retries each for the first
      // writes and for UpdateTrail add up, and a deleted log group may have had several trails.
      timeout: Duration.minutes(15),
      role,
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      environment: environmentVariables(settings),
      onFailure: { bind: () => ({ destination: this.failures.queueArn }) },
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
    });
  }
}

function environmentVariables(settings: RemediatorSettings): Record<string, string> {
  const keys = Object.keys(ENVIRONMENT) as (keyof typeof ENVIRONMENT)[];
  return Object.fromEntries(keys.map((key) => [ENVIRONMENT[key], settings[key]]));
}
