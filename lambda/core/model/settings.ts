/** What decides beside the facts: the stack's parameters, parsed. */
export interface Settings {
  readonly mode: 'fix' | 'dry-run';
  /** The account that trailmend is deployed in. */
  readonly account: string;
  /** Whether the account manages an organization whose trails are trailmend's to repair. */
  readonly organizationTrails: boolean;
  readonly retentionDays: number;
  readonly restartLogging: 'never' | 'seen' | 'always';
  readonly logGroupPrefix: string;
  readonly logGroupKmsKeyArn?: string;
  /** The comma list as given; parsed where it is judged, so that a mistake in it stops writes and nothing else. */
  readonly excludedTrails: string;
  /** What becomes of a trail with data events that was never integrated. */
  readonly dataEventTrails: 'notify' | 'fix';
  /** Whether log groups that trailmend made get the monitoring filters of the CIS benchmark. */
  readonly metricFilters: 'none' | 'cis';
  readonly deliveryRoleBoundaryArn: string;
}
