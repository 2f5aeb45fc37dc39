import {
  ANYTHING,
  type Asked,
  each,
  field,
  given,
  type Line,
  named,
  removedTags,
  requestTags,
  type ServiceCalls,
} from './permission.ts';

const table = named('dynamodb', 'table/', 'TableName');
const index: Line['on'] = (asked) => {
  const arn = String(table(asked));
  const name = asked.input['IndexName'];
  return typeof name === 'string' ? `${arn}/index/${name}` : arn;
};
const tableNamed = ({ region, account }: Asked, name: string) =>
  name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`;
const tablesOfBatch: Line['on'] = (asked) =>
  Object.keys(Object(asked.input['RequestItems'] ?? {})).map((name) => tableNamed(asked, name));
const tablesOf =
  (kind: string): Line['on'] =>
  (asked) => {
    const items = asked.input['TransactItems'];
    const names = (Array.isArray(items) ? items : []).flatMap((item) => field(item?.[kind], 'TableName') || []);
    return [...new Set(names)].map((name) => tableNamed(asked, name));
  };

/** Source: Service Authorization Reference, DynamoDB; a transaction needs the action of each of its items. */
export const dynamodb: ServiceCalls = {
  prefix: 'dynamodb',
  calls: {
    ListTables: [ANYTHING],
    ...each('Query Scan', { on: index }),
    ...each('GetItem PutItem UpdateItem DeleteItem DescribeTable UpdateTable DeleteTable', { on: table }),
    ...each('DescribeTimeToLive UpdateTimeToLive DescribeContinuousBackups UpdateContinuousBackups', { on: table }),
    CreateTable: [{ on: table, keys: requestTags('Tags') }],
    ...each('BatchGetItem BatchWriteItem', { on: tablesOfBatch }),
    TransactGetItems: [{ action: 'dynamodb:GetItem', on: tablesOf('Get') }],
    TransactWriteItems: [
      { action: 'dynamodb:PutItem', on: tablesOf('Put') },
      { action: 'dynamodb:UpdateItem', on: tablesOf('Update') },
      { action: 'dynamodb:DeleteItem', on: tablesOf('Delete') },
      { action: 'dynamodb:ConditionCheckItem', on: tablesOf('ConditionCheck') },
    ],
    ListTagsOfResource: [{ on: given('ResourceArn') }],
    TagResource: [{ on: given('ResourceArn'), keys: requestTags('Tags') }],
    UntagResource: [{ on: given('ResourceArn'), keys: removedTags('TagKeys') }],
  },
};
