import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

/** How a record shows a member when its name alone does not determine it. */
export type MemberKind = 'number' | 'boolean' | 'time' | 'secret' | 'map';

/**
 * `answers`: whether the answer has members. `method` and `path` of REST protocols: such as `PUT`
 * and `/{Bucket}?policy`.
 */
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
 * Source: botocore's service models and the access levels of the Service Authorization Reference.
 * `npm run recorded-operations` generates the file.
 */
export const RECORDED: Readonly<Record<string, RecordedService>> = z
  .record(z.string(), SERVICE)
  .parse(JSON.parse(readFileSync(new URL('recorded-operations.json', import.meta.url), 'utf8')));

/** Whether calls of this operation become events. */
export function isRecorded(service: string, operation: string): boolean {
  return RECORDED[service]?.writes[operation] !== undefined;
}

/** Whether a service is global. */
export function isGlobal(service: string): boolean {
  return service === 'iam' || service === 'organizations';
}

/**
 * The Region that records a call and whose rules match its event. IAM and Organizations are global:
 * one Region of the partition records their calls.
 * Source: CloudTrail user guide, "Global service events" (us-east-1; GovCloud and China from their
 * endpoints).
 */
export function recordingRegion(service: string, region: string): string {
  if (!isGlobal(service)) return region;
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  if (region.startsWith('cn-')) return service === 'iam' ? 'cn-north-1' : 'cn-northwest-1';
  return 'us-east-1';
}
