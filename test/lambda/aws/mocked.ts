import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterAll } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';

/**
 * Makes all clients of a class answer as the test file says, and send nothing. After the test file
 * they send again.
 */
export const mocked: typeof mockClient = (client) => {
  const stub = mockClient(client);
  afterAll(() => {
    stub.restore();
  });
  return stub;
};

/** The mocked clients that read the facts of a trail. */
export function mockedReaders() {
  return {
    cloudTrail: mocked(CloudTrailClient),
    logs: mocked(CloudWatchLogsClient),
    iam: mocked(IAMClient),
    organizations: mocked(OrganizationsClient),
  };
}
