import {
  ANY_RESOURCE,
  type ConditionKeys,
  forOperations,
  type Permission,
  type ServicePermissions,
  textParameter,
} from './permission.ts';
import { removedTagKeys, requestTagKeys } from './tag-keys.ts';

/** IAM evaluates the key's ARN, even when the request gives an alias. */
const key: Permission['resources'] = (request) => request.key(textParameter(request, 'KeyId'));
const encryption: Permission = {
  resources: key,
  keys: ({ input }): ConditionKeys =>
    Object.fromEntries(
      Object.entries(Object(input['EncryptionContext'] ?? {})).map(([name, value]) => [
        `kms:EncryptionContext:${name}`,
        String(value),
      ]),
    ),
};

/** Source: Service Authorization Reference, KMS. */
export const kms: ServicePermissions = {
  prefix: 'kms',
  operations: {
    ...forOperations('ListKeys ListAliases', ANY_RESOURCE),
    CreateKey: [{ resources: () => '*', keys: requestTagKeys('Tags') }],
    ...forOperations('Encrypt Decrypt GenerateDataKey GenerateDataKeyWithoutPlaintext', encryption),
    ...forOperations('DescribeKey GetKeyPolicy PutKeyPolicy EnableKey DisableKey ScheduleKeyDeletion', {
      resources: key,
    }),
    ...forOperations('CancelKeyDeletion GetKeyRotationStatus EnableKeyRotation ListResourceTags CreateGrant', {
      resources: key,
    }),
    TagResource: [{ resources: key, keys: requestTagKeys('Tags') }],
    UntagResource: [{ resources: key, keys: removedTagKeys('TagKeys') }],
  },
};
