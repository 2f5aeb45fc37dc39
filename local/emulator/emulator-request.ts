/** A request to the emulator, as much as tells what it reads or changes. */
export interface Asked {
  /** The name that it is signed for. */
  readonly service: string;
  /** AWS's name; `METHOD /path` of REST requests that have none here. */
  readonly operation: string;
  /** The role, policy or bucket that it is about, in lower case; undefined where it may be about any. */
  readonly subject: string | undefined;
}

const READS = /^(Get|List|Describe|Head|Simulate|Lookup|Query|Scan|Validate|GET \/|HEAD \/)/;
/** Services whose writes change nothing in any other; those of all others may. */
const APART =
  /^(cloudtrail|dynamodb|events|iam|kms|logs|monitoring|s3|scheduler|secretsmanager|sns|sqs|ssm|states|sts)$/;

/** Which reads of CloudTrail a write changes; one that is not here changes all. Source: MiniStack 1.5.33, services/cloudtrail.py. */
const SHOWN = /^(GetTrail|DescribeTrails|ListTrails)$/;
const TRAIL_WRITES: Readonly<Record<string, RegExp>> = {
  UpdateTrail: SHOWN,
  PutEventSelectors: /^(GetTrail|DescribeTrails|ListTrails|GetEventSelectors)$/,
  StartLogging: /^GetTrailStatus$/,
  StopLogging: /^GetTrailStatus$/,
  AddTags: /^ListTags$/,
  RemoveTags: /^ListTags$/,
};

/** Whether a request leaves everything as it is. */
export function isRead({ service, operation }: Asked): boolean {
  return READS.test(operation) || (service === 'lambda' && operation === 'Invoke');
}

/** Whether what a request reads may be another after a write. In doubt it may. */
export function changes(write: Asked, read: Asked): boolean {
  if (!APART.test(write.service)) return true;
  if (write.service !== read.service) return false;
  if (write.service === 'cloudtrail') return TRAIL_WRITES[write.operation]?.test(read.operation) ?? true;
  return write.subject === undefined || read.subject === undefined || write.subject === read.subject;
}

/**
 * What a request is about, from its parameters or, in S3, its path. A change of a role changes no managed policy and the other way round.
 * @param input parameters of the query protocol
 */
export function subjectOf(service: string, path: string, input: Readonly<Record<string, unknown>>): string | undefined {
  if (service === 's3') return path.split(/[/?]/)[1]?.toLowerCase() || undefined;
  if (service !== 'iam') return undefined;
  const role = input['RoleName'];
  if (typeof role === 'string') return `role ${role.toLowerCase()}`;
  const policy = input['PolicyArn'];
  return typeof policy === 'string' ? `policy ${policy.toLowerCase()}` : undefined;
}
