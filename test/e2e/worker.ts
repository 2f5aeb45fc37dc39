import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import { type AwsSession, sessionWith } from '../../demo/sessions.ts';
import { type Credentials, type EmulatorApi, emulatorApi, type Where } from '../../local/emulator/api.ts';
import type { LocalAws } from '../../local/local-aws.ts';

const ASSUME_ROLE = 'AWSSecurityTokenServiceV20110615.AssumeRole';
const SESSION_CREDENTIALS = /<AccessKeyId>([^<]+)<[\s\S]*<SessionToken>([^<]+)</;
const ANY = z.unknown();

/** An Allow statement. */
export function allow(Action: string | readonly string[], Resource: string, Condition?: object): object {
  return { Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

/** A policy document as JSON. */
export function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/**
 * An account with its administrator, and with a role `worker` whose sessions and policies a test
 * sets.
 */
export class WorkerAccount {
  readonly where: Where;
  readonly administrator: AwsSession;
  readonly api: EmulatorApi;
  readonly roleArn: string;
  readonly #aws: LocalAws;

  constructor(aws: LocalAws, account: string) {
    this.#aws = aws;
    this.where = { account, region: 'eu-west-1' };
    this.api = emulatorApi(new URL(aws.endpoint));
    this.administrator = sessionWith(this.#target(), { accessKeyId: account, secretAccessKey: 'test' });
    this.roleArn = this.role('crew/worker');
  }

  /** `arn:aws:iam::A:role/…` */
  role(pathAndName: string): string {
    return `arn:aws:iam::${this.where.account}:role/${pathAndName}`;
  }

  /** Creates the role and returns a caller with the credentials of one of its sessions. */
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
    return sessionWith(this.#target(), { secretAccessKey: 'test', ...(await this.session(this.roleArn)) });
  }

  /** Replaces the permissions of the role. */
  async grant(...statements: object[]): Promise<void> {
    const PolicyDocument = policy(...statements);
    await this.administrator.iam.send(
      new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'own', PolicyDocument }),
    );
  }

  async revoke(): Promise<void> {
    await this.administrator.iam.send(new DeleteRolePolicyCommand({ RoleName: 'worker', PolicyName: 'own' }));
  }

  /** The credentials of a session that the administrator requests. */
  async session(RoleArn: string, Policy?: string): Promise<Credentials & { readonly sessionToken: string }> {
    const form = { Action: 'AssumeRole', RoleArn, RoleSessionName: 'shift', Version: '2011-06-15' };
    const xml = await this.api.query('sts', { ...form, ...(Policy !== undefined && { Policy }) }, this.where);
    const [, accessKeyId = '', sessionToken = ''] = SESSION_CREDENTIALS.exec(xml) ?? [];
    return { accessKeyId, sessionToken };
  }

  /** Requests a session of another role with a session of the worker. */
  async assumeByWorker(RoleArn: string): Promise<void> {
    const credentials = await this.session(this.roleArn);
    const input = { RoleArn, RoleSessionName: 'second' };
    await this.api.json('sts', ASSUME_ROLE, input, this.where, ANY, credentials);
  }

  /** A caller with these credentials. */
  callerOf(credentials: Credentials): AwsSession {
    return sessionWith(this.#target(), { secretAccessKey: 'test', ...credentials });
  }

  #target() {
    return { endpoint: this.#aws.endpoint, ...this.where };
  }
}
