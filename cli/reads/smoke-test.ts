import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { readFact } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

const ANSWER = z.union([
  z.object({ ok: z.literal(true), version: z.string(), mode: z.string() }),
  z.object({ ok: z.literal(false), error: z.looseObject({ message: z.string() }) }),
]);

/** What the function answers to its smoke test. */
export type SmokeAnswer =
  | { readonly ok: true; readonly version: string; readonly mode: string }
  | { readonly ok: false; readonly why: string };

/** Invokes the function with `{}`, which writes nothing. */
export function readSmokeAnswer(FunctionName: string, region: string): Promise<Fact<SmokeAnswer>> {
  const client = new LambdaClient({ region });
  return readFact(
    'Invoke',
    () => client.send(new InvokeCommand({ FunctionName, Payload: '{}' })),
    ({ FunctionError, Payload }): SmokeAnswer => {
      const text = Payload?.transformToString() ?? '';
      if (FunctionError !== undefined) return { ok: false, why: text };
      const answer = ANSWER.parse(JSON.parse(text));
      return answer.ok ? answer : { ok: false, why: answer.error.message };
    },
  );
}
