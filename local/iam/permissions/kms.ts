import {
  ANYTHING,
  type Context,
  each,
  type Line,
  removedTags,
  requestTags,
  type ServiceCalls,
  text,
} from './permission.ts';

/** Permissions are asked for the key, also when an alias names it. */
const key: Line['on'] = (asked) => asked.key(text(asked, 'KeyId'));
const encryption: Line = {
  on: key,
  keys: ({ input }): Context =>
    Object.fromEntries(
      Object.entries(Object(input['EncryptionContext'] ?? {})).map(([name, value]) => [
        `kms:EncryptionContext:${name}`,
        String(value),
      ]),
    ),
};

/** Source: Service Authorization Reference, KMS. */
export const kms: ServiceCalls = {
  prefix: 'kms',
  calls: {
    ...each('ListKeys ListAliases', ANYTHING),
    CreateKey: [{ on: () => '*', keys: requestTags('Tags') }],
    ...each('Encrypt Decrypt GenerateDataKey GenerateDataKeyWithoutPlaintext', encryption),
    ...each('DescribeKey GetKeyPolicy PutKeyPolicy EnableKey DisableKey ScheduleKeyDeletion', { on: key }),
    ...each('CancelKeyDeletion GetKeyRotationStatus EnableKeyRotation ListResourceTags CreateGrant', { on: key }),
    TagResource: [{ on: key, keys: requestTags('Tags') }],
    UntagResource: [{ on: key, keys: removedTags('TagKeys') }],
  },
};
