import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, BOTH, HOME, SimulatedAccount, TRAIL } from './simulated-account.ts';

const ELSEWHERE = { ...HOME, region: 'us-east-1' };
const CHANGES = ['UpdateTrail', 'StartLogging', 'StopLogging', 'DeleteTrail'];

function input(operation: string, Name: string): object {
  return operation === 'PutEventSelectors' ? { TrailName: Name } : { Name };
}

describe.each([...CHANGES, 'PutEventSelectors'])('%s', (operation) => {
  test.each(['audit', TRAIL])('of %s in its home Region reaches the emulator unchanged', async (name) => {
    const world = new SimulatedAccount();
    await world.call(operation, input(operation, name));
    expect(world.passed.map(({ input: sent }) => sent)).toEqual([input(operation, name)]);
  });

  test('with an invalid name is refused', async () => {
    expect(await new SimulatedAccount().call(operation, input(operation, 'a'))).toMatch(/^InvalidTrailNameException: /);
  });

  test('of a trail that does not exist is refused with its ARN and the account', async () => {
    const world = new SimulatedAccount();
    expect(await world.call(operation, input(operation, 'nobody'))).toBe(
      `TrailNotFoundException: Unknown trail: ${TRAIL.replace('audit', 'nobody')} for the user: ${HOME.account}`,
    );
    expect(world.passed).toEqual([]);
  });

  test('from another Region is refused by the ARN, and finds no trail by the bare name', async () => {
    const world = new SimulatedAccount();
    expect(await world.call(operation, input(operation, TRAIL), ELSEWHERE)).toMatch(/^InvalidHomeRegionException: /);
    expect(await world.call(operation, input(operation, 'audit'), ELSEWHERE)).toMatch(/^TrailNotFoundException: /);
    expect(world.passed).toEqual([]);
  });

  test("of another account's trail finds nothing", async () => {
    const world = new SimulatedAccount();
    const theirs = TRAIL.replace(HOME.account, '999999999999');
    world.trail({ TrailARN: theirs });
    expect(await world.call(operation, input(operation, theirs))).toMatch(/^TrailNotFoundException: /);
  });
});

describe('CreateTrail', () => {
  test('with an existing name is refused before the bucket is checked', async () => {
    expect(await new SimulatedAccount().call('CreateTrail', { Name: 'audit', S3BucketName: 'nowhere' })).toBe(
      `TrailAlreadyExistsException: Trail audit already exists for customer: ${HOME.account}`,
    );
  });

  test('with the same name in another Region is allowed', async () => {
    const world = new SimulatedAccount();
    expect(await world.call('CreateTrail', { Name: 'audit', S3BucketName: 'logs' }, ELSEWHERE)).toEqual({});
  });

  test('with an invalid name is refused', async () => {
    expect(await new SimulatedAccount().call('CreateTrail', { Name: 'a b', S3BucketName: 'logs' })).toMatch(
      /^InvalidTrailNameException: /,
    );
  });

  test('of a multi-Region trail without global service events is refused', async () => {
    const asked = { Name: 'new', S3BucketName: 'logs', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false };
    expect(await new SimulatedAccount().call('CreateTrail', asked)).toBe(
      'InvalidParameterCombinationException: Multi-Region trail must include global service events.',
    );
  });
});

describe('UpdateTrail', () => {
  test('that only removes global service events from a multi-Region trail is refused', async () => {
    const world = new SimulatedAccount();
    world.trail({ IsMultiRegionTrail: true });
    expect(await world.call('UpdateTrail', { Name: 'audit', IncludeGlobalServiceEvents: false })).toMatch(
      /^InvalidParameterCombinationException: /,
    );
  });

  test('reports a missing trail before invalid settings', async () => {
    const asked = { Name: 'nobody', ...BOTH, CloudWatchLogsRoleArn: '' };
    expect(await new SimulatedAccount().call('UpdateTrail', asked)).toMatch(/^TrailNotFoundException: /);
  });

  test('of another setting does not check an integration that has become invalid', async () => {
    const world = new SimulatedAccount();
    world.trail(BOTH);
    world.groups.clear();
    world.role = undefined;
    expect(await world.call('UpdateTrail', { Name: 'audit', EnableLogFileValidation: true })).toEqual({});
  });

  test('with two empty values ends an integration, even if its group and role are gone', async () => {
    const world = new SimulatedAccount();
    world.trail(BOTH);
    world.role = undefined;
    const blanks = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
    expect(await world.call('UpdateTrail', { Name: 'audit', ...blanks })).toEqual({});
  });
});

test('calls of other services pass', async () => {
  const world = new SimulatedAccount();
  await world.send('sns', 'UpdateTrail', { Name: 'nobody' });
  expect(world.passed).toHaveLength(1);
});

describe('a Region can have five trails', () => {
  const full = () => {
    const world = new SimulatedAccount();
    for (const name of ['two', 'three', 'four']) world.trail({ TrailARN: TRAIL.replace('audit', name) });
    world.trail({
      TrailARN: TRAIL.replace('audit', 'away').replace('eu-west-1', 'us-east-1'),
      IsMultiRegionTrail: true,
    });
    return world;
  };
  const create = (world: SimulatedAccount) => world.call('CreateTrail', { Name: 'sixth', S3BucketName: 'logs' });

  test('including multi-Region trails of other Regions, and no more', async () => {
    expect(await create(full())).toBe(
      `MaximumNumberOfTrailsExceededException: User: ${ACCOUNT} already has 5 trails in eu-west-1.`,
    );
  });

  test('not including trails that are only in other Regions, or trails of other accounts', async () => {
    const world = full();
    const away = TRAIL.replace('audit', 'away').replace('eu-west-1', 'us-east-1');
    world.trail({ TrailARN: away });
    world.trail({ TrailARN: TRAIL.replace(ACCOUNT, '999999999999') });
    expect(await create(world)).toEqual({});
  });

  test('which can still be changed', async () => {
    expect(await full().call('StopLogging', { Name: 'audit' })).toEqual({});
  });

  test('unless an option allows more', async () => {
    const world = full();
    const roomy = new SimulatedAccount({ mostTrails: 6 });
    for (const [arn, trail] of world.trails) roomy.trails.set(arn, trail);
    expect(await create(roomy)).toEqual({});
  });
});
