import type { Where } from '../emulator/api.ts';
import type { Refusal } from './refusal.ts';

const ARN = /^arn:[\w-]+:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[^/]+$/;

/** The rules of trail names, in the order in which CloudTrail checks them. */
const RULES: readonly { readonly broken: RegExp; readonly message: (name: string) => string }[] = [
  { broken: /^$/, message: () => 'Trail name or ARN can not be blank.' },
  {
    broken: /^.{1,2}$/s,
    message: ({ length }) =>
      `Trail name too short. Minimum allowed length: 3 characters. Specified name length: ${length} characters.`,
  },
  {
    broken: /^.{129}/s,
    message: ({ length }) =>
      `Trail name too long. Maximum allowed length: 128 characters. Specified name length: ${length} characters.`,
  },
  {
    broken: /[^A-Za-z0-9._-]/,
    message: () =>
      'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).',
  },
  { broken: /^[^A-Za-z0-9]/, message: () => 'Trail name must starts with a letter or number.' },
  { broken: /[^A-Za-z0-9]$/, message: () => 'Trail name must ends with a letter or number.' },
  {
    broken: /[._-]{2}/,
    message: () => 'Trail name can not have adjacent periods (.), hyphens (-), or underscores (_).',
  },
  { broken: /^\d{1,3}(\.\d{1,3}){3}$/, message: () => 'Trail name can not be in IP address format.' },
];

/**
 * Checks the name of a trail.
 * Source: CloudTrail API reference, InvalidTrailNameException (the rules). The messages are
 * reported by moto's tests against AWS; those of blank names, adjacent signs and addresses are
 * assumed.
 */
export function checkTrailName(name: string): Refusal | undefined {
  const rule = RULES.find(({ broken }) => broken.test(name));
  return rule && { code: 'InvalidTrailNameException', message: rule.message(name) };
}

/**
 * Resolves a name or an ARN to an ARN: a bare name belongs to the caller's account and the called
 * Region.
 * Source: nozaq/terraform-aws-secure-baseline issue 306; aws-sdk-go-v2 issue 1957 (the answer shows
 * the ARN for a bare name).
 */
export function resolveTrailArn(nameOrArn: string, { account, region }: Where): { arn: string } | { refusal: Refusal } {
  if (!nameOrArn.startsWith('arn:')) {
    const refusal = checkTrailName(nameOrArn);
    return refusal ? { refusal } : { arn: `arn:aws:cloudtrail:${region}:${account}:trail/${nameOrArn}` };
  }
  if (ARN.test(nameOrArn)) return { arn: nameOrArn };
  return { refusal: { code: 'CloudTrailARNInvalidException', message: `Trail ARN is not valid: ${nameOrArn}` } };
}

/** The account and home Region in a trail's ARN. */
export function homeOf(trailArn: string): Where {
  const [, , , region = '', account = ''] = trailArn.split(':');
  return { account, region };
}

/**
 * Source: aws-sdk-go-v2 issue 1957, s3tk issue 18: the message names the trail's ARN and the
 * caller's account.
 */
export function trailNotFound(trailArn: string, account: string): Refusal {
  return { code: 'TrailNotFoundException', message: `Unknown trail: ${trailArn} for the user: ${account}` };
}
