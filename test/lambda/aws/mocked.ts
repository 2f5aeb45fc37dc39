import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterAll } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';

/** The clients of a class answer as the suite says and send nothing; after the suite they send again, for another that needs them. */
export const mocked: typeof mockClient = (client) => {
  const stub = mockClient(client);
  afterAll(() => {
    stub.restore();
  });
  return stub;
};

/** The clients that look at a trail. */
export function mockedReaders() {
  return {
    cloudTrail: mocked(CloudTrailClient),
    logs: mocked(CloudWatchLogsClient),
    iam: mocked(IAMClient),
    organizations: mocked(OrganizationsClient),
  };
}
