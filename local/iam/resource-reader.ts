import * as z from 'zod/mini';
import { findTrail } from '../cloudtrail/trails.ts';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import { ifFound, locationOf } from './lookup.ts';
import { readResourcePolicy, readTopicAttribute } from './resource-policies.ts';
import { readResourceTags } from './resource-tags.ts';

const KEY = z.object({ KeyMetadata: z.object({ Arn: z.string() }) });

/** Reads from the emulator what a decision requires to know about resources. */
export interface ResourceReader {
  /** The ARN of a topic's customer managed key; undefined when the topic has none. */
  keyOfTopic(topicArn: string): Promise<string | undefined>;
  /** The ARN of a key from its id, its ARN or an alias. */
  key(id: string): Promise<string>;
  /** Whether the trail with this ARN is an organization trail. */
  isOrganizationTrail(arn: string): Promise<boolean>;
  /** The policy of a queue, topic, bucket, function or key, as JSON; undefined when it has none. */
  policyOf(arn: string): Promise<string | undefined>;
  tagsOf(arn: string): Promise<Readonly<Record<string, string>>>;
}

/** @param where the account and Region of the call, for resources whose ARN names none */
export function resourceReader(api: EmulatorApi, where: Where): ResourceReader {
  const key = async (id: string): Promise<string> => {
    const found = await ifFound(() =>
      api.json('kms', 'TrentService.DescribeKey', { KeyId: id }, locationOf(id, where), KEY),
    );
    return (
      found?.KeyMetadata.Arn ?? (id.startsWith('arn:') ? id : `arn:aws:kms:${where.region}:${where.account}:key/${id}`)
    );
  };
  return {
    key,
    async keyOfTopic(topicArn) {
      const id = await readTopicAttribute(api, topicArn, locationOf(topicArn, where), 'KmsMasterKeyId');
      // The policy of SNS's own key allows every principal of the account that publishes (SNS
      // developer guide).
      return id === undefined || id === '' || id === 'alias/aws/sns' ? undefined : key(id);
    },
    isOrganizationTrail: async (arn) => (await findTrail(api, arn))?.IsOrganizationTrail === true,
    policyOf: (arn) => readResourcePolicy(api, arn, locationOf(arn, where)),
    tagsOf: (arn) => readResourceTags(api, arn, locationOf(arn, where)),
  };
}
