import { AddTagsCommand, DeleteTrailCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { trailArnOf } from '../trails.ts';
import { waitForRuns } from '../wait-for.ts';

/**
 * trailmend cannot repair a deleted trail. Its notification names the actor and the commands that
 * recreate the trail.
 */
export const tampering: Scenario = createTrailScenario({
  title: 'An engineer deletes a trail.',
  trail: 'evidence',
  change: 'sam calls AddTags, PutEventSelectors and DeleteTrail',
  async makeChange(stage, trail) {
    const { cloudTrail } = stage.engineer;
    const TagsList = [{ Key: 'team', Value: 'audit' }];
    await cloudTrail.send(new AddTagsCommand({ ResourceId: trailArnOf(stage.engineer, trail), TagsList }));
    // The ledger records the settings of the trail while it is healthy.
    await waitForRuns(stage, trail, ['AddTags']);
    const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::vault/'] }];
    const EventSelectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources } as const];
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
    await waitForRuns(stage, trail, ['PutEventSelectors']);
    await cloudTrail.send(new DeleteTrailCommand({ Name: trail }));
  },
  trigger: 'DeleteTrail',
  expectedOutcome: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
