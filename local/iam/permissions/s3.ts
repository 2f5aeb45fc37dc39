import { ANY_RESOURCE, type ConditionKeys, type Permission, type ServicePermissions } from './permission.ts';

const bucket: Permission['resources'] = ({ path }) => `arn:aws:s3:::${path[0] ?? ''}`;
const object: Permission['resources'] = ({ path }) => `arn:aws:s3:::${path.join('/')}`;
const listed: Permission = {
  action: 's3:ListBucket',
  resources: bucket,
  keys: ({ query }): ConditionKeys => (query.has('prefix') ? { 's3:prefix': query.get('prefix') ?? '' } : {}),
};
const written: Permission = {
  action: 's3:PutObject',
  resources: object,
  keys: ({ headers }): ConditionKeys => ({
    ...(headers['x-amz-acl'] !== undefined && { 's3:x-amz-acl': headers['x-amz-acl'] }),
    ...(headers['x-amz-server-side-encryption'] !== undefined && {
      's3:x-amz-server-side-encryption': headers['x-amz-server-side-encryption'],
    }),
  }),
};

/**
 * Source: Service Authorization Reference, S3, and "Required permissions for Amazon S3 API
 * operations" (S3 user guide).
 */
export const s3: ServicePermissions = {
  prefix: 's3',
  operations: {
    ListBuckets: [{ ...ANY_RESOURCE, action: 's3:ListAllMyBuckets' }],
    HeadBucket: [listed],
    ListObjectsV2: [listed],
    CreateBucket: [{ resources: bucket }],
    DeleteBucket: [{ resources: bucket }],
    PutBucketPolicy: [{ resources: bucket }],
    GetBucketPolicy: [{ resources: bucket }],
    DeleteBucketPolicy: [{ resources: bucket }],
    GetBucketLocation: [{ resources: bucket }],
    GetBucketEncryption: [{ action: 's3:GetEncryptionConfiguration', resources: bucket }],
    PutObject: [written],
    GetObject: [{ resources: object }],
    HeadObject: [{ action: 's3:GetObject', resources: object }],
    DeleteObject: [{ resources: object }],
  },
};
