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
