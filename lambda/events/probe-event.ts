import * as z from 'zod/mini';
import { PROBE_EVENT } from '../core/integration/names.ts';

/** `eu-west-1`, `us-gov-west-1`, `us-isob-east-1`, … */
export const REGION: RegExp = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** A probe as EventBridge delivers it. */
export const probeEvent = z.object({
  source: z.literal(PROBE_EVENT.Source),
  'detail-type': z.literal(PROBE_EVENT.DetailType),
  region: z.string().check(z.regex(REGION)),
  detail: z.object({ id: z.string() }),
});
