import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import { type AwsSession, sessionWith } from '../../demo/sessions.ts';
import { type Credentials, type EmulatorApi, emulatorApi, type Where } from '../../local/emulator/api.ts';
import type { LocalAws } from '../../local/local-aws.ts';

const ASSUME = 'AWSSecurityTokenServiceV20110615.AssumeRole';
const OF_ANSWER = /<AccessKeyId>([^<]+)<[\s\S]*<SessionToken>([^<]+)</;
const ASSUMED = z.unknown();

/** A statement that allows. */
export function allow(Action: string | readonly string[], Resource: string, Condition?: object): object {
  return { Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

/** A policy document as JSON. */
export function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** An account with its administrator, and a role `worker` whose sessions and policies a test decides about. */
export class Work {
  readonly where: Where;
  readonly administrator: AwsSession;
  readonly api: EmulatorApi;
  readonly roleArn: string;
  readonly #aws: LocalAws;

  constructor(aws: LocalAws, account: string) {
    this.#aws = aws;
    this.where = { account, region: 'eu-west-1' };
    this.api = emulatorApi(new URL(aws.endpoint));
    this.administrator = sessionWith(this.#place(), { accessKeyId: account, secretAccessKey: 'test' });
    this.roleArn = this.role('crew/worker');
  }

  /** `arn:aws:iam::A:role/…` */
  role(pathAndName: string): string {
    return `arn:aws:iam::${this.where.account}:role/${pathAndName}`;
  }

  /** Makes the role, and gives a caller with the credentials of a session of it. */
  async worker(statements: readonly object[], boundary?: string): Promise<AwsSession> {
    await this.administrator.iam.send(
      new CreateRoleCommand({
        RoleName: 'worker',
        Path: '/crew/',
        AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
        ...(boundary !== undefined && { PermissionsBoundary: boundary }),
      }),
    );
    if (statements.length > 0) await this.grant(...statements);
    return sessionWith(this.#place(), { secretAccessKey: 'test', ...(await this.session(this.roleArn)) });
  }

  /** What the role may do from now on. */
  async grant(...statements: object[]): Promise<void> {
    const PolicyDocument = policy(...statements);
    await this.administrator.iam.send(
      new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'own', PolicyDocument }),
    );
  }

  async revoke(): Promise<void> {
    await this.administrator.iam.send(new DeleteRolePolicyCommand({ RoleName: 'worker', PolicyName: 'own' }));
  }

  /** The credentials of a session, asked for by the administrator. */
  async session(RoleArn: string, Policy?: string): Promise<Credentials & { readonly sessionToken: string }> {
    const form = { Action: 'AssumeRole', RoleArn, RoleSessionName: 'shift', Version: '2011-06-15' };
    const xml = await this.api.query('sts', { ...form, ...(Policy !== undefined && { Policy }) }, this.where);
    const [, accessKeyId = '', sessionToken = ''] = OF_ANSWER.exec(xml) ?? [];
    return { accessKeyId, sessionToken };
  }

  /** A session of another role, asked for by a session of the worker. */
  async assumeByWorker(RoleArn: string): Promise<void> {
    const credentials = await this.session(this.roleArn);
    const input = { RoleArn, RoleSessionName: 'second' };
    await this.api.json('sts', ASSUME, input, this.where, ASSUMED, credentials);
  }

  /** A caller with credentials. */
  callerOf(credentials: Credentials & { readonly sessionToken: string }): AwsSession {
    return sessionWith(this.#place(), { secretAccessKey: 'test', ...credentials });
  }

  #place() {
    return { endpoint: this.#aws.endpoint, ...this.where };
  }
}
