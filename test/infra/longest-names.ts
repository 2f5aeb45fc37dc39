/** The partition and the Region that make ARNs longest. */
export const LONGEST_PLACE = { 'AWS::Partition': 'aws-us-gov', 'AWS::Region': 'us-gov-west-1' };

/**
 * The most characters of generated names: the limit of the service, or the name of the stack (128),
 * the logical ID and 13 others.
 */
const LONGEST_NAMES: Readonly<Record<string, number>> = {
  'ref:Deployed': 64,
  'ref:RemediatorFunction': 64,
  'ref:SweepsRole': 64,
  'ref:StackDeliveryRole': 64,
  'ref:RemediatorLog': 156,
  'ref:Ledger': 149,
  'UndeliveredQueue.QueueName': 80,
  'RemediatorFailureQueue.QueueName': 80,
};

const arn = (service: string, resource: string, length: number, end = '', region = 'us-gov-west-1') =>
  `arn:aws-us-gov:${service}:${region}:111122223333:${resource}${'x'.repeat(length)}${end}`;

/** What `deployed` leaves of a reference, as long as it can be. */
const LONGEST_ARNS: Readonly<Record<string, string>> = {
  'ref:Topic': arn('sns', '', 148),
  'ref:Chat': arn('sns', 'trailmend-chat', 0),
  'Ledger.Arn': arn('dynamodb', 'table/', 149),
  'RemediatorLog.Arn': arn('logs', 'log-group:', 156, ':*'),
  'RemediatorFailureQueue.Arn': arn('sqs', '', 80),
  'ref:DeliveryRoleBoundary': arn('iam', 'policy/trailmend/', 128, '', ''),
  'StackDeliveryRole.Arn': arn('iam', 'role/trailmend-delivery/', 64, '', ''),
};

const REFERENCE = /ref:\w+|\b[A-Z]\w+\.(?:Arn|QueueName)\b/g;

/**
 * A document of `deployed` with names as long as they can be.
 * @throws for a reference whose longest name nobody wrote down here
 */
export function withLongestNames(document: object): string {
  return JSON.stringify(document).replace(REFERENCE, (reference) => {
    const value = LONGEST_ARNS[reference] ?? 'x'.repeat(LONGEST_NAMES[reference] ?? 0);
    if (value === '') throw new Error(`How long can ${reference} be? Add it to longest-names.ts.`);
    return value;
  });
}
