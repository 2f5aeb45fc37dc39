import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { Evidence, Incident, TrailEvidence } from '../evidence/schema.ts';
import { CLOSE, CREATE, complianceFinding, type OcsfResult, type OcsfSubject } from './ocsf.ts';

/** The finding that OCSF calls resolved. */
const NEW = { status_id: 1, status: 'New' } as const;
const RESOLVED = { status_id: 4, status: 'Resolved' } as const;

/**
 * The evidence as Compliance Findings of OCSF, in a JSON array: one for each trail with its state,
 * and one for each incident, which is closed when it was repaired.
 */
export function reportOcsf(evidence: Evidence): string {
  const findings = evidence.trails.flatMap((trail) => [
    trailFinding(trail, evidence),
    ...trail.incidents.map((incident) => incidentFinding(trail, incident)),
  ]);
  return `${JSON.stringify([...findings, ...evidence.others.map((other) => otherFinding(other, evidence))], undefined, 2)}\n`;
}

function trailFinding(trail: TrailEvidence, { time }: Evidence): object {
  const { arn, outcome, reason, detail, whoCanAct = '', findings } = trail;
  const { logGroupArn, roleArn, isLogging, logGroup, delivery, streams, compliantSince } = trail;
  const result: OcsfResult = {
    ...{ uid: arn, time, subject: subjectOf(trail), outcome, statusCode: reason, detail: sentence(detail) },
    message: `${outcome}: ${sentence(detail)}`,
    whoCanAct: sentence(whoCanAct),
    rules: findings.map(({ rule }) => rule),
  };
  const state = { logGroupArn, roleArn, isLogging, logGroup, delivery, streams, compliantSince };
  return { ...complianceFinding(result), unmapped: { trailmend: state } };
}

function incidentFinding(trail: TrailEvidence, incident: Incident): object {
  const { began, kind, calls, rules, saw, repaired } = incident;
  const by = calls.map(({ eventName, caller }) => `${eventName} by ${caller.name}`);
  const detail = sentence([kind, ...by, ...saw].join('; '));
  const result: OcsfResult = {
    uid: `${trail.arn} ${began}`,
    time: repaired?.time ?? began,
    subject: subjectOf(trail),
    outcome: repaired ? 'FIXED' : 'BLOCKED',
    statusCode: kind,
    detail,
    message: repaired ? `${detail}; repaired by ${repaired.by} at ${repaired.time}` : detail,
    whoCanAct: '',
    rules,
  };
  const start = { start_time: Date.parse(began) };
  const end = repaired && { end_time: Date.parse(repaired.time), duration: Math.round(repaired.seconds * 1000) };
  return {
    ...complianceFinding(result, repaired ? CLOSE : CREATE),
    ...(repaired ? RESOLVED : NEW),
    ...start,
    ...end,
    unmapped: { trailmend: { calls, ...(repaired && { repaired }) } },
  };
}

function otherFinding({ subject, outcome, detail, whoCanAct = '' }: Evidence['others'][number], evidence: Evidence) {
  const { time, account } = evidence;
  return complianceFinding({
    ...{ uid: `${account} ${subject} ${time}`, time, outcome, statusCode: outcome, detail: sentence(detail) },
    subject: { uid: subject, type: 'Account', account },
    message: `${outcome}: ${sentence(detail)}`,
    whoCanAct: sentence(whoCanAct),
    rules: [],
  });
}

function subjectOf({ arn, region, account }: TrailEvidence): OcsfSubject {
  return { uid: arn, type: 'AWS::CloudTrail::Trail', account, region };
}
