import {
  AddTagsCommand,
  type CloudTrailClient,
  RemoveTagsCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { callAws } from '../lambda/aws/call.ts';
import type { Clients } from '../lambda/aws/clients.ts';
import { cliOptions } from '../lambda/core/commands/aws-cli.ts';
import { type AwsResult, formatAwsError } from '../lambda/core/model/aws-result.ts';
import type { Target } from '../lambda/core/model/trail.ts';
import type { TrailId } from '../lambda/core/model/trail-id.ts';
import { UserError } from './errors.ts';

/** A change of a trail that only its owner decides: the function never makes it by itself. */
export type OwnerCall =
  | {
      readonly operation: 'AddTags';
      readonly input: { readonly ResourceId: string; readonly TagsList: readonly { Key: string; Value: string }[] };
    }
  | {
      readonly operation: 'RemoveTags';
      readonly input: { readonly ResourceId: string; readonly TagsList: readonly { Key: string }[] };
    }
  | {
      readonly operation: 'UpdateTrail';
      readonly input: {
        readonly Name: string;
        readonly CloudWatchLogsLogGroupArn: string;
        readonly CloudWatchLogsRoleArn: string;
      };
    };

type Place = Pick<TrailId, 'arn' | 'region'>;

export function setTag({ arn }: Place, Key: string, Value: string): OwnerCall {
  return { operation: 'AddTags', input: { ResourceId: arn, TagsList: [{ Key, Value }] } };
}

export function removeTag({ arn }: Place, Key: string): OwnerCall {
  return { operation: 'RemoveTags', input: { ResourceId: arn, TagsList: [{ Key }] } };
}

/** Empty ARNs end the delivery to CloudWatch Logs. */
export function setTarget({ arn }: Place, { logGroupArn, roleArn }: Target): OwnerCall {
  const input = { Name: arn, CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn };
  return { operation: 'UpdateTrail', input };
}

const NAMES = { AddTags: 'add-tags', RemoveTags: 'remove-tags', UpdateTrail: 'update-trail' } as const;

/** The AWS CLI command that makes the call, quoted for a POSIX shell. */
export function ownerCommand({ operation, input }: OwnerCall, { region }: Place): string {
  return ['aws cloudtrail', NAMES[operation], ...cliOptions(input), '--region', region].join(' ');
}

/**
 * Makes the calls one after the other.
 * @throws UserError when AWS refuses one: it names the calls that were made before
 */
export async function makeCalls(calls: readonly OwnerCall[], { region }: Place, clients: Clients): Promise<void> {
  const made: string[] = [];
  for (const call of calls) {
    const result = await make(call, clients.cloudTrail(region));
    if (!result.ok) {
      const before = made.length === 0 ? 'Nothing was changed.' : `Made before: ${made.join(', ')}.`;
      throw new UserError(`AWS refused the call (${formatAwsError(result.error)}). ${before}`);
    }
    made.push(call.operation);
  }
}

function make({ operation, input }: OwnerCall, client: CloudTrailClient): Promise<AwsResult<unknown>> {
  return callAws<unknown>(operation, () => {
    switch (operation) {
      case 'AddTags':
        return client.send(new AddTagsCommand({ ...input, TagsList: [...input.TagsList] }));
      case 'RemoveTags':
        return client.send(new RemoveTagsCommand({ ...input, TagsList: [...input.TagsList] }));
      case 'UpdateTrail':
        return client.send(new UpdateTrailCommand(input));
    }
  });
}
