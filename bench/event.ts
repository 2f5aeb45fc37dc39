import { randomUUID } from 'node:crypto';
import type { AwsSession } from '../demo/sessions.ts';
import { trailArnOf } from '../demo/trails.ts';

/**
 * An UpdateTrail event about a trail, as EventBridge delivers it. trailmend acts on it without
 * settle time.
 */
export function updateTrailEvent(aws: Pick<AwsSession, 'account' | 'region'>, trail: string): object {
  const { account, region } = aws;
  const trailARN = trailArnOf(aws, trail);
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLE',
        arn: `arn:aws:iam::${account}:user/engineer`,
        accountId: account,
        userName: 'engineer',
      },
      eventTime: time,
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'UpdateTrail',
      awsRegion: region,
      sourceIPAddress: '192.0.2.10',
      userAgent: 'aws-cli/2',
      requestParameters: { name: trailARN },
      responseElements: { name: trail, trailARN },
      requestID: randomUUID(),
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  };
}
