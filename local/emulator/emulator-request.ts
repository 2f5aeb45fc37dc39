/**
 * What a request to the emulator reads or changes, as far as the read cache tells requests apart.
 */
export interface EmulatorRequest {
  /** The name that it is signed for. */
  readonly service: string;
  /** AWS's operation name; `METHOD /path` of REST requests without one here. */
  readonly operation: string;
  /**
   * The role, policy or bucket that it concerns, in lower case; undefined when it may concern any.
   */
  readonly subject: string | undefined;
}

const READS = /^(Get|List|Describe|Head|Simulate|Lookup|Query|Scan|Validate|GET \/|HEAD \/)/;
/** Services whose writes change nothing in another service. Writes of all others may. */
const ISOLATED_SERVICES =
  /^(cloudtrail|dynamodb|events|iam|kms|logs|monitoring|s3|scheduler|secretsmanager|sns|sqs|ssm|states|sts)$/;

/**
 * The reads of CloudTrail that a write changes; a write that is not listed changes all.
 * Source: MiniStack 1.5.33, services/cloudtrail.py.
 */
const CHANGED_TRAIL_READS: Readonly<Record<string, RegExp>> = {
  UpdateTrail: /^(GetTrail|DescribeTrails|ListTrails)$/,
  PutEventSelectors: /^(GetTrail|DescribeTrails|ListTrails|GetEventSelectors)$/,
  StartLogging: /^GetTrailStatus$/,
  StopLogging: /^GetTrailStatus$/,
  AddTags: /^ListTags$/,
  RemoveTags: /^ListTags$/,
};

/** Whether a request changes nothing. */
export function isRead({ service, operation }: EmulatorRequest): boolean {
  return READS.test(operation) || (service === 'lambda' && operation === 'Invoke');
}

/** Whether a write may change the answer to a read; true in doubt. */
export function mayChange(write: EmulatorRequest, read: EmulatorRequest): boolean {
  if (!ISOLATED_SERVICES.test(write.service)) return true;
  if (write.service !== read.service) return false;
  if (write.service === 'cloudtrail') return CHANGED_TRAIL_READS[write.operation]?.test(read.operation) ?? true;
  return write.subject === undefined || read.subject === undefined || write.subject === read.subject;
}

/**
 * The subject of a request, from its parameters or, in S3, its path. A change of a role changes no
 * managed policy, and the other way round.
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
