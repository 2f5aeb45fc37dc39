import { PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { makeBucket, makeTrail } from '../trails.ts';

/** CloudWatch Logs bills by what it takes in, and data events can be very many: somebody has to decide. */
export const dataEvents: Scenario = scenarioOf({
  title: 'somebody makes a trail of every S3 object call, without CloudWatch Logs',
  trail: 'objects',
  beginning: 'none',
  deed: 'sam makes it with data events: CreateTrail, StartLogging, PutEventSelectors',
  async act({ engineer }, trail) {
    await makeTrail(engineer, trail, await makeBucket(engineer, trail));
    const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
    const EventSelectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources } as const];
    await engineer.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
  },
  startedBy: 'PutEventSelectors',
  ends: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
});
