import { describe, expect, test } from '@jest/globals';
import { ConfigError, configFrom, ENVIRONMENT } from '../../lambda/config.ts';

const AS_DEPLOYED = {
  AWS_REGION: 'eu-central-1',
  MODE: 'dry-run',
  ORGANIZATION_TRAILS: 'true',
  RETENTION_DAYS: '400',
  SETTLE_SECONDS: '20',
  RESTART_LOGGING: 'seen',
  LOG_GROUP_PREFIX: '/trailmend/',
  LOG_GROUP_KMS_KEY_ARN: 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1',
  EXCLUDED_TRAILS: 'sandbox',
  DATA_EVENT_TRAILS: 'fix',
  METRIC_FILTERS: 'cis',
  REGIONS: 'us-gov-west-1, us-gov-east-1',
  TOPIC_ARN: 'arn:aws-us-gov:sns:us-gov-west-1:111122223333:Trailmend-Topic',
  CHAT_TOPIC: 'create',
  LEDGER_TABLE: 'Trailmend-Ledger-1A2B3C4D5E6F',
  FUNCTION_ROLE_ARN: 'arn:aws-us-gov:iam::111122223333:role/trailmend-function/trailmend-function',
  DELIVERY_ROLE_ARN: 'arn:aws-us-gov:iam::111122223333:role/trailmend-delivery/Trailmend-DeliveryRole-1A2B3C',
  DELIVERY_ROLE_BOUNDARY_ARN: 'arn:aws-us-gov:iam::111122223333:policy/trailmend/boundary',
  FORWARDER_REGIONS: 'us-gov-east-1,us-gov-west-1',
};

describe('configFrom', () => {
  test('reads what the stack sets; account and partition come from the role', () => {
    expect(configFrom(AS_DEPLOYED)).toEqual({
      settings: {
        mode: 'dry-run',
        account: '111122223333',
        organizationTrails: true,
        retentionDays: 400,
        restartLogging: 'seen',
        logGroupPrefix: '/trailmend/',
        logGroupKmsKeyArn: AS_DEPLOYED.LOG_GROUP_KMS_KEY_ARN,
        excludedTrails: 'sandbox',
        dataEventTrails: 'fix',
        metricFilters: 'cis',
        deliveryRoleArn: AS_DEPLOYED.DELIVERY_ROLE_ARN,
        deliveryRoleBoundaryArn: AS_DEPLOYED.DELIVERY_ROLE_BOUNDARY_ARN,
      },
      partition: 'aws-us-gov',
      region: 'eu-central-1',
      settleSeconds: 20,
      regions: ['us-gov-west-1', 'us-gov-east-1'],
      topicArn: AS_DEPLOYED.TOPIC_ARN,
      chatTopicArn: 'arn:aws-us-gov:sns:us-gov-west-1:111122223333:trailmend-chat',
      ledgerTable: AS_DEPLOYED.LEDGER_TABLE,
      functionRoleArn: AS_DEPLOYED.FUNCTION_ROLE_ARN,
      forwarderRegions: ['us-gov-east-1', 'us-gov-west-1'],
    });
  });

  test('takes an empty option for one that is off', () => {
    const { settings, regions, ...others } = configFrom({
      ...AS_DEPLOYED,
      LOG_GROUP_KMS_KEY_ARN: '',
      DELIVERY_ROLE_ARN: '',
      EXCLUDED_TRAILS: '',
      CHAT_TOPIC: 'none',
      REGIONS: '',
    });
    expect(regions).toEqual([]);
    expect(settings).not.toHaveProperty('logGroupKmsKeyArn');
    expect(settings).not.toHaveProperty('deliveryRoleArn');
    expect(others).not.toHaveProperty('chatTopicArn');
    expect(settings.excludedTrails).toBe('');
    expect(configFrom({ ...AS_DEPLOYED, FORWARDER_REGIONS: '' }).forwarderRegions).toEqual([]);
  });

  test.each([...Object.values(ENVIRONMENT), 'AWS_REGION'])('names %s when it is missing', (name) => {
    expect(() => configFrom({ ...AS_DEPLOYED, [name]: undefined })).toThrow(
      new ConfigError(`The environment variable ${name} is missing. Deploy the stack again to set it.`),
    );
  });

  test('names the entry of a list that is not understood', () => {
    expect(() => configFrom({ ...AS_DEPLOYED, REGIONS: 'us-east-1,Ireland' })).toThrow(
      new ConfigError('The environment variable REGIONS contains "Ireland", which does not match /^[a-z0-9-]+$/.'),
    );
  });

  test.each([
    ['MODE', 'repair', 'one of fix, dry-run'],
    ['MODE', '', 'one of fix, dry-run'],
    ['ORGANIZATION_TRAILS', 'yes', 'one of true, false'],
    ['RESTART_LOGGING', 'sometimes', 'one of never, seen, always'],
    ['DATA_EVENT_TRAILS', 'no', 'one of notify, fix'],
    ['METRIC_FILTERS', 'all', 'one of none, cis'],
    ['RETENTION_DAYS', 'a year', 'does not match'],
    ['SETTLE_SECONDS', '-1', 'does not match'],
    ['LOG_GROUP_PREFIX', '', 'does not match'],
    ['LOG_GROUP_PREFIX', 'with space', 'does not match'],
    ['LOG_GROUP_KMS_KEY_ARN', 'arn:aws:kms:us-east-1:111122223333:alias/audit', 'does not match'],
    ['TOPIC_ARN', 'trailmend', 'does not match'],
    ['CHAT_TOPIC', 'theirs', 'one of none, create'],
    ['FUNCTION_ROLE_ARN', 'arn:aws:iam::1:role/x', 'does not match'],
    ['LEDGER_TABLE', 'a table', 'does not match'],
    ['DELIVERY_ROLE_ARN', 'trailmend', 'does not match'],
    ['DELIVERY_ROLE_BOUNDARY_ARN', '', 'does not match'],
    ['FORWARDER_REGIONS', 'eu-west-1, eu-west-2', 'does not match'],
    ['AWS_REGION', '', 'does not match'],
  ])('names %s when it is "%s"', (name, value, complaint) => {
    const configured = () => configFrom({ ...AS_DEPLOYED, [name]: value });
    expect(configured).toThrow(ConfigError);
    expect(configured).toThrow(`The environment variable ${name} is "${value}"`);
    expect(configured).toThrow(complaint);
  });
});
