import { logGroupNames } from '../../lambda/core/integration/names.ts';
import { statementsOf } from '../../lambda/core/integration/policy-statements.ts';
import { logGroupArn, type TrailId } from '../../lambda/core/model/trail-id.ts';
import { keyIn } from '../kms-replica.ts';
import { decide } from '../policies/decide.ts';
import { withStatements } from '../policies/statements.ts';
import type { LogsKey } from '../reads/logs-key.ts';
import type { AccountFacts, Check } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { type Finding, ok, problem, unknown } from './result.ts';

type Facts = Pick<AccountFacts, 'logsKeys' | 'settings' | 'trails'>;

const ENCRYPTING = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKey'] as const;
const CONTEXT_KEY = 'kms:EncryptionContext:aws:logs:arn';

/**
 * CloudWatch Logs may encrypt new log groups with the configured key.
 * Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
 */
export const logsKey: Check<Facts> = ({ logsKeys, settings, trails }) => {
  if (settings.logGroupKmsKeyArn === undefined) return [ok('No KMS key is configured for new log groups.')];
  const key = settings.logGroupKmsKeyArn;
  const elsewhere = [...new Set(trails.map(({ id }) => id.region))].filter((region) => !keyIn(region, key));
  const findings = [
    ...elsewhere.map((region) =>
      problem(`The KMS key ${key} has no replica in ${region}: set a multi-Region key as LogGroupKmsKeyArn.`),
    ),
    ...logsKeys.map((one) => {
      const ids = trails.map(({ id }) => id).filter(({ region }) => region === one.region);
      return judgeState(one) ?? judgePolicy(one, ids, settings.logGroupPrefix);
    }),
  ];
  return findings.length > 0 ? findings : [ok('No trail needs the KMS key for new log groups.')];
};

/** Undefined: the key is in order. */
function judgeState({ region, arn, state }: LogsKey): Finding | undefined {
  if (!state.read) return unknown(`the KMS key ${arn} of new log groups`, state);
  const { state: word, isSymmetric } = state.value;
  if (!isSymmetric) return problem(`The KMS key ${arn} is not symmetric, and CloudWatch Logs supports no other.`);
  if (word === 'Enabled') return undefined;
  const cancelled = word === 'PendingDeletion' ? [awsCommand('kms cancel-key-deletion', { KeyId: arn }, region)] : [];
  const enabled = awsCommand('kms enable-key', { KeyId: arn }, region);
  return problem(`The KMS key ${arn} of new log groups is ${word}.`, ...cancelled, enabled);
}

function judgePolicy({ region, arn, policy }: LogsKey, ids: readonly TrailId[], prefix: string): Finding {
  if (!policy.read) return unknown(`the policy of the KMS key ${arn}`, policy);
  const statements = statementsOf(policy.value);
  if (!statements) return unknown(`the policy of the KMS key ${arn}`, { why: 'It is no policy in JSON.' });
  const service = `logs.${region}.${isChina(arn) ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  const decisions = ids.flatMap((id) => {
    const group = logGroupArn(id, logGroupNames(id, prefix)[0]).replace(/:\*$/, '');
    return ENCRYPTING.map((action) =>
      decide(statements, { service, action, resource: arn, context: { [CONTEXT_KEY]: group } }),
    );
  });
  const says = `The policy of the KMS key ${arn}`;
  if (decisions.includes('denied')) return problem(`${says} denies ${service} to encrypt trailmend's log groups.`);
  if (decisions.includes('not-allowed')) {
    const [id] = ids;
    const Policy = withStatements(policy.value, [
      allowing(service, `arn:${id?.partition}:logs:${region}:${id?.account}:log-group:${prefix}*`),
    ]);
    return problem(
      `${says} does not allow ${service} to encrypt trailmend's log groups.`,
      awsCommand('kms put-key-policy', { KeyId: arn, PolicyName: 'default', Policy }, region),
    );
  }
  if (decisions.includes('unclear')) {
    return unknown(`whether ${service} may encrypt`, { why: `${says} has conditions that only a real call shows.` });
  }
  return ok(`${says} allows ${service} to encrypt trailmend's log groups.`);
}

/** Source: AWS Key Management Service in China; CloudWatch Logs user guide. */
function isChina(arn: string): boolean {
  return arn.startsWith('arn:aws-cn:');
}

function allowing(service: string, groups: string): object {
  return {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    Resource: '*',
    Condition: { ArnLike: { [CONTEXT_KEY]: groups } },
  };
}
