import type { Where } from '../../emulator/api.ts';

export const ACCOUNT = '111122223333';
export const HOME: Where = { account: ACCOUNT, region: 'eu-west-1' };
export const TRAIL = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/audit`;
export const GROUP = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/audit`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/some/path/delivery`;
export const STREAMS = `${GROUP}:log-stream:${ACCOUNT}_CloudTrail_eu-west-1*`;
export const SERVICE = { Service: 'cloudtrail.amazonaws.com' };
export const BOTH = { CloudWatchLogsLogGroupArn: `${GROUP}:*`, CloudWatchLogsRoleArn: ROLE };
