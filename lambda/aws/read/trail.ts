import type { Trail as SdkTrail } from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../../core/model/trail.ts';

/**
 * If AWS does not report whether the trail has custom event selectors, trailmend reads them.
 * @param region the default for a home Region that AWS does not report
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
    ...(typeof trail.RecursiveLogging === 'boolean' && { recursiveLogging: trail.RecursiveLogging }),
  };
}
