import * as z from 'zod/mini';
import { type TypeOf, text } from './schema.ts';
import type { TrailId } from './trail-id.ts';

export const subjectSchema = z.union([
  z.object({ kind: z.literal('trail'), arn: text, name: text, region: text, account: text }),
  z.object({ kind: z.literal('region'), region: text, account: text }),
  z.object({ kind: z.literal('account'), account: text }),
]);

/** What a record is about. The Region of a trail is its home Region. */
export type Subject = TypeOf<typeof subjectSchema>;
export type TrailSubject = Extract<Subject, { readonly kind: 'trail' }>;

export function trailSubject({ arn, name, region, account }: TrailId): TrailSubject {
  return { kind: 'trail', arn, name, region, account };
}

/** The ledger's key for a subject. */
export function subjectKey(subject: Subject): string {
  if (subject.kind === 'trail') return subject.arn;
  return subject.kind === 'region' ? `region ${subject.region}` : 'account';
}
