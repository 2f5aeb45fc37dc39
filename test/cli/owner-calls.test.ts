import { AddTagsCommand, CloudTrailClient, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { makeCalls, ownerCommand, removeTag, setTag, setTarget } from '../../cli/owner-calls.ts';
import { clientsFor } from '../../lambda/aws/clients.ts';
import { ID } from '../support/perfect-trail.ts';

const NONE = { logGroupArn: '', roleArn: '' };

test('a call is printed as a command that a shell does not interpret', () => {
  expect(ownerCommand(setTag(ID, 'trailmend:accept', "it's $(x)"), ID)).toBe(
    String.raw`aws cloudtrail add-tags --resource-id ${ID.arn} --tags-list '[{"Key":"trailmend:accept","Value":"it'\''s $(x)"}]' --region ${ID.region}`,
  );
  expect(ownerCommand(removeTag(ID, 'trailmend:exclude'), ID)).toBe(
    `aws cloudtrail remove-tags --resource-id ${ID.arn} --tags-list '[{"Key":"trailmend:exclude"}]' --region ${ID.region}`,
  );
  expect(ownerCommand(setTarget(ID, NONE), ID)).toBe(
    `aws cloudtrail update-trail --name ${ID.arn} --cloud-watch-logs-log-group-arn '' --cloud-watch-logs-role-arn '' --region ${ID.region}`,
  );
});

test('when AWS refuses a call, the error names the calls before it', async () => {
  const mock = mockClient(CloudTrailClient);
  mock.on(AddTagsCommand).resolves({});
  mock.on(UpdateTrailCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  const calls = [setTag(ID, 'trailmend:exclude', '2026-12-01'), setTarget(ID, NONE)];
  await expect(makeCalls(calls, ID, clientsFor(ID.region))).rejects.toThrow(
    /UpdateTrail returned AccessDeniedException.*Made before: AddTags\.$/,
  );
  await expect(makeCalls(calls.slice(1), ID, clientsFor(ID.region))).rejects.toThrow(/Nothing was changed\.$/);
});
