import { EXCLUDE_TAG } from '../integration/names.ts';
import { actionable, type Finding, findTargetChange, isAboutTrail } from '../model/finding.ts';
import type { OutcomeRecord, OutcomeWord } from '../model/outcome.ts';
import { CONCERNS, type Concern } from '../model/rule-catalog.ts';
import type { TrailId } from '../model/trail-id.ts';
import { callOf, type Tampering } from '../model/trigger.ts';

const SUBJECT_LENGTH = 99;
/** A longer trail name is cut in the subject, where what happened matters more; the text has all of it. */
const NAME_LENGTH = 32;

/** What somebody did to the trail. */
const TAMPERED: Readonly<Record<Tampering, string>> = {
  stopped: 'was stopped',
  deleted: 'was deleted',
  blanked: 'lost its CloudWatch Logs delivery',
  'denied-attempt': 'faced a call that AWS denied',
  'exclusion-changed': `had its tag ${EXCLUDE_TAG} changed`,
};

/** What a trail suffers from, worst first: in the past and in the present. */
const SUFFERING: readonly { readonly from: readonly Concern[]; readonly was: string; readonly is: string }[] = [
  {
    from: ['log-group', 'role', 'delivery'],
    was: 'did not deliver to CloudWatch Logs',
    is: 'does not deliver to CloudWatch Logs',
  },
  { from: ['logging'], was: 'was not logging', is: 'is not logging' },
  { from: ['metric-filters'], was: 'lacked metric filters', is: 'lacks metric filters' },
  { from: ['retention'], was: 'did not keep its events long enough', is: 'does not keep its events long enough' },
];

/** The subject of a message about a trail: ASCII with at most 99 characters, as SNS wants it. */
export function subjectLine({ name, region }: TrailId, outcome: OutcomeWord, happened: string): string {
  const short = name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 2)}..` : name;
  return `${outcome}: trail ${short} (${region}) ${happened}`.slice(0, SUBJECT_LENGTH);
}

/** What the message is about: what was repaired, or what is still wrong. */
export function openFindings({ outcome, findings, remaining }: OutcomeRecord): readonly Finding[] {
  return actionable((outcome === 'FIXED' ? findings : remaining).filter(isAboutTrail));
}

/** The end of the sentence "The trail NAME …". */
export function describeEvent(record: OutcomeRecord): string {
  const { outcome, reason } = record;
  const tampering = callOf(record.trigger)?.tampering;
  if (tampering) return TAMPERED[tampering];
  if (reason === 'exclusion-not-understood') return 'has an exclusion that is not understood';
  if (outcome === 'VERIFIED') return 'delivers to CloudWatch Logs again';
  if (reason === 'not-delivered') return 'still does not deliver to CloudWatch Logs';
  const findings = openFindings(record);
  const known = findings.filter(({ verdict }) => verdict === 'violated').map(({ rule }) => CONCERNS[rule]);
  const past = outcome === 'FIXED';
  const suffers = SUFFERING.find(({ from }) => known.some((concern) => from.includes(concern)));
  if (suffers) return past ? suffers.was : suffers.is;
  if (reason === 'undecided') return 'may not deliver to CloudWatch Logs';
  if (findings.length > 0) return 'could not be read';
  if (findTargetChange(record.findings)) return 'delivers to another log group';
  return outcome === 'COMPLIANT' ? 'is as it should be' : 'was looked at';
}
