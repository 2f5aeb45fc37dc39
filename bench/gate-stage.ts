import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { AwsSession } from '../demo/sessions.ts';
import { makeBucket, makeTrail, trailArnOf } from '../demo/trails.ts';
import { READS, ROLE_WRITES, statementsFor, WRITES } from '../infra/permissions.ts';
import type { Credentials, EmulatorApi } from '../local/emulator/api.ts';
import type { GateStage } from './gate-calls.ts';

const TRAIL = 'gate-bench';
const GROUP = '/trailmend/gate-bench';

/**
 * Creates a trail with a log group and a delivery role, as trailmend does, and a role with the
 * permissions of the function.
 */
export async function gateStage(aws: AwsSession, api: EmulatorApi): Promise<{ stage: GateStage; role: Credentials }> {
  const { account, region } = aws;
  const where = { account, region };
  await makeTrail(aws, TRAIL, await makeBucket(aws, TRAIL));
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  const groupArn = `arn:aws:logs:${region}:${account}:log-group:${GROUP}`;
  const streams = `${groupArn}:log-stream:${account}_CloudTrail_${region}*`;
  const statement = [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: streams }];
  const { Policy } = await aws.iam.send(
    new CreatePolicyCommand({ PolicyName: 'gate-bench', Path: '/trailmend/', PolicyDocument: document(statement) }),
  );
  const boundary = Policy?.Arn ?? '';
  const deliveryRole = {
    name: 'trailmend-gate-bench',
    path: '/trailmend/',
    trust: 'cloudtrail.amazonaws.com',
    boundary,
  };
  const roleArn = await makeRole(aws, deliveryRole, document(statement));
  const scope = {
    partition: 'aws',
    account,
    region,
    logGroupPrefix: '/trailmend/',
    deliveryRoleBoundaryArn: boundary,
    stackRoleArn: '',
    topicArns: ['*'],
    ledgerArn: '*',
    eventRegions: region,
  };
  const statements = [READS, WRITES, ROLE_WRITES].flatMap((calls) => statementsFor(calls, scope));
  const granted = new PolicyDocument({ statements: statements.map((props) => new PolicyStatement(props)) });
  const functionRole = { name: 'gate-bench-function', path: '/gate-bench/', trust: 'lambda.amazonaws.com' };
  const RoleArn = await makeRole(aws, functionRole, JSON.stringify(granted.toJSON()));
  const form = { Action: 'AssumeRole', RoleArn, RoleSessionName: 'bench', Version: '2011-06-15' };
  const session = await api.query('sts', form, where);
  const element = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(session)?.[1] ?? '';
  return {
    stage: { where, trailArn: trailArnOf(aws, TRAIL), group: GROUP, groupArn: `${groupArn}:*`, roleArn },
    role: { accessKeyId: element('AccessKeyId'), sessionToken: element('SessionToken') },
  };
}

interface NewRole {
  readonly name: string;
  readonly path: string;
  /** The service that can assume the role. */
  readonly trust: string;
  readonly boundary?: string;
}

async function makeRole(aws: AwsSession, { name, path, trust, boundary }: NewRole, policy: string): Promise<string> {
  const trustPolicy = document([{ Effect: 'Allow', Principal: { Service: trust }, Action: 'sts:AssumeRole' }]);
  const role = { RoleName: name, Path: path, AssumeRolePolicyDocument: trustPolicy };
  const { Role } = await aws.iam.send(
    new CreateRoleCommand({ ...role, ...(boundary !== undefined && { PermissionsBoundary: boundary }) }),
  );
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'delivery', PolicyDocument: policy }));
  return Role?.Arn ?? '';
}

function document(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
