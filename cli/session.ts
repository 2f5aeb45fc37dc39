import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { type Clients, clientsFor } from '../lambda/aws/clients.ts';
import { enabledRegions } from '../lambda/aws/read/enabled-regions.ts';
import { foreign } from '../lambda/core/model/foreign-text.ts';
import { closestTo } from './closest-to.ts';
import { UserError } from './errors.ts';

/** The options with which every command reaches AWS, named as those of the AWS CLI. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

/** The account and the Region of the caller's credentials. */
export interface Session {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  /** The ARN of the caller, in a form of `callerFrom`. */
  readonly callerArn: string;
  readonly clients: Clients;
}

/** How to choose a Region for a command whose `--region` leaves trails out. */
export const REGION_BESIDE_OPTION = 'set AWS_REGION, or give the profile a region';
const REGION_BY_OPTION = `use --region, ${REGION_BESIDE_OPTION}`;

/**
 * Asks AWS whose credentials these are. The SDK finds them as the AWS CLI does: in the environment,
 * in the shared configuration files, with SSO, by roles to assume, and from the machine.
 * @param howToChoose what the user can do without a Region
 * @throws UserError without a Region, and for an unknown one; the SDK's errors, see `explain`
 */
export async function openSession(options: AwsOptions, howToChoose = REGION_BY_OPTION): Promise<Session> {
  applyOptions(options);
  await checkProfile(process.env['AWS_PROFILE']);
  const sts = new STSClient({ maxAttempts: 2 });
  const region = await regionOf(sts, howToChoose);
  const clients = clientsFor(region);
  const [{ Account: account = '', Arn: callerArn = '' }] = await Promise.all([
    sts.send(new GetCallerIdentityCommand({})),
    ...(options.region === undefined ? [] : [checkRegion(options.region, clients)]),
  ]);
  const [, partition = 'aws'] = callerArn.split(':');
  return { account, partition, region, callerArn, clients };
}

/**
 * The SDK takes a profile that does not exist for one without settings.
 * @throws UserError with the nearest name
 */
async function checkProfile(profile: string | undefined): Promise<void> {
  if (profile === undefined) return;
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const names = Object.keys({ ...configFile, ...credentialsFile });
  if (names.includes(profile)) return;
  const closest = closestTo(profile, names);
  const hint =
    closest === undefined ? ' "aws configure list-profiles" lists them.' : ` Did you mean ${foreign(closest)}?`;
  throw new UserError(`The shared configuration files have no profile ${foreign(profile)}.${hint}`);
}

/** @throws UserError with the nearest name, if the account cannot use the Region */
async function checkRegion(region: string, clients: Clients): Promise<void> {
  const enabled = await enabledRegions(clients);
  // Without the permission to list Regions, the calls of the command find out.
  if (!enabled.ok || enabled.value.includes(region)) return;
  const closest = closestTo(region, enabled.value);
  const hint = closest === undefined ? ' "aws ec2 describe-regions" lists them.' : ` Did you mean ${closest}?`;
  throw new UserError(`The account cannot use the Region ${foreign(region)}.${hint}`);
}

/** The SDK reads its settings from the environment, whichever client asks. */
function applyOptions({ profile, region, endpointUrl }: AwsOptions): void {
  const { env } = process;
  if (profile !== undefined) {
    env['AWS_PROFILE'] = profile;
    // As in the AWS CLI, the option precedes keys in the environment.
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete env[name];
  }
  if (endpointUrl !== undefined) env['AWS_ENDPOINT_URL'] = endpointUrl;
  const chosen = region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (chosen !== undefined) env['AWS_REGION'] = chosen;
}

async function regionOf(sts: STSClient, howToChoose: string): Promise<string> {
  try {
    return await sts.config.region();
  } catch {
    throw new UserError(`No Region: ${howToChoose}.`);
  }
}
