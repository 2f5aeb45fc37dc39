import type { Trail as SdkTrail } from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../../core/model/facts.ts';

/**
 * A trail as GetTrail and DescribeTrails tell it. AWS omits strings that are not set. A trail of which AWS does not say whether
 * it has event selectors of its own counts as one that has: then they are asked for.
 * @param region stands for a home region that AWS left out
 */
export function trailFrom(trail: SdkTrail, region: string): Trail {
  return {
    homeRegion: trail.HomeRegion ?? region,
    isOrganizationTrail: trail.IsOrganizationTrail ?? false,
    logGroupArn: trail.CloudWatchLogsLogGroupArn ?? '',
    roleArn: trail.CloudWatchLogsRoleArn ?? '',
    isMultiRegion: trail.IsMultiRegionTrail ?? false,
    includesGlobalEvents: trail.IncludeGlobalServiceEvents ?? false,
    logFileValidation: trail.LogFileValidationEnabled ?? false,
    kmsKeyId: trail.KmsKeyId ?? '',
    snsTopicArn: trail.SnsTopicARN ?? '',
    s3Bucket: trail.S3BucketName ?? '',
    s3Prefix: trail.S3KeyPrefix ?? '',
    hasCustomEventSelectors: trail.HasCustomEventSelectors ?? true,
    ...(trail.HasInsightSelectors && { hasInsightSelectors: true }),
  };
}
