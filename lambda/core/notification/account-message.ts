import type { OutcomeReason, OutcomeRecord } from '../model/outcome.ts';
import type { TrailId } from '../model/trail-id.ts';
import { ALL_REGIONS } from '../outcome/account-records.ts';
import type { Message } from './message.ts';

/** What a sweep found out about a region or the account, as the end of a subject. */
const HAPPENED: Partial<Record<OutcomeReason, (id: TrailId, record: OutcomeRecord) => string>> = {
  'region-closed': ({ region }) => `region ${region} is closed by a service control policy`,
  'unread-fact': ({ region }) =>
    region === ALL_REGIONS
      ? 'the regions of the account could not be listed'
      : `trails of ${region} could not be listed`,
  'not-listening': ({ region }, { outcome }) =>
    outcome === 'BLOCKED'
      ? `changes of trails in ${region} go unheard`
      : `whether changes of trails in ${region} are heard is not known`,
  'nothing-to-do': ({ region, account }) =>
    `what was wrong in ${region === ALL_REGIONS ? `account ${account}` : region} is put right`,
  'not-covered': ({ account }, { findings }) =>
    findings.some(({ rule, verdict }) => rule === 'no-trail' && verdict === 'violated')
      ? `account ${account} has no CloudTrail trail`
      : `account ${account} has no multi-region CloudTrail trail`,
};

/** The message about a region or an account that a sweep found something out about. */
export function sweepMessage(record: OutcomeRecord, id: TrailId): Message {
  const { outcome, reason, detail, remaining, whoCanAct, trigger } = record;
  const happened = HAPPENED[reason]?.(id, record) ?? reason;
  const sections = [
    `${outcome}: ${happened}.`,
    `${detail}\nAccount: ${id.account}`,
    ...(trigger.kind === 'sweep' ? [`Found by the sweep of ${trigger.time}`] : []),
    ...(remaining.length > 0
      ? [
          [
            'What is wrong',
            ...remaining.map(({ rule, evidence }) => `  ${evidence.saw} (${rule}, ${evidence.source})`),
          ].join('\n'),
        ]
      : []),
    [
      'What to do now',
      ...(whoCanAct ? [`  Who can act: ${whoCanAct}.`] : []),
      '  trailmend looks again at the next sweep.',
    ].join('\n'),
  ];
  return { subject: `${outcome}: ${happened}`, text: `${sections.join('\n\n')}\n` };
}

/** Whether a record is about a region or an account, and not about one trail. */
export function isAboutNoTrail({ trigger }: OutcomeRecord, { name }: TrailId): boolean {
  return trigger.kind === 'sweep' && name === '*';
}
