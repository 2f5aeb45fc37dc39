import {
  ANY_RESOURCE,
  arnParameter,
  forOperations,
  type Permission,
  type PermissionRequest,
  resourceNamed,
  type ServicePermissions,
  textField,
} from './permission.ts';
import { removedTagKeys, requestTagKeys } from './tag-keys.ts';

const table = resourceNamed('dynamodb', 'table/', 'TableName');
const index: Permission['resources'] = (request) => {
  const arn = String(table(request));
  const name = request.input['IndexName'];
  return typeof name === 'string' ? `${arn}/index/${name}` : arn;
};
const tableNamed = ({ region, account }: PermissionRequest, name: string) =>
  name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`;
const tablesOfBatch: Permission['resources'] = (request) =>
  Object.keys(Object(request.input['RequestItems'] ?? {})).map((name) => tableNamed(request, name));
const tablesOf =
  (kind: string): Permission['resources'] =>
  (request) => {
    const items = request.input['TransactItems'];
    const names = (Array.isArray(items) ? items : []).flatMap((item) => textField(item?.[kind], 'TableName') || []);
    return [...new Set(names)].map((name) => tableNamed(request, name));
  };

/**
 * Source: Service Authorization Reference, DynamoDB; a transaction requires the action of each of
 * its items.
 */
export const dynamodb: ServicePermissions = {
  prefix: 'dynamodb',
  operations: {
    ListTables: [ANY_RESOURCE],
    ...forOperations('Query Scan', { resources: index }),
    ...forOperations('GetItem PutItem UpdateItem DeleteItem DescribeTable UpdateTable DeleteTable', {
      resources: table,
    }),
    ...forOperations('DescribeTimeToLive UpdateTimeToLive DescribeContinuousBackups UpdateContinuousBackups', {
      resources: table,
    }),
    CreateTable: [{ resources: table, keys: requestTagKeys('Tags') }],
    ...forOperations('BatchGetItem BatchWriteItem', { resources: tablesOfBatch }),
    TransactGetItems: [{ action: 'dynamodb:GetItem', resources: tablesOf('Get') }],
    TransactWriteItems: [
      { action: 'dynamodb:PutItem', resources: tablesOf('Put') },
      { action: 'dynamodb:UpdateItem', resources: tablesOf('Update') },
      { action: 'dynamodb:DeleteItem', resources: tablesOf('Delete') },
      { action: 'dynamodb:ConditionCheckItem', resources: tablesOf('ConditionCheck') },
    ],
    ...forOperations('GetResourcePolicy PutResourcePolicy DeleteResourcePolicy', {
      resources: arnParameter('ResourceArn'),
    }),
    ListTagsOfResource: [{ resources: arnParameter('ResourceArn') }],
    TagResource: [{ resources: arnParameter('ResourceArn'), keys: requestTagKeys('Tags') }],
    UntagResource: [{ resources: arnParameter('ResourceArn'), keys: removedTagKeys('TagKeys') }],
  },
};
