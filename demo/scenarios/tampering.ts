import { AddTagsCommand, DeleteTrailCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { trailArnOf } from '../trails.ts';
import { ranFor } from '../waiting.ts';

/** What cannot be repaired is told at once, with who did it, and the commands that make the trail again as trailmend last saw it. */
export const tampering: Scenario = scenarioOf({
  title: 'somebody deletes a trail',
  trail: 'evidence',
  deed: 'sam tags it and lets it record S3 objects too, and deletes it: AddTags, PutEventSelectors, DeleteTrail',
  async act(stage, trail) {
    const { cloudTrail } = stage.engineer;
    const TagsList = [{ Key: 'team', Value: 'audit' }];
    await cloudTrail.send(new AddTagsCommand({ ResourceId: trailArnOf(stage.engineer, trail), TagsList }));
    // trailmend remembers a trail as it last saw it whole.
    await ranFor(stage, trail, ['AddTags']);
    const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::vault/'] }];
    const EventSelectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources } as const];
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
    await ranFor(stage, trail, ['PutEventSelectors']);
    await cloudTrail.send(new DeleteTrailCommand({ Name: trail }));
  },
  startedBy: 'DeleteTrail',
  ends: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
