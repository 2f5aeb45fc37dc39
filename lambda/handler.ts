import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { dispatch, type Response } from './app/dispatch.ts';
import { systemClock } from './app/retry.ts';
import { clientsFor } from './aws/clients.ts';
import { compose } from './compose.ts';
import { configFrom } from './config.ts';
import { checkIdentity } from './self.ts';

const config = configFrom(process.env);
const logger = new Logger({ serviceName: 'trailmend' });
const portsFor = compose({
  config,
  clients: clientsFor(config.region),
  clock: systemClock,
  newId: randomUUID,
  log: logger,
});

/** The part of Lambda's context that the function reads. */
interface LambdaContext {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
  readonly invokedFunctionArn: string;
  readonly logGroupName: string;
}

/** The Lambda handler. */
export async function handler(input: unknown, context: LambdaContext): Promise<Response> {
  // The request id connects each line with Lambda's own lines and metrics.
  logger.appendKeys({ function_request_id: context.awsRequestId });
  const remainingMs = (): number => context.getRemainingTimeInMillis();
  const { invokedFunctionArn: functionArn, logGroupName } = context;
  checkIdentity(config, functionArn);
  return dispatch(input, config, portsFor({ remainingMs, functionArn, logGroupName }));
}
