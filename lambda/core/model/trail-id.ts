/** The parts of a trail's ARN. `region` is its home Region. */
export interface TrailId {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** Trail names are 3 to 128 of these characters (CloudTrail API reference, CreateTrail). */
export const TRAIL_NAME: RegExp = /^[A-Za-z0-9._-]{3,128}$/;
const TRAIL_ARN =
  /^arn:(?<partition>[\w-]+):cloudtrail:(?<region>[a-z0-9-]+):(?<account>\d{12}):trail\/(?<name>[A-Za-z0-9._-]{3,128})$/;
const LOG_GROUP_ARN =
  /^arn:[\w-]+:logs:(?<region>[a-z0-9-]+):(?<account>\d{12}):log-group:(?<name>[.\-_/#A-Za-z0-9]{1,512}):\*$/;

/** The parts of a log group's ARN. */
export interface LogGroupId {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** The parts of `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`, or undefined. */
export function parseTrailArn(arn: string): TrailId | undefined {
  const parts = TRAIL_ARN.exec(arn)?.groups as Omit<TrailId, 'arn'> | undefined;
  return parts && { arn, ...parts };
}

/** The ARN of a trail, or undefined when CloudTrail does not allow the name. */
export function trailArn(place: Omit<TrailId, 'arn' | 'name'>, name: string): string | undefined {
  return TRAIL_NAME.test(name)
    ? `arn:${place.partition}:cloudtrail:${place.region}:${place.account}:trail/${name}`
    : undefined;
}

/**
 * The parts of `arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:*`, or undefined. CloudTrail
 * refuses an ARN without the `:*` ("can't validate it"). The API reference does not say so.
 */
export function parseLogGroupArn(arn: string): LogGroupId | undefined {
  const parts = LOG_GROUP_ARN.exec(arn)?.groups as LogGroupId | undefined;
  return parts && { ...parts };
}

/** The account in the ARN of a log group, or undefined. */
export function accountOfLogGroup(arn: string): string | undefined {
  return parseLogGroupArn(arn)?.account;
}

/** The log group, if CloudTrail can deliver there: in the trail's account and home Region. */
export function groupBeside(id: TrailId, arn: string): LogGroupId | undefined {
  const group = parseLogGroupArn(arn);
  return group?.region === id.region && group.account === id.account ? group : undefined;
}

/** The ARN, as UpdateTrail takes it, of a log group in the trail's account and home Region. */
export function logGroupArn(id: TrailId, name: string): string {
  return `arn:${id.partition}:logs:${id.region}:${id.account}:log-group:${name}:*`;
}

/** The name in `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`, or undefined. */
export function roleNameOf(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::\d{12}:role\/(?:[^/]+\/)*([\w+=,.@-]{1,64})$/.exec(arn)?.[1];
}

/** The account in `arn:PARTITION:iam::ACCOUNT:role/…`, or undefined. */
export function accountOfRole(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::(\d{12}):role\//.exec(arn)?.[1];
}

export function isRoleOf({ partition, account }: TrailId, arn: string): boolean {
  return roleNameOf(arn) !== undefined && arn.startsWith(`arn:${partition}:iam::${account}:role/`);
}
