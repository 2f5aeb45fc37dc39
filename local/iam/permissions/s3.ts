import { ANYTHING, type Context, type Line, type ServiceCalls } from './permission.ts';

const bucket: Line['on'] = ({ path }) => `arn:aws:s3:::${path[0] ?? ''}`;
const object: Line['on'] = ({ path }) => `arn:aws:s3:::${path.join('/')}`;
const listed: Line = {
  action: 's3:ListBucket',
  on: bucket,
  keys: ({ query }): Context => (query.has('prefix') ? { 's3:prefix': query.get('prefix') ?? '' } : {}),
};
const written: Line = {
  action: 's3:PutObject',
  on: object,
  keys: ({ headers }): Context => ({
    ...(headers['x-amz-acl'] !== undefined && { 's3:x-amz-acl': headers['x-amz-acl'] }),
    ...(headers['x-amz-server-side-encryption'] !== undefined && {
      's3:x-amz-server-side-encryption': headers['x-amz-server-side-encryption'],
    }),
  }),
};

/** Source: Service Authorization Reference, S3, and "Required permissions for Amazon S3 API operations" (S3 user guide). */
export const s3: ServiceCalls = {
  prefix: 's3',
  calls: {
    ListBuckets: [{ ...ANYTHING, action: 's3:ListAllMyBuckets' }],
    HeadBucket: [listed],
    ListObjectsV2: [listed],
    CreateBucket: [{ on: bucket }],
    DeleteBucket: [{ on: bucket }],
    PutBucketPolicy: [{ on: bucket }],
    GetBucketPolicy: [{ on: bucket }],
    DeleteBucketPolicy: [{ on: bucket }],
    GetBucketLocation: [{ on: bucket }],
    GetBucketEncryption: [{ action: 's3:GetEncryptionConfiguration', on: bucket }],
    PutObject: [written],
    GetObject: [{ on: object }],
    HeadObject: [{ action: 's3:GetObject', on: object }],
    DeleteObject: [{ on: object }],
  },
};
