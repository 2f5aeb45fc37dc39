import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

/** How a record tells a member whose name alone does not say it. */
export type MemberKind = 'number' | 'boolean' | 'time' | 'secret' | 'map';

/** `answers`: the answer has members. REST protocols: `method` and `path`, such as `PUT` and `/{Bucket}?policy`. */
const WRITE = z.object({ answers: z.boolean(), method: z.optional(z.string()), path: z.optional(z.string()) });
const SERVICE = z.object({
  protocol: z.enum(['json', 'query', 'rest-json', 'rest-xml']),
  writes: z.record(z.string(), WRITE),
  members: z.record(z.string(), z.enum(['number', 'boolean', 'time', 'secret', 'map'])),
});

/** The management writes of one service, by operation. */
export type RecordedService = z.infer<typeof SERVICE>;

/**
 * The services whose management writes become events, by the name that requests are signed for.
 * Source: botocore's service models and the access levels of the Service Authorization Reference; made by
 * `npm run recorded-operations`.
 */
export const RECORDED: Readonly<Record<string, RecordedService>> = z
  .record(z.string(), SERVICE)
  .parse(JSON.parse(readFileSync(new URL('recorded-operations.json', import.meta.url), 'utf8')));

/** Whether calls of this operation become events. */
export function isRecorded(service: string, operation: string): boolean {
  return RECORDED[service]?.writes[operation] !== undefined;
}

/** Whether a service is not bound to a region. */
export function isGlobal(service: string): boolean {
  return service === 'iam' || service === 'organizations';
}

/**
 * The region whose records and rules tell of a call. IAM and Organizations are global: theirs is the first of the partition.
 * Source: CloudTrail user guide, "Global service events" (us-east-1; GovCloud and China from their endpoints).
 */
export function recordingRegion(service: string, region: string): string {
  if (!isGlobal(service)) return region;
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  if (region.startsWith('cn-')) return service === 'iam' ? 'cn-north-1' : 'cn-northwest-1';
  return 'us-east-1';
}
