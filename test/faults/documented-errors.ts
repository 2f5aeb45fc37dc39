import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as cloudTrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as sns from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { ErrorForm } from '../../local/wire/error-answer.ts';

/** The services by their signing names, with the SDK client and the form of the errors. */
const CLIENTS = {
  cloudtrail: { folder: 'client-cloudtrail', shapes: cloudTrail, query: false },
  logs: { folder: 'client-cloudwatch-logs', shapes: logs, query: false },
  dynamodb: { folder: 'client-dynamodb', shapes: dynamodb, query: false },
  events: { folder: 'client-eventbridge', shapes: events, query: false },
  iam: { folder: 'client-iam', shapes: iam, query: true },
  sns: { folder: 'client-sns', shapes: sns, query: true },
} as const;

/** The services that the function calls. */
export type Service = keyof typeof CLIENTS;

/** An error shape of the client: the third entry is its name, the fourth its traits. */
const SHAPE = z.tuple(
  [
    z.literal(-3),
    z.string(),
    z.string(),
    z.object({
      error: z.enum(['client', 'server']),
      httpError: z.number().optional(),
      awsQueryError: z.tuple([z.string(), z.number()]).optional(),
    }),
  ],
  z.unknown(),
);

/**
 * Every error that AWS documents for an operation, with its code and status in the response.
 * Source: the SDK's clients, which AWS generates from its service models. A command's `@throws`
 * name its errors, and the client's shapes contain their codes and statuses.
 */
export function documentedErrors(service: Service, operation: string): readonly ErrorForm[] {
  const { folder, shapes, query } = CLIENTS[service];
  const url = new URL(
    `../../node_modules/@aws-sdk/${folder}/dist-types/commands/${operation}Command.d.ts`,
    import.meta.url,
  );
  const names = [...readFileSync(fileURLToPath(url), 'utf8').matchAll(/@throws \{@link (\w+)\} \(/g)].map(
    ([, name]) => name,
  );
  if (names.length === 0) throw new Error(`The SDK documents no error of ${operation}: check ${url.pathname}`);
  return names.map((name) => {
    const [, , shape, { error, httpError, awsQueryError }] = SHAPE.parse(
      (shapes as Record<string, unknown>)[`${name}$`],
    );
    const [code, status] = (query ? awsQueryError : undefined) ?? [
      shape,
      httpError ?? (error === 'server' ? 500 : 400),
    ];
    return { code, status, message: `This is the error that AWS documents as ${shape}.` };
  });
}
