import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsError } from '../core/model.ts';
import type { Clients } from './clients.ts';
import { answerOf } from './errors.ts';

/** Whether the function can read what it has to, or AWS's error. */
export type SmokeTest =
  | { readonly ok: true; readonly account: string; readonly region: string }
  | { readonly ok: false; readonly error: AwsError };

/** Asks AWS who the function is and which trails there are; writes nothing. */
export async function smokeTest(clients: Clients, region: string): Promise<SmokeTest> {
  const [identity, trails] = await Promise.all([
    answerOf('GetCallerIdentity', () => clients.sts().send(new GetCallerIdentityCommand({}))),
    answerOf('DescribeTrails', () => clients.cloudTrail(region).send(new DescribeTrailsCommand({}))),
  ]);
  if (!identity.ok) return identity;
  if (!trails.ok) return trails;
  return { ok: true, account: identity.value.Account ?? '', region };
}
