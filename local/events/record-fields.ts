import type { MemberKind, RecordedService } from './recorded-operations.ts';

/** Where CloudTrail masks a secret instead of leaving it out. Source: Organizations user guide, log entry of CreateAccount. */
const MASK = '****';

/**
 * A call's parameters or its answer as a record tells them: `S3BucketName` becomes `s3BucketName`, `TrailARN` `trailARN`, at
 * every depth; keys of maps stay; texts of numbers and booleans become such; times are written out; secrets are left out
 * (reported for passwords, keys, code and environments of functions; assumed for the rest), in Organizations masked.
 * Source: records published with Elastic Beats (names); IAM, KMS, Lambda and Organizations user guides, examples of log entries.
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
        return [[lowerFirst(name), kind === undefined ? renamed(value) : told(kind, value, renamed)]];
      }),
    );
  };
  return renamed(value);
}

function told(kind: MemberKind, value: unknown, renamed: (value: unknown) => unknown): unknown {
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

/** `Aug 10, 2022, 10:38:27 PM`, from seconds since the epoch or ISO 8601; anything else as it is. */
function writtenTime(value: unknown): unknown {
  const time = typeof value === 'number' ? new Date(value * 1000) : new Date(typeof value === 'string' ? value : '');
  // Intl puts a narrow no-break space before AM and PM.
  return Number.isNaN(time.getTime()) ? value : TIME.format(time).replaceAll('\u202f', ' ');
}
