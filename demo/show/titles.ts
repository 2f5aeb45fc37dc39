/** Titles of the sections that every scenario prints. */
export const SUMMARY_TITLE = 'Summary';
export const NOTIFICATION_TITLE = 'The notification that people receive by email';
export const RUNS_TITLE = 'Runs of trailmend';
export const CALLS_TITLE = 'AWS calls of trailmend';
