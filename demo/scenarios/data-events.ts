import { PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { PLAIN } from '../beginning.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';

/** CloudWatch Logs bills by what it takes in, and data events can be very many: somebody has to decide. */
export const dataEvents: Scenario = scenarioOf({
  title: 'somebody makes a trail of every S3 object call, without CloudWatch Logs',
  trail: 'objects',
  beginning: PLAIN,
  deed: 'sam lets it record every S3 object call: PutEventSelectors',
  async act({ engineer }, trail) {
    const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
    const EventSelectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources } as const];
    await engineer.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
  },
  startedBy: 'PutEventSelectors',
  ends: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
});
