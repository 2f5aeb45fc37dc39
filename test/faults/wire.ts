import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Point } from './point.ts';

type Client = CloudTrailClient | CloudWatchLogsClient | DynamoDBClient | EventBridgeClient | IAMClient | SNSClient;

/** What happens at a point of a run: it ends there as if the process had been killed, or waits there for somebody else. */
export interface Stop {
  readonly at: Pick<Point, 'operation' | 'nth'>;
  readonly effect: 'before' | 'after';
  /** Settles when the run goes on; never, when it has crashed. */
  readonly until: () => Promise<void>;
}

/** A call as it went out. */
export interface Sent {
  readonly operation: string;
  readonly input: unknown;
  /** AWS answered, and with no error. */
  done: boolean;
}

/** The connection of one instance of the function to AWS: sees every request on its way out and every answer on its way in. */
export interface Wire {
  /** The calls sent so far, in order, tries of the SDK included. */
  readonly sent: readonly Sent[];
  readonly attach: (client: Client) => void;
  /** Settles when no request is under way. A request that was sent takes effect, whatever became of its sender. */
  readonly idle: () => Promise<void>;
  /** From now on nothing goes out and nothing comes in. */
  readonly cut: () => void;
}

/** @param stop where the run stops; nowhere by default */
export function wireWith(stop?: Stop): Wire {
  const sent: Sent[] = [];
  const under = new Set<Promise<unknown>>();
  let isCut = false;
  const pass = async <T>(operation: string, input: unknown, send: () => Promise<T>): Promise<T> => {
    if (isCut) return never();
    const call: Sent = { operation, input, done: false };
    sent.push(call);
    const nth = sent.filter((other) => other.operation === operation).length;
    const stopped = stop?.at.operation === operation && stop.at.nth === nth ? stop : undefined;
    if (stopped?.effect === 'before') await stopped.until();
    const answering = send();
    under.add(answering);
    try {
      const answer = await answering;
      call.done = true;
      return answer;
    } finally {
      under.delete(answering);
      if (stopped?.effect === 'after') await stopped.until();
      if (isCut) await never();
    }
  };
  return {
    sent,
    attach(client) {
      // The clients' stacks differ only in the types of what passes through.
      (client as CloudTrailClient).middlewareStack.add(
        (next, { commandName = '' }) =>
          (args) =>
            pass(commandName.replace(/Command$/, ''), args.input, () => next(args)),
        // This step runs for each try of the SDK; first in it, errors are thrown already.
        { name: 'wire', step: 'deserialize', priority: 'high' },
      );
    },
    async idle() {
      while (under.size > 0) await Promise.allSettled(under);
    },
    cut() {
      isCut = true;
    },
  };
}

export function never(): Promise<never> {
  return new Promise(() => {});
}
