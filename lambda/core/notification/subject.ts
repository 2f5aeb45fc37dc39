import { EXCLUDE_TAG } from '../integration/names.ts';
import { actionable, type Finding, findTargetChange, isAboutTrail, isViolated } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { CONCERNS, type Concern } from '../model/rule-catalog.ts';
import type { TrailSubject } from '../model/subject.ts';
import { callOf, type Tampering } from '../model/trigger.ts';

/** SNS takes subjects of ASCII with fewer than 100 characters (SNS API reference, Publish). */
const SUBJECT_LENGTH = 99;
/** The subject truncates longer trail names. The text has the full name. */
const NAME_LENGTH = 32;

/** A phrase about a trail, as in "logging restarted for trail payments (us-east-1)". */
type Phrase = (trail: string) => string;

/** The phrases for a concern: once it is repaired, and while it is open. */
interface Phrases {
  readonly repaired: Phrase;
  readonly open: Phrase;
}

const LOGGING: Phrases = {
  repaired: (trail) => `logging restarted for ${trail}`,
  open: (trail) => `${trail} is not logging`,
};
const DELIVERY: Phrases = {
  repaired: (trail) => `CloudWatch Logs delivery restored for ${trail}`,
  open: (trail) => `no CloudWatch Logs delivery for ${trail}`,
};

const BY_TAMPERING: Readonly<Record<Exclude<Tampering, 'denied-attempt'>, Phrases>> = {
  stopped: { ...LOGGING, open: (trail) => `logging stopped on ${trail}` },
  blanked: { ...DELIVERY, open: (trail) => `CloudWatch Logs delivery removed from ${trail}` },
  deleted: same((trail) => `${trail} was deleted`),
  'exclusion-changed': same((trail) => `tag ${EXCLUDE_TAG} changed on ${trail}`),
};

/** The concerns that a subject can name, most important first. */
const BY_CONCERN: readonly (Phrases & { readonly concerns: readonly Concern[] })[] = [
  { concerns: ['log-group', 'role', 'delivery'], ...DELIVERY },
  { concerns: ['logging'], ...LOGGING },
  {
    concerns: ['metric-filters'],
    repaired: (trail) => `metric filters restored for ${trail}`,
    open: (trail) => `metric filters missing for ${trail}`,
  },
  {
    concerns: ['retention'],
    repaired: (trail) => `log retention restored for ${trail}`,
    open: (trail) => `log retention too short for ${trail}`,
  },
];

/** The subject of a message about a trail: ASCII, at most 99 characters. */
export function subjectLine(record: OutcomeRecord, { name, region }: TrailSubject): string {
  const short = name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 2)}..` : name;
  return `${record.outcome}: ${describeEvent(record)(`trail ${short} (${region})`)}`.slice(0, SUBJECT_LENGTH);
}

/** The findings of a message: those that were repaired, or those that remain. */
export function openFindings({ outcome, findings, remaining }: OutcomeRecord): readonly Finding[] {
  return actionable((outcome === 'FIXED' ? findings : remaining).filter(isAboutTrail));
}

/** What happened to the trail. */
export function describeEvent(record: OutcomeRecord): Phrase {
  const { outcome, reason, findings } = record;
  const isHealthy = outcome === 'FIXED' || outcome === 'COMPLIANT';
  const choose = ({ repaired, open }: Phrases): Phrase => (isHealthy ? repaired : open);
  const call = callOf(record.trigger);
  if (call?.tampering === 'denied-attempt') return (trail) => `AWS denied ${call.eventName} on ${trail}`;
  if (call?.tampering) return choose(BY_TAMPERING[call.tampering]);
  if (reason === 'exclusion-not-understood') return (trail) => `exclusion not understood for ${trail}`;
  if (outcome === 'VERIFIED') return (trail) => `CloudWatch Logs delivery verified for ${trail}`;
  if (reason === 'not-delivered') return (trail) => `CloudWatch Logs delivery still failing for ${trail}`;
  const open = openFindings(record);
  const concerns = open.filter(isViolated).map(({ rule }) => CONCERNS[rule]);
  const known = BY_CONCERN.find((entry) => concerns.some((concern) => entry.concerns.includes(concern)));
  if (known) return choose(known);
  if (reason === 'undecided') return (trail) => `CloudWatch Logs delivery unconfirmed for ${trail}`;
  if (open.length > 0) return (trail) => `could not read ${trail}`;
  if (findTargetChange(findings)) return (trail) => `log group changed for ${trail}`;
  return outcome === 'COMPLIANT' ? (trail) => `${trail} is compliant` : (trail) => `${trail} was checked`;
}

function same(phrase: Phrase): Phrases {
  return { repaired: phrase, open: phrase };
}
