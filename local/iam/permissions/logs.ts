import {
  ANYTHING,
  type Asked,
  each,
  given,
  type Line,
  passRole,
  removedTags,
  requestTags,
  type ServiceCalls,
  text,
  whenTagged,
} from './permission.ts';

/** `arn:P:logs:R:A:log-group:NAME`, without the `:*` that an identifier may end in. */
function groupArn(asked: Asked): string {
  const name = text(asked, 'logGroupName') || text(asked, 'logGroupIdentifier');
  return name.startsWith('arn:') ? name.replace(/:\*$/, '') : `${allGroups(asked)}${name}`;
}

function allGroups({ region, account }: Asked): string {
  return `arn:aws:logs:${region}:${account}:log-group:`;
}

/** AWS asks for a group in either form, so a policy has to allow both (denials reported from the field). */
const group: Line = { on: (asked) => [`${groupArn(asked)}:log-stream:`, groupArn(asked)] };
const stream: Line = { on: (asked) => `${groupArn(asked)}:log-stream:${text(asked, 'logStreamName')}` };
/** The tagging operations ask for the group without anything behind its name (CloudWatch Logs API reference, LogGroup). */
const bare: Line['on'] = (asked) => (text(asked, 'resourceArn') ? given('resourceArn')(asked) : groupArn(asked));

/** Source: Service Authorization Reference, CloudWatch Logs; its API reference, CreateLogGroup (tags) and LogGroup (ARNs). */
export const logs: ServiceCalls = {
  prefix: 'logs',
  calls: {
    // Its denials name the group without a name.
    DescribeLogGroups: [{ on: (asked) => `${allGroups(asked)}:log-stream:` }],
    ...each('DescribeResourcePolicies PutResourcePolicy DeleteResourcePolicy DescribeQueries StopQuery', ANYTHING),
    ...each('GetQueryResults DescribeQueryDefinitions DescribeDestinations', ANYTHING),
    CreateLogGroup: [
      { ...group, keys: requestTags('tags') },
      { action: 'logs:TagResource', on: whenTagged('tags', bare), keys: requestTags('tags') },
    ],
    ...each('DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy DescribeLogStreams FilterLogEvents', group),
    ...each('PutMetricFilter DeleteMetricFilter DescribeMetricFilters DescribeSubscriptionFilters', group),
    ...each('AssociateKmsKey DisassociateKmsKey PutLogGroupDeletionProtection StartQuery', group),
    ...each('DeleteSubscriptionFilter', group),
    PutSubscriptionFilter: [group, passRole('logs.amazonaws.com', given('roleArn'))],
    ...each('CreateLogStream DeleteLogStream PutLogEvents GetLogEvents', stream),
    ...each('ListTagsForResource ListTagsLogGroup', { on: bare }),
    ...each('TagResource TagLogGroup', { on: bare, keys: requestTags('tags') }),
    UntagResource: [{ on: bare, keys: removedTags('tagKeys') }],
    UntagLogGroup: [{ on: bare, keys: removedTags('tags') }],
  },
};
