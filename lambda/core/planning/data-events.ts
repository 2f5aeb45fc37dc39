import { DATA_EVENTS_TAG } from '../integration/names.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { TrailMemory } from '../model/memory.ts';
import { type RefusalCause, unreadFact } from '../model/plan.ts';
import type { Settings } from '../model/settings.ts';
import { callOf, type Trigger } from '../model/trigger.ts';
import { OPERATOR, TRAIL_OWNER } from '../model/who-can-act.ts';

/** Of the class Standard: Amazon CloudWatch pricing, "Logs", Collect (Data Ingestion). */
const INGESTION_PRICE = '0.50 USD a GB (us-east-1, June 2026, aws.amazon.com/cloudwatch/pricing)';

/**
 * Why a trail with data events is left alone: they can be very many, and nobody decided yet that CloudWatch Logs shall take them
 * in. A trail that its owner had integrated before was decided about.
 */
export function dataEventsRefusal(
  facts: TrailFacts,
  trigger: Trigger,
  { dataEventTrails }: Settings,
  memory: TrailMemory,
): RefusalCause | undefined {
  if (dataEventTrails === 'fix' || isAllowed(facts) || wasIntegrated(facts, trigger, memory)) return undefined;
  const { eventSelectors } = facts;
  if (!eventSelectors.read) {
    return unreadFact(`whether the trail records data events could not be read: ${eventSelectors.why}`);
  }
  const { dataEvents } = eventSelectors.value;
  if (dataEvents.length === 0) return undefined;
  return {
    reason: 'cost',
    detail: `the trail records data events (${dataEvents.join('; ')}) and was never integrated: CloudWatch Logs would take them in for ${INGESTION_PRICE}`,
    whoCanAct: `${TRAIL_OWNER}, or ${OPERATOR}`,
  };
}

function isAllowed({ tags }: TrailFacts): boolean {
  return tags.read && tags.value[DATA_EVENTS_TAG] === 'fix';
}

/** The trail still names a group or a role, or the call that started the run took them away, or the ledger knows better days. */
function wasIntegrated({ trail }: TrailFacts, trigger: Trigger, { acceptedTarget }: TrailMemory): boolean {
  const names = trail.read && (trail.value.logGroupArn !== '' || trail.value.roleArn !== '');
  return names || callOf(trigger)?.tampering === 'blanked' || acceptedTarget !== undefined;
}
