import { describe, expect, test } from '@jest/globals';
import { checkParameter, ParameterError } from '../../infra/check-parameter.ts';
import { BEHAVIOUR, LOG_GROUPS } from '../../infra/parameters.ts';

const DEFINITIONS = { ...BEHAVIOUR, ...LOG_GROUPS };

describe('checkParameter', () => {
  test.each([
    ['Mode', 'dry-run'],
    ['RetentionDays', '400'],
    ['SettleSeconds', '0'],
    ['Regions', ''],
    ['Regions', 'us-east-1, eu-west-1'],
    ['LogGroupPrefix', `${'x'.repeat(299)}/`],
  ])('accepts %s=%s', (name, value) => {
    expect(() => checkParameter(name, value, DEFINITIONS)).not.toThrow();
  });

  test.each<[string, unknown, string]>([
    ['Mode', 'dryrun', 'The value "dryrun" is not valid. Mode must be one of fix, dry-run.'],
    ['Mode', '', 'The value "" is not valid.'],
    ['RetentionDays', '366', 'RetentionDays must be a period that CloudWatch Logs supports'],
    ['RetentionDays', 365, 'The value 365 is not valid.'],
    ['SettleSeconds', '61', 'SettleSeconds must be a whole number from 0 to 60.'],
    ['SettleSeconds', '20\n', 'The value "20\\n" is not valid.'],
    ['Regions', 'us-east-1,x', 'Regions must be empty or a comma-separated list of Regions'],
    ['LogGroupPrefix', `${'x'.repeat(300)}/`, 'LogGroupPrefix must have 3 to 300 characters'],
    ['mode', 'fix', 'trailmend has no parameter "mode". Its parameters are Mode, RestartLogging'],
    ['toString', 'fix', 'trailmend has no parameter "toString"'],
  ])('rejects %s=%j', (name, value, message) => {
    const check = () => checkParameter(name, value, DEFINITIONS);
    expect(check).toThrow(ParameterError);
    expect(check).toThrow(message);
  });
});
