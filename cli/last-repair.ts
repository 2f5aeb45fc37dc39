import { type CloudTrailClient, type Event, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod/mini';
import { callAws } from '../lambda/aws/call.ts';
import type { AwsResult } from '../lambda/core/model/aws-result.ts';
import { isRepair, type OutcomeRecord } from '../lambda/core/model/outcome.ts';
import { succeeded } from '../lambda/core/model/result.ts';
import { isSameTarget, type Target } from '../lambda/core/model/trail.ts';
import type { TrailId } from '../lambda/core/model/trail-id.ts';
import { FUNCTION_ROLE } from '../lambda/self.ts';

/** The application that the user agent of a command's repairs names: `app/trailmend-fix`. */
export const FIX_APP_ID = 'trailmend-fix';

/** A change of a trail's target that trailmend made. Targets that are not set are empty. */
export interface Repair {
  readonly time: string;
  readonly before: Target;
  readonly after: Target;
  /** trailmend started the trail, too. */
  readonly startedLogging: boolean;
  /** Where this is known from. */
  readonly source: string;
}

/** The last repair of a trail in the function's log that set the target it has now. */
export function repairInLog(
  records: readonly OutcomeRecord[],
  { arn }: Pick<TrailId, 'arn'>,
  now: Target,
): Repair | undefined {
  const record = records.findLast(
    ({ trailArn, before, after, ...rest }) =>
      trailArn === arn && before && after && isRepair(rest) && isSameTarget(after, now) && !isSameTarget(before, now),
  );
  if (!record?.before || !record.after) return undefined;
  const { time, before, after } = record;
  return { time, before, after, startedLogging: before.isLogging === false, source: "the function's log" };
}

/**
 * The last repair of a trail in CloudTrail's event history that set the target it has now. The
 * event before it in the history of the trail says which target it had. CloudTrail keeps 90 days.
 * Source: CloudTrail API reference, LookupEvents; CloudTrail user guide, "Working with CloudTrail
 * event history".
 */
export async function repairInEvents(
  client: CloudTrailClient,
  { arn }: Pick<TrailId, 'arn'>,
  now: Target,
): Promise<AwsResult<Repair | undefined>> {
  const found: Change[] = [];
  for (const EventName of ['UpdateTrail', 'CreateTrail']) {
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: EventName }];
    const events = await callAws('LookupEvents', async () => {
      const pages = await Array.fromAsync(paginateLookupEvents({ client }, { LookupAttributes }));
      return pages.flatMap(({ Events = [] }) => Events);
    });
    if (!events.ok) return events;
    found.push(...events.value.flatMap((event) => changeIn(event) ?? []).filter(({ trailArn }) => trailArn === arn));
  }
  const changes = found.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time));
  const index = changes.findLastIndex(({ isOurs, target }) => isOurs && isSameTarget(target, now));
  const [previous, repair] = [changes[index - 1], changes[index]];
  if (!previous || !repair || isSameTarget(previous.target, now)) return succeeded(undefined);
  return succeeded({
    time: repair.time,
    before: previous.target,
    after: repair.target,
    startedLogging: false,
    source: "CloudTrail's event history",
  });
}

/** A CreateTrail or UpdateTrail, and the target that the trail had after it. */
interface Change {
  readonly time: string;
  readonly trailArn: string;
  readonly target: Target;
  readonly isOurs: boolean;
}

const EVENT = z.object({
  eventTime: z.string(),
  userAgent: z.optional(z.nullable(z.string())),
  userIdentity: z.object({
    sessionContext: z.optional(z.object({ sessionIssuer: z.optional(z.object({ arn: z.optional(z.string()) })) })),
  }),
  responseElements: z.object({
    trailARN: z.string(),
    cloudWatchLogsLogGroupArn: z.optional(z.nullable(z.string())),
    cloudWatchLogsRoleArn: z.optional(z.nullable(z.string())),
  }),
});

/** Undefined: AWS refused the call, or the event has another form. */
function changeIn({ CloudTrailEvent = '' }: Event): Change | undefined {
  try {
    const { eventTime, userAgent, userIdentity, responseElements } = EVENT.parse(JSON.parse(CloudTrailEvent));
    const { trailARN, cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn } = responseElements;
    const issuer = userIdentity.sessionContext?.sessionIssuer?.arn ?? '';
    return {
      time: eventTime,
      trailArn: trailARN,
      target: { logGroupArn: cloudWatchLogsLogGroupArn ?? '', roleArn: cloudWatchLogsRoleArn ?? '' },
      isOurs: issuer.endsWith(`:${FUNCTION_ROLE}`) || (userAgent ?? '').split(' ').includes(`app/${FIX_APP_ID}`),
    };
  } catch {
    return undefined;
  }
}
