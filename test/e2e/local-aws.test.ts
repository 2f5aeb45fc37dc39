import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { eventually, Scene, TELLS, THROWS } from '../local/scene.ts';

jest.setTimeout(120_000);

let aws: LocalAws;
const told: string[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ progress: (line) => told.push(line) });
});

afterAll(async () => {
  await aws?.stop();
});

/** An account of its own for each test, so that none sees another's trails and rules. */
let accounts = 100_000_000_000;
function scene(region = 'us-east-1'): Scene {
  accounts += 1;
  return new Scene(aws, { account: String(accounts), region });
}

describe('events of management writes', () => {
  test('CreateTrail reaches a function through a rule, as a record of AWS has it', async () => {
    const here = scene('eu-west-1');
    const { account } = here.where;
    const heard = await here.queue('heard');
    const lambda = await here.lambda('listener', TELLS, { QUEUE_URL: heard.url });
    await here.permit('listener', await here.rule('changes', lambda));
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs', IsMultiRegionTrail: true });

    const { body } = await eventually('the function to hear of the trail', () => here.receive(heard));
    expect(body).toMatchObject({
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.cloudtrail',
      account,
      region: 'eu-west-1',
      resources: [],
      detail: {
        eventName: 'CreateTrail',
        userIdentity: { type: 'Root', accountId: account },
        requestParameters: { name: 'second', s3BucketName: 'logs', isMultiRegionTrail: true },
        responseElements: { name: 'second', trailARN: `arn:aws:cloudtrail:eu-west-1:${account}:trail/second` },
      },
    });
    expect(aws.calls()).toContainEqual(
      expect.objectContaining({ service: 'sqs', operation: 'SendMessage', caller: 'function', functionArn: lambda }),
    );
  });
});
