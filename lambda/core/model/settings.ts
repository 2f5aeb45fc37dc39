/** The parsed parameters of the stack that decisions depend on. */
export interface Settings {
  readonly mode: 'fix' | 'dry-run';
  /** The account that trailmend is deployed in. */
  readonly account: string;
  /** Whether trailmend repairs the organization trails of this management account. */
  readonly organizationTrails: boolean;
  readonly retentionDays: number;
  readonly restartLogging: 'never' | 'seen' | 'always';
  readonly logGroupPrefix: string;
  readonly logGroupKmsKeyArn?: string;
  /** The unparsed parameter, so that a mistake in it prevents repairs and not the start. */
  readonly excludedTrails: string;
  /** What to do with a trail that records data events and never delivered to CloudWatch Logs. */
  readonly dataEventTrails: 'notify' | 'fix';
  /** Whether trailmend's log groups get the metric filters of the CIS benchmark. */
  readonly metricFilters: 'none' | 'cis';
  /** The one delivery role of the stack. Absent: trailmend creates one for each trail. */
  readonly deliveryRoleArn?: string;
  /** The permissions boundary of delivery roles. Empty: no stack is deployed that has one. */
  readonly deliveryRoleBoundaryArn: string;
}
