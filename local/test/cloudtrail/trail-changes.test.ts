import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, BOTH, HOME, TRAIL } from './names.ts';
import { SimulatedAccount } from './simulated-account.ts';

const ELSEWHERE = { ...HOME, region: 'us-east-1' };
const CHANGES = ['UpdateTrail', 'StartLogging', 'StopLogging', 'DeleteTrail'];

function input(operation: string, Name: string): object {
  return operation === 'PutEventSelectors' ? { TrailName: Name } : { Name };
}

describe.each([...CHANGES, 'PutEventSelectors'])('%s', (operation) => {
  test.each(['audit', TRAIL])('of %s in its home Region reaches the emulator unchanged', async (name) => {
    const account = new SimulatedAccount();
    await account.call(operation, input(operation, name));
    expect(account.passed.map(({ input: sent }) => sent)).toEqual([input(operation, name)]);
  });

  test('with an invalid name is refused', async () => {
    expect(await new SimulatedAccount().call(operation, input(operation, 'a'))).toMatch(/^InvalidTrailNameException: /);
  });

  test('of a trail that does not exist is refused with its ARN and the account', async () => {
    const account = new SimulatedAccount();
    expect(await account.call(operation, input(operation, 'nobody'))).toBe(
      `TrailNotFoundException: Unknown trail: ${TRAIL.replace('audit', 'nobody')} for the user: ${HOME.account}`,
    );
    expect(account.passed).toEqual([]);
  });

  test('from another Region is refused by the ARN, and finds no trail by the bare name', async () => {
    const account = new SimulatedAccount();
    expect(await account.call(operation, input(operation, TRAIL), ELSEWHERE)).toMatch(/^InvalidHomeRegionException: /);
    expect(await account.call(operation, input(operation, 'audit'), ELSEWHERE)).toMatch(/^TrailNotFoundException: /);
    expect(account.passed).toEqual([]);
  });

  test("of another account's trail finds nothing", async () => {
    const account = new SimulatedAccount();
    const theirs = TRAIL.replace(HOME.account, '999999999999');
    account.trail({ TrailARN: theirs });
    expect(await account.call(operation, input(operation, theirs))).toMatch(/^TrailNotFoundException: /);
  });
});

describe('CreateTrail', () => {
  test('with an existing name is refused before the bucket is checked', async () => {
    expect(await new SimulatedAccount().call('CreateTrail', { Name: 'audit', S3BucketName: 'nowhere' })).toBe(
      `TrailAlreadyExistsException: Trail audit already exists for customer: ${HOME.account}`,
    );
  });

  test('with the same name in another Region is allowed', async () => {
    const account = new SimulatedAccount();
    expect(await account.call('CreateTrail', { Name: 'audit', S3BucketName: 'logs' }, ELSEWHERE)).toEqual({});
  });

  test('with an invalid name is refused', async () => {
    expect(await new SimulatedAccount().call('CreateTrail', { Name: 'a b', S3BucketName: 'logs' })).toMatch(
      /^InvalidTrailNameException: /,
    );
  });

  test('of a multi-Region trail without global service events is refused', async () => {
    const input = { Name: 'new', S3BucketName: 'logs', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false };
    expect(await new SimulatedAccount().call('CreateTrail', input)).toBe(
      'InvalidParameterCombinationException: Multi-Region trail must include global service events.',
    );
  });
});

describe('UpdateTrail', () => {
  test('that only removes global service events from a multi-Region trail is refused', async () => {
    const account = new SimulatedAccount();
    account.trail({ IsMultiRegionTrail: true });
    expect(await account.call('UpdateTrail', { Name: 'audit', IncludeGlobalServiceEvents: false })).toMatch(
      /^InvalidParameterCombinationException: /,
    );
  });

  test('reports a missing trail before invalid settings', async () => {
    const input = { Name: 'nobody', ...BOTH, CloudWatchLogsRoleArn: '' };
    expect(await new SimulatedAccount().call('UpdateTrail', input)).toMatch(/^TrailNotFoundException: /);
  });

  test('of another setting does not check an integration that has become invalid', async () => {
    const account = new SimulatedAccount();
    account.trail(BOTH);
    account.groups.clear();
    account.role = undefined;
    expect(await account.call('UpdateTrail', { Name: 'audit', EnableLogFileValidation: true })).toEqual({});
  });

  test('with two empty values ends an integration, even if its group and role are gone', async () => {
    const account = new SimulatedAccount();
    account.trail(BOTH);
    account.role = undefined;
    const blanks = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
    expect(await account.call('UpdateTrail', { Name: 'audit', ...blanks })).toEqual({});
  });
});

test('calls of other services pass', async () => {
  const account = new SimulatedAccount();
  await account.send('sns', 'UpdateTrail', { Name: 'nobody' });
  expect(account.passed).toHaveLength(1);
});

describe('a Region can have five trails', () => {
  const full = () => {
    const account = new SimulatedAccount();
    for (const name of ['two', 'three', 'four']) account.trail({ TrailARN: TRAIL.replace('audit', name) });
    account.trail({
      TrailARN: TRAIL.replace('audit', 'away').replace('eu-west-1', 'us-east-1'),
      IsMultiRegionTrail: true,
    });
    return account;
  };
  const create = (account: SimulatedAccount) => account.call('CreateTrail', { Name: 'sixth', S3BucketName: 'logs' });

  test('including multi-Region trails of other Regions, and no more', async () => {
    expect(await create(full())).toBe(
      `MaximumNumberOfTrailsExceededException: User: ${ACCOUNT} already has 5 trails in eu-west-1.`,
    );
  });

  test('not including trails that are only in other Regions, or trails of other accounts', async () => {
    const account = full();
    const away = TRAIL.replace('audit', 'away').replace('eu-west-1', 'us-east-1');
    account.trail({ TrailARN: away });
    account.trail({ TrailARN: TRAIL.replace(ACCOUNT, '999999999999') });
    expect(await create(account)).toEqual({});
  });

  test('which can still be changed', async () => {
    expect(await full().call('StopLogging', { Name: 'audit' })).toEqual({});
  });

  test('unless an option allows more', async () => {
    const account = full();
    const roomy = new SimulatedAccount({ maximumTrails: 6 });
    for (const [arn, trail] of account.trails) roomy.trails.set(arn, trail);
    expect(await create(roomy)).toEqual({});
  });
});
