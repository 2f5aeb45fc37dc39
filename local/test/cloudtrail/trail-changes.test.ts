import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, BOTH, HOME, SimulatedAccount, TRAIL } from './simulated-account.ts';

const ELSEWHERE = { ...HOME, region: 'us-east-1' };
const CHANGES = ['UpdateTrail', 'StartLogging', 'StopLogging', 'DeleteTrail'];

function input(operation: string, Name: string): object {
  return operation === 'PutEventSelectors' ? { TrailName: Name } : { Name };
}

describe.each([...CHANGES, 'PutEventSelectors'])('%s', (operation) => {
  test.each(['audit', TRAIL])('of %s at home reaches the emulator as it was sent', async (name) => {
    const world = new SimulatedAccount();
    await world.call(operation, input(operation, name));
    expect(world.passed.map(({ input: sent }) => sent)).toEqual([input(operation, name)]);
  });

  test('of a name that cannot be one is refused', async () => {
    expect(await new SimulatedAccount().call(operation, input(operation, 'a'))).toMatch(/^InvalidTrailNameException: /);
  });

  test('of a trail that is not there is told with its ARN and the account', async () => {
    const world = new SimulatedAccount();
    expect(await world.call(operation, input(operation, 'nobody'))).toBe(
      `TrailNotFoundException: Unknown trail: ${TRAIL.replace('audit', 'nobody')} for the user: ${HOME.account}`,
    );
    expect(world.passed).toEqual([]);
  });

  test('from another region is refused by the ARN, and finds nothing by the bare name', async () => {
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
  test('of a name that is taken is refused, before its bucket is looked at', async () => {
    expect(await new SimulatedAccount().call('CreateTrail', { Name: 'audit', S3BucketName: 'nowhere' })).toBe(
      `TrailAlreadyExistsException: Trail audit already exists for customer: ${HOME.account}`,
    );
  });

  test('of the same name in another region is allowed', async () => {
    const world = new SimulatedAccount();
    expect(await world.call('CreateTrail', { Name: 'audit', S3BucketName: 'logs' }, ELSEWHERE)).toEqual({});
  });

  test('of a name that cannot be one is refused', async () => {
    expect(await new SimulatedAccount().call('CreateTrail', { Name: 'a b', S3BucketName: 'logs' })).toMatch(
      /^InvalidTrailNameException: /,
    );
  });

  test('for all regions without global services is refused', async () => {
    const asked = { Name: 'new', S3BucketName: 'logs', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false };
    expect(await new SimulatedAccount().call('CreateTrail', asked)).toBe(
      'InvalidParameterCombinationException: Multi-Region trail must include global service events.',
    );
  });
});

describe('UpdateTrail', () => {
  test('that only leaves out global services of a multi-region trail is refused', async () => {
    const world = new SimulatedAccount();
    world.trail({ IsMultiRegionTrail: true });
    expect(await world.call('UpdateTrail', { Name: 'audit', IncludeGlobalServiceEvents: false })).toMatch(
      /^InvalidParameterCombinationException: /,
    );
  });

  test('tells a missing trail before anything that is wrong with what it should be', async () => {
    const asked = { Name: 'nobody', ...BOTH, CloudWatchLogsRoleArn: '' };
    expect(await new SimulatedAccount().call('UpdateTrail', asked)).toMatch(/^TrailNotFoundException: /);
  });

  test('of something else leaves an integration alone that has become invalid', async () => {
    const world = new SimulatedAccount();
    world.trail(BOTH);
    world.groups.clear();
    world.role = undefined;
    expect(await world.call('UpdateTrail', { Name: 'audit', EnableLogFileValidation: true })).toEqual({});
  });

  test('with two empty values ends an integration, whatever became of its group and role', async () => {
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

describe('a region holds five trails', () => {
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

  test('multi-region trails of other regions among them, and no more', async () => {
    expect(await create(full())).toBe(
      `MaximumNumberOfTrailsExceededException: User: ${ACCOUNT} already has 5 trails in eu-west-1.`,
    );
  });

  test('trails that are only in other regions, or of other accounts, not among them', async () => {
    const world = full();
    const away = TRAIL.replace('audit', 'away').replace('eu-west-1', 'us-east-1');
    world.trail({ TrailARN: away });
    world.trail({ TrailARN: TRAIL.replace(ACCOUNT, '999999999999') });
    expect(await create(world)).toEqual({});
  });

  test('which are changed as before', async () => {
    expect(await full().call('StopLogging', { Name: 'audit' })).toEqual({});
  });

  test('unless it is told to hold more', async () => {
    const world = full();
    const roomy = new SimulatedAccount({ mostTrails: 6 });
    for (const [arn, trail] of world.trails) roomy.trails.set(arn, trail);
    expect(await create(roomy)).toEqual({});
  });
});
