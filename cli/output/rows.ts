import { actionable, advisory, weakenings } from '../../lambda/core/model/finding.ts';
import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { OutcomeRecord, OutcomeWord } from '../../lambda/core/model/outcome.ts';
import type { Subject } from '../../lambda/core/model/subject.ts';

/** One line of a scan. The texts are on one line, and show characters that nobody sees. */
export interface ScanRow {
  readonly outcome: OutcomeWord;
  /** Empty for the account. */
  readonly region: string;
  /** The name of the trail, or what else was judged. */
  readonly subject: string;
  readonly why: string;
  readonly whoCanAct: string;
}

/** The lines of a scan: those that need a person first, then by Region and name. */
export function scanRows(records: readonly OutcomeRecord[]): readonly ScanRow[] {
  return records.map(rowOf).toSorted((one, other) => {
    const [mine, theirs] = [one, other].map(({ outcome, region, subject }) => `${rank(outcome)} ${region} ${subject}`);
    return (mine ?? '') < (theirs ?? '') ? -1 : 1;
  });
}

/** Those that need a person come first. */
export const ORDER: readonly OutcomeWord[] = [
  'FAILED',
  'BLOCKED',
  'WOULD_FIX',
  'FIXED',
  'SKIPPED',
  'VERIFIED',
  'COMPLIANT',
];

function rank(outcome: OutcomeWord): number {
  return ORDER.indexOf(outcome);
}

function rowOf(record: OutcomeRecord): ScanRow {
  const { outcome, subject, whoCanAct = '' } = record;
  return {
    outcome,
    region: subject.kind === 'account' ? '' : subject.region,
    subject: sentence(nameOf(subject)),
    why: whyOf(record),
    whoCanAct: sentence(whoCanAct),
  };
}

/** Texts on one line: those that are sentences lose their period. */
export function clauses(texts: readonly string[]): string {
  return sentence(texts.map((text) => text.replace(/\.$/, '')).join('; '));
}

export function nameOf(subject: Subject): string {
  if (subject.kind === 'trail') return subject.name;
  return subject.kind === 'region' ? '(Region)' : `(account ${subject.account})`;
}

function whyOf(record: OutcomeRecord): string {
  const { outcome, detail, remaining, plan } = record;
  const open = [...actionable(remaining), ...weakenings(remaining)].map(
    ({ rule, evidence }) => `${rule} (${evidence.saw})`,
  );
  const advised = advisory(remaining).map(({ rule }) => rule);
  const advice = advised.length > 0 ? [`advice: ${advised.join(', ')}`] : [];
  if (outcome === 'WOULD_FIX') return clauses([...open, callsOf(plan.steps.length), ...advice]);
  if (outcome === 'COMPLIANT') return clauses(advice);
  return clauses([detail, ...open, ...advice]);
}

function callsOf(count: number): string {
  return count === 1 ? '1 call repairs it' : `${count} calls repair it`;
}
