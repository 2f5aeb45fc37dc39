import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { enabledRegions } from '../../../../lambda/aws/read/enabled-regions.ts';
import { listTrails } from '../../../../lambda/aws/read/list-trails.ts';
import { ID } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const cloudTrail = mocked(CloudTrailClient);
const ec2 = mocked(EC2Client);
const DENIED = Object.assign(new Error('no'), { name: 'UnauthorizedOperation' });

beforeEach(() => {
  cloudTrail.reset();
  ec2.reset();
});

describe('enabledRegions', () => {
  const regions = () => enabledRegions(clientsFor('eu-west-1'));

  test('gives what EC2 of its own region names, disabled regions left out by AWS', async () => {
    ec2
      .on(DescribeRegionsCommand)
      .resolves({ Regions: [{ RegionName: 'eu-west-1' }, {}, { RegionName: 'me-south-1' }] });
    expect(await regions()).toEqual({ ok: true, value: ['eu-west-1', 'me-south-1'] });
    expect(ec2.calls().map(({ args }) => args[0].input)).toEqual([{}]);
    expect(await ec2.call(0).thisValue.config.region()).toBe('eu-west-1');
  });

  test.each([{}, { Regions: [] }, { Regions: [{}] }])(
    'takes %j for no answer: every account has regions',
    async (answer) => {
      ec2.on(DescribeRegionsCommand).resolves(answer);
      expect(await regions()).toMatchObject({ ok: false, error: { operation: 'DescribeRegions', code: 'NoRegions' } });
    },
  );

  test("gives AWS's error", async () => {
    ec2.on(DescribeRegionsCommand).rejects(DENIED);
    expect(await regions()).toMatchObject({ ok: false, error: { code: 'UnauthorizedOperation', message: 'no' } });
  });
});

describe('listTrails', () => {
  const listed = () => listTrails(clientsFor('eu-west-1'), 'us-west-2');

  test('gives what the region shows, replicas and organization trails included, in one call', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({
      trailList: [
        { TrailARN: ID.arn, HomeRegion: 'us-east-1', IsMultiRegionTrail: true, IsOrganizationTrail: true },
        { TrailARN: ID.arn },
        { TrailARN: 'no trail' },
        {},
      ],
    });
    const expected = (wide: boolean) => ({
      id: ID,
      trail: expect.objectContaining({ homeRegion: 'us-east-1', isMultiRegion: wide, isOrganizationTrail: wide }),
    });
    expect(await listed()).toEqual({ ok: true, value: [expected(true), expected(false)] });
    expect(cloudTrail.calls().map(({ args }) => args[0].input)).toEqual([{ includeShadowTrails: true }]);
    expect(await cloudTrail.call(0).thisValue.config.region()).toBe('us-west-2');
  });

  test('takes an answer of another shape for none', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: JSON.parse('[null]') });
    expect(await listed()).toMatchObject({ ok: false, error: { operation: 'DescribeTrails', code: 'TypeError' } });
  });

  test("gives none where AWS lists none, and AWS's error", async () => {
    cloudTrail.on(DescribeTrailsCommand).resolvesOnce({}).rejects(DENIED);
    expect(await listed()).toEqual({ ok: true, value: [] });
    expect(await listed()).toMatchObject({ ok: false, error: { operation: 'DescribeTrails' } });
  });
});
