import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { trailsOfGroup } from '../../../../lambda/aws/read/trails-of-group.ts';
import { ID } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const GROUP = 'arn:aws:logs:us-east-1:111122223333:log-group:audit-logs:*';
const cloudTrail = mocked(CloudTrailClient);
const users = () => trailsOfGroup(clientsFor('eu-west-1'), 'us-east-1', GROUP);

beforeEach(() => {
  cloudTrail.reset();
});

describe('trailsOfGroup', () => {
  test('gives the trails that name the group, and asks for those at home in its region', async () => {
    const second = { ...ID, name: 'second', arn: `${ID.arn.replace('audit', 'second')}` };
    cloudTrail.on(DescribeTrailsCommand).resolves({
      trailList: [
        { TrailARN: ID.arn, CloudWatchLogsLogGroupArn: GROUP },
        { TrailARN: `${ID.arn}-elsewhere`, CloudWatchLogsLogGroupArn: GROUP.replace('audit-logs', 'audit-logs-2') },
        { TrailARN: `${ID.arn}-blank` },
        { TrailARN: second.arn, CloudWatchLogsLogGroupArn: GROUP },
        { CloudWatchLogsLogGroupArn: GROUP },
      ],
    });
    const others = ['-elsewhere', '-blank'].map((ending) => expect.objectContaining({ arn: `${ID.arn}${ending}` }));
    expect(await users()).toEqual({ read: true, value: { users: [ID, second], others } });
    expect(cloudTrail.calls().map(({ args }) => args[0].input)).toEqual([{ includeShadowTrails: false }]);
    expect(await cloudTrail.call(0).thisValue.config.region()).toBe('us-east-1');
  });

  test('gives none where AWS lists none', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({});
    expect(await users()).toEqual({ read: true, value: { users: [], others: [] } });
  });

  test("gives AWS's error as the reason", async () => {
    cloudTrail.on(DescribeTrailsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    expect(await users()).toEqual({ read: false, why: 'DescribeTrails answered AccessDeniedException: no' });
  });
});
