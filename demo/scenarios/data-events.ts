import { PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { NOT_INTEGRATED } from '../trail-setup.ts';

/**
 * CloudWatch Logs charges for each GB, and data events can be numerous, so the owner must decide.
 */
export const dataEvents: Scenario = createTrailScenario({
  title: 'An engineer creates a trail that records every S3 object call, without CloudWatch Logs.',
  trail: 'objects',
  setup: NOT_INTEGRATED,
  change: 'sam makes the trail record every S3 object call: PutEventSelectors',
  async makeChange({ engineer }, trail) {
    const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
    const EventSelectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources } as const];
    await engineer.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
  },
  expectedOutcome: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
});
