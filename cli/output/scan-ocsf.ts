import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { type Subject, subjectKey } from '../../lambda/core/model/subject.ts';
import { complianceFinding, type OcsfSubject } from './ocsf.ts';
import { scanRows } from './rows.ts';

/** The results of a scan as Compliance Findings of OCSF, in a JSON array. */
export function scanOcsf(records: readonly OutcomeRecord[]): string {
  return `${JSON.stringify(records.map(findingOf), undefined, 2)}\n`;
}

function findingOf(record: OutcomeRecord): object {
  const { id, time, subject, outcome, reason, findings } = record;
  const { why = '', whoCanAct = '' } = scanRows([record])[0] ?? {};
  return complianceFinding({
    uid: `${id} ${subjectKey(subject)}`,
    time,
    subject: ocsfSubject(subject),
    outcome,
    statusCode: reason,
    detail: why,
    message: why === '' ? outcome : `${outcome}: ${why}`,
    whoCanAct,
    rules: findings.map(({ rule }) => rule),
  });
}

const RESOURCE_TYPE = { trail: 'AWS::CloudTrail::Trail', region: 'Region', account: 'Account' } as const;

function ocsfSubject(subject: Subject): OcsfSubject {
  const { kind, account } = subject;
  const place = kind === 'account' ? {} : { region: subject.region };
  return { uid: subjectKey(subject), type: RESOURCE_TYPE[kind], account, ...place };
}
