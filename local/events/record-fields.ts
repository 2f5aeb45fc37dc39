import type { MemberKind, RecordedService } from './recorded-operations.ts';

/**
 * Stands for a secret that CloudTrail masks instead of omitting. Source: Organizations user guide,
 * log entry of CreateAccount.
 */
const MASK = '****';

/**
 * Converts a call's parameters or its answer to the fields of a record. At every depth
 * `S3BucketName` becomes `s3BucketName` and `TrailARN` becomes `trailARN`; keys of maps stay. Texts
 * of numbers and booleans become numbers and booleans, and times are written out. Secrets are
 * omitted (reported for passwords, keys, code and environments of functions; assumed for the rest),
 * and masked in Organizations.
 * Source: records published with Elastic Beats (names); IAM, KMS, Lambda and Organizations user
 * guides, examples of log entries.
 */
export function toRecordFields(
  service: string,
  { members }: Pick<RecordedService, 'members'>,
  value: unknown,
): unknown {
  const renamed = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(renamed);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).flatMap(([name, value]) => {
        const kind = members[name];
        if (kind === 'secret' && service !== 'organizations') return [];
        return [[lowerFirst(name), kind === undefined ? renamed(value) : convert(kind, value, renamed)]];
      }),
    );
  };
  return renamed(value);
}

function convert(kind: MemberKind, value: unknown, renamed: (value: unknown) => unknown): unknown {
  if (kind === 'secret') return MASK;
  if (kind === 'map') return Array.isArray(value) ? renamed(value) : value;
  if (kind === 'number' && typeof value === 'string') return Number(value);
  if (kind === 'boolean' && typeof value === 'string') return value === 'true';
  if (kind === 'time') return writtenTime(value);
  return renamed(value);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const TIME = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * `Aug 10, 2022, 10:38:27 PM`, from seconds since the epoch or ISO 8601; any other value unchanged.
 */
function writtenTime(value: unknown): unknown {
  const time = typeof value === 'number' ? new Date(value * 1000) : new Date(typeof value === 'string' ? value : '');
  // Intl puts a narrow no-break space before AM and PM.
  return Number.isNaN(time.getTime()) ? value : TIME.format(time).replaceAll('\u202f', ' ');
}
