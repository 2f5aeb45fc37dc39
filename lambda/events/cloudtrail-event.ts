import * as z from 'zod/mini';
import { LOG_GROUP_CALL_NAMES } from './log-group-calls.ts';

const text = z.nullish(z.string());
const parameters = z.nullish(z.record(z.string(), z.unknown()));

/** The calls on trails, each with the field of requestParameters that names the trail. */
export const NAME_FIELD = {
  CreateTrail: 'name',
  UpdateTrail: 'name',
  StartLogging: 'name',
  StopLogging: 'name',
  DeleteTrail: 'name',
  PutEventSelectors: 'trailName',
  AddTags: 'resourceId',
  RemoveTags: 'resourceId',
} as const;

/** The calls in the event pattern of the stack. */
const eventName = z.enum([...(Object.keys(NAME_FIELD) as (keyof typeof NAME_FIELD)[]), ...LOG_GROUP_CALL_NAMES]);

const userIdentity = z.object({
  type: text,
  arn: text,
  accountId: text,
  userName: text,
  invokedBy: text,
  sessionContext: z.nullish(z.object({ sessionIssuer: z.nullish(z.object({ arn: text })) })),
});

/**
 * The parts of an `AWS API Call via CloudTrail` event that trailmend reads. Nearly everything about
 * the caller is optional, and failed calls may have null requestParameters.
 * Source: CloudTrail user guide, "CloudTrail record contents" and "CloudTrail userIdentity
 * element".
 */
export const cloudTrailEvent = z.object({
  'detail-type': z.enum(['AWS API Call via CloudTrail']),
  account: z.string().check(z.regex(/^\d{12}$/)),
  detail: z.object({
    eventSource: z.enum(['cloudtrail.amazonaws.com', 'logs.amazonaws.com']),
    eventName,
    eventID: z.string(),
    eventTime: z.string().check(
      z.regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
      z.refine((time) => !Number.isNaN(Date.parse(time))),
    ),
    awsRegion: z.string().check(z.regex(/^[a-z0-9-]+$/)),
    recipientAccountId: z.nullish(z.string().check(z.regex(/^\d{12}$/))),
    sourceIPAddress: text,
    userAgent: text,
    errorCode: text,
    errorMessage: text,
    userIdentity,
    requestParameters: parameters,
    responseElements: parameters,
  }),
});

/** The CloudTrail record inside the event. */
export type CloudTrailRecord = z.infer<typeof cloudTrailEvent>['detail'];
