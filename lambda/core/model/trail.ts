/** Where a trail delivers. */
export interface Target {
  /** `arn:P:logs:R:A:log-group:NAME:*` */
  readonly logGroupArn: string;
  /** `arn:P:iam::A:role/PATH/NAME` */
  readonly roleArn: string;
}

export function isSameTarget(one: Target, other: Target): boolean {
  return one.logGroupArn === other.logGroupArn && one.roleArn === other.roleArn;
}

/** A trail from GetTrail or DescribeTrails. Strings that are not set are empty. */
export interface Trail extends Target {
  readonly homeRegion: string;
  readonly isOrganizationTrail: boolean;
  readonly isMultiRegion: boolean;
  readonly includesGlobalEvents: boolean;
  readonly logFileValidation: boolean;
  readonly kmsKeyId: string;
  readonly snsTopicArn: string;
  readonly s3Bucket: string;
  readonly s3Prefix: string;
  /** False: the trail has the default selectors, all management events and no data events. */
  readonly hasCustomEventSelectors: boolean;
  /** Absent: no Insights selectors, or AWS did not report it. */
  readonly hasInsightSelectors?: true;
  /** Whether the trail records CloudTrail's own deliveries. Absent: AWS did not report it. */
  readonly recursiveLogging?: boolean;
}

/** The response of GetTrailStatus. Times and errors that AWS does not report are absent. */
export interface TrailStatus {
  readonly isLogging: boolean;
  /** The last delivery to CloudWatch Logs that succeeded. */
  readonly latestLogsDelivery?: string;
  /** Why the last attempt to deliver to CloudWatch Logs failed, in AWS's words. */
  readonly logsDeliveryError?: string;
  /** The last delivery to the S3 bucket that succeeded. */
  readonly latestDelivery?: string;
  readonly deliveryError?: string;
  readonly startedLogging?: string;
  readonly stoppedLogging?: string;
}

/** The last start and stop of logging, ISO 8601. Absent: AWS reported none. */
export interface LoggingTimes {
  readonly started?: string;
  readonly stopped?: string;
}
