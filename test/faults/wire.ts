import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Point } from './point.ts';

type Client = CloudTrailClient | CloudWatchLogsClient | DynamoDBClient | EventBridgeClient | IAMClient | SNSClient;

/** A stop at a point of a run: the run crashes there, or waits there for another party. */
export interface Stop {
  readonly at: Pick<Point, 'operation' | 'nth'>;
  readonly effect: 'before' | 'after';
  /** Settles when the run continues; never settles after a crash. */
  readonly until: () => Promise<void>;
}

/** A call as it was sent. */
export interface Sent {
  readonly operation: string;
  readonly input: unknown;
  /** AWS returned no error. */
  done: boolean;
}

/**
 * The connection of one instance of the function to AWS. Every request and every response passes
 * through it.
 */
export interface Wire {
  /** The calls sent so far, in order, including the retries of the SDK. */
  readonly sent: readonly Sent[];
  readonly attach: (client: Client) => void;
  /** Settles when no request is pending. A request takes effect even if its sender has crashed. */
  readonly idle: () => Promise<void>;
  /** Blocks all later requests and responses. */
  readonly cut: () => void;
}

/** @param stop the point at which the run stops; none by default */
export function wireWith(stop?: Stop): Wire {
  const sent: Sent[] = [];
  const pending = new Set<Promise<unknown>>();
  let isCut = false;
  const pass = async <T>(operation: string, input: unknown, send: () => Promise<T>): Promise<T> => {
    if (isCut) return never();
    const call: Sent = { operation, input, done: false };
    sent.push(call);
    const nth = sent.filter((other) => other.operation === operation).length;
    const stopped = stop?.at.operation === operation && stop.at.nth === nth ? stop : undefined;
    if (stopped?.effect === 'before') await stopped.until();
    const response = send();
    pending.add(response);
    try {
      const output = await response;
      call.done = true;
      return output;
    } finally {
      pending.delete(response);
      if (stopped?.effect === 'after') await stopped.until();
      if (isCut) await never();
    }
  };
  return {
    sent,
    attach(client) {
      // The clients' stacks differ only in the types of requests and responses.
      (client as CloudTrailClient).middlewareStack.add(
        (next, { commandName = '' }) =>
          (args) =>
            pass(commandName.replace(/Command$/, ''), args.input, () => next(args)),
        // This step runs for each attempt of the SDK. With high priority, it receives errors as
        // exceptions.
        { name: 'wire', step: 'deserialize', priority: 'high' },
      );
    },
    async idle() {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
    cut() {
      isCut = true;
    },
  };
}

export function never(): Promise<never> {
  return new Promise(() => {});
}
