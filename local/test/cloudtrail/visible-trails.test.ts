import { beforeEach, describe, expect, test } from '@jest/globals';
import { HOME, TRAIL } from './names.ts';
import { SimulatedAccount } from './simulated-account.ts';

const ELSEWHERE = { ...HOME, region: 'us-east-1' };
const MEMBER = { account: '444455556666', region: 'us-east-1' };
const READS = ['GetTrail', 'GetTrailStatus', 'GetEventSelectors'];

let account: SimulatedAccount;
beforeEach(() => {
  account = new SimulatedAccount();
});

const naming = (operation: string, name: string) =>
  /Selectors$/.test(operation) ? { TrailName: name } : { Name: name };

describe.each(READS)('%s', (operation) => {
  test('finds a trail by its bare name at home and by its ARN anywhere', async () => {
    expect(await account.call(operation, naming(operation, 'audit'))).toMatchObject({ Trail: { TrailARN: TRAIL } });
    expect(await account.call(operation, naming(operation, TRAIL), ELSEWHERE)).toMatchObject({
      Trail: { TrailARN: TRAIL },
    });
  });

  test('does not find a replica by its bare name', async () => {
    account.trail({ IsMultiRegionTrail: true });
    expect(await account.call(operation, naming(operation, 'audit'), ELSEWHERE)).toBe(
      `TrailNotFoundException: Unknown trail: ${TRAIL.replace('eu-west-1', 'us-east-1')} for the user: ${HOME.account}`,
    );
  });

  test('refuses an invalid name', async () => {
    expect(await account.call(operation, naming(operation, 'a b'))).toMatch(/^InvalidTrailNameException: /);
    expect(await account.call(operation, naming(operation, 'arn:aws:s3:::x'))).toMatch(
      /^CloudTrailARNInvalidException: /,
    );
  });
});

describe('DescribeTrails', () => {
  const names = async (input: object, where = HOME) =>
    ((await account.call('DescribeTrails', input, where)) as { trailList: { TrailARN: string }[] }).trailList.map(
      ({ TrailARN }) => TrailARN,
    );

  beforeEach(() => account.trail({ IsMultiRegionTrail: true }));

  test('shows replicas, and by a bare name only the trail with this home Region', async () => {
    expect(await names({}, ELSEWHERE)).toEqual([TRAIL]);
    expect(await names({ trailNameList: ['audit'] })).toEqual([TRAIL]);
    expect(await names({ trailNameList: ['audit'] }, ELSEWHERE)).toEqual([]);
    expect(await names({ trailNameList: [TRAIL] }, ELSEWHERE)).toEqual([TRAIL]);
  });
});

describe('the answer of UpdateTrail', () => {
  test('has no unset fields, unless the call gave them', async () => {
    const unset = { S3KeyPrefix: '', SnsTopicName: '', SnsTopicARN: '', CloudWatchLogsRoleArn: '' };
    account.answer = { Name: 'audit', ...unset };
    expect(await account.call('UpdateTrail', { Name: 'audit' })).toEqual({ Name: 'audit' });
    expect(await account.call('UpdateTrail', { Name: 'audit', SnsTopicName: '' })).toEqual({
      Name: 'audit',
      SnsTopicName: '',
      SnsTopicARN: '',
    });
  });
});

describe('GetInsightSelectors', () => {
  test('says that a trail has no Insights', async () => {
    expect(await account.call('GetInsightSelectors', { TrailName: 'audit' })).toBe(
      `InsightNotEnabledException: Trail ${TRAIL} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
    );
  });

  test('says that the trail does not exist', async () => {
    expect(await account.call('GetInsightSelectors', { TrailName: 'nobody' })).toMatch(/^TrailNotFoundException: /);
  });
});

describe('an organization trail', () => {
  beforeEach(async () => {
    account.trail({ IsOrganizationTrail: true, IsMultiRegionTrail: true });
    account.trail({ TrailARN: `${TRAIL}-own`, IsMultiRegionTrail: true });
    await account.send('organizations', 'CreateAccount', { AccountName: 'member', Email: 'a@b' });
  });

  const described = async (input: object, where = MEMBER) =>
    (await account.call('DescribeTrails', input, where)) as { trailList: object[] };

  test("is shown to members with the management account's ARN, and nothing else of it is", async () => {
    const { trailList } = await described({});
    expect(trailList).toEqual([expect.objectContaining({ TrailARN: TRAIL, IsOrganizationTrail: true })]);
    expect(await account.call('ListTrails', {}, MEMBER)).toEqual({
      Trails: [{ TrailARN: TRAIL, Name: 'audit', HomeRegion: 'eu-west-1' }],
    });
  });

  test('is hidden with the other shadow trails, and found only by its ARN', async () => {
    expect(await described({ includeShadowTrails: false })).toEqual({ trailList: [] });
    expect(await described({ trailNameList: ['audit'] })).toEqual({ trailList: [] });
    expect((await described({ trailNameList: [TRAIL] })).trailList).toHaveLength(1);
  });

  test.each(READS)('is read by members with %s by its ARN, not by its name', async (operation) => {
    expect(await account.call(operation, naming(operation, TRAIL), MEMBER)).toMatchObject({
      Trail: { TrailARN: TRAIL },
    });
    expect(await account.call(operation, naming(operation, 'audit'), MEMBER)).toMatch(/^TrailNotFoundException: /);
  });

  test("is not one of the management account's other trails", async () => {
    expect(await account.call('GetTrail', { Name: `${TRAIL}-own` }, MEMBER)).toMatch(/^TrailNotFoundException: /);
    expect(await account.call('StopLogging', { Name: `${TRAIL}-own` }, MEMBER)).toMatch(/^TrailNotFoundException: /);
  });

  test('is not visible to accounts outside of the organization', async () => {
    const stranger = { ...MEMBER, account: '999999999999' };
    expect(await described({}, stranger)).toEqual({ trailList: [] });
    expect(await account.call('GetTrail', { Name: TRAIL }, stranger)).toMatch(/^TrailNotFoundException: /);
  });

  test.each(['UpdateTrail', 'StartLogging', 'StopLogging', 'DeleteTrail', 'PutEventSelectors'])(
    'is not changed by members with %s',
    async (operation) => {
      const before = account.passed.length;
      expect(await account.call(operation, naming(operation, TRAIL), MEMBER)).toMatch(
        /^NotOrganizationMasterAccountException: /,
      );
      expect(account.passed).toHaveLength(before);
    },
  );

  test('cannot be created by members', async () => {
    const input = { Name: 'new', S3BucketName: 'logs', IsOrganizationTrail: true };
    expect(await account.call('CreateTrail', input, MEMBER)).toMatch(/^NotOrganizationMasterAccountException: /);
  });
});
