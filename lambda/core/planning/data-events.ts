import { DATA_EVENTS_TAG } from '../integration/names.ts';
import { isRead, whyUnknown } from '../model/fact.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { TrailMemory } from '../model/memory.ts';
import { type RefusalCause, unreadFact } from '../model/plan.ts';
import type { Settings } from '../model/settings.ts';
import { callOf, type Trigger } from '../model/trigger.ts';
import { OPERATOR, TRAIL_OWNER } from '../model/who-can-act.ts';

/** For the class Standard: Amazon CloudWatch pricing, "Logs", Collect (Data Ingestion). */
const INGESTION_PRICE = '0.50 USD a GB (us-east-1, June 2026, aws.amazon.com/cloudwatch/pricing)';

/**
 * Refuses a trail with data events that never delivered to CloudWatch Logs: ingestion of many
 * events is expensive, and its owner has to decide.
 */
export function dataEventsRefusal(
  facts: TrailFacts,
  trigger: Trigger,
  { dataEventTrails }: Settings,
  memory: TrailMemory,
): RefusalCause | undefined {
  if (dataEventTrails === 'fix' || isAllowed(facts) || wasIntegrated(facts, trigger, memory)) return undefined;
  const { eventSelectors } = facts;
  if (!isRead(eventSelectors)) {
    return unreadFact(`whether the trail records data events: ${whyUnknown(eventSelectors)}`);
  }
  const { dataEvents } = eventSelectors.value;
  if (dataEvents.length === 0) return undefined;
  return {
    reason: 'cost',
    detail: `the trail records data events (${dataEvents.join('; ')}) and was never integrated: CloudWatch Logs would ingest them for ${INGESTION_PRICE}`,
    whoCanAct: `${TRAIL_OWNER}, or ${OPERATOR}`,
  };
}

function isAllowed({ tags }: TrailFacts): boolean {
  return isRead(tags) && tags.value[DATA_EVENTS_TAG] === 'fix';
}

/**
 * The trail names a group or a role, the call removed them, or the ledger has an accepted target.
 */
function wasIntegrated({ trail }: TrailFacts, trigger: Trigger, { acceptedTarget }: TrailMemory): boolean {
  const names = trail.read && (trail.value.logGroupArn !== '' || trail.value.roleArn !== '');
  return names || callOf(trigger)?.tampering === 'blanked' || acceptedTarget !== undefined;
}
