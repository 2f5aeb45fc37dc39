import type { Scenario } from '../scenario.ts';
import { accountRetention } from './account-retention.ts';
import { blanked } from './blanked.ts';
import { brokenPermissions } from './broken-permissions.ts';
import { brokenTrust } from './broken-trust.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { controlTower } from './control-tower.ts';
import { controlTowerSuffix } from './control-tower-suffix.ts';
import { danglingGroup } from './dangling-group.ts';
import { danglingRole } from './dangling-role.ts';
import { dataEvents } from './data-events.ts';
import { deafRule } from './deaf-rule.ts';
import { deliveryProof } from './delivery-proof.ts';
import { excluded } from './excluded.ts';
import { flood } from './flood.ts';
import { groupRemade } from './group-remade.ts';
import { lateDelivery } from './late-delivery.ts';
import { lostEvent } from './lost-event.ts';
import { missing } from './missing.ts';
import { narrowed } from './narrowed.ts';
import { organizationMember } from './organization-member.ts';
import { otherRegion } from './other-region.ts';
import { poisonedLedger } from './poisoned-ledger.ts';
import { stackRole } from './stack-role.ts';
import { stopped } from './stopped.ts';
import { tampering } from './tampering.ts';

/** Every scenario of the demo, by its name for `--scenario`. */
export const SCENARIOS = {
  missing,
  blanked,
  'stack-role': stackRole,
  stopped,
  'dangling-group': danglingGroup,
  'dangling-role': danglingRole,
  'broken-trust': brokenTrust,
  'broken-permissions': brokenPermissions,
  'lost-event': lostEvent,
  'other-region': otherRegion,
  'data-events': dataEvents,
  'bucket-policy': bucketPolicy,
  'account-retention': accountRetention,
  excluded,
  'control-tower': controlTower,
  'control-tower-suffix': controlTowerSuffix,
  'organization-member': organizationMember,
  tampering,
  'delivery-proof': deliveryProof,
  'late-delivery': lateDelivery,
  narrowed,
  'group-remade': groupRemade,
  'deaf-rule': deafRule,
  'poisoned-ledger': poisonedLedger,
  flood,
} satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
