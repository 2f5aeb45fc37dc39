import { advisory } from '../../../lambda/core/model/finding.ts';
import type { Evidence, TrailEvidence } from '../../evidence/schema.ts';
import { badge, TONES, WORDS } from './badges.ts';
import { incidentList, otherCallList } from './incidents.ts';
import { html, type Markup } from './markup.ts';
import { compliantSinceOf } from './overview.ts';
import { counted, shown, timeTag, timeWithAge } from './words.ts';

/** Everything that is known about one trail. */
export function trailSection(trail: TrailEvidence, index: number, { time: now, period }: Evidence): Markup {
  const { name, region, arn, verdict, detail, whoCanAct } = trail;
  const id = `trail-${index + 1}`;
  const who = whoCanAct === undefined ? undefined : html` This needs action by ${whoCanAct}.`;
  return html`<article class="trail" aria-labelledby="${id}">
<div class="title"><h3 id="${id}">${name} <span class="aside">${region}</span></h3>${badge(TONES[verdict], WORDS[verdict])}</div>
<p class="arn">${arn}</p>
<p>${detail}${who}</p>
${isRead(trail) ? facts(trail, now, period.known) : undefined}
${findings(trail)}
<h4>Incidents and repairs</h4>
${period.known ? incidentList(trail, now) : html`<p class="unknown">not known: ${period.why}</p>`}
${otherCallList(trail)}
</article>`;
}

/** Of a trail that is deleted or of another account, the sentence above says all. */
function isRead({ verdict, logGroupArn }: TrailEvidence): boolean {
  return logGroupArn.known || (verdict !== 'deleted' && verdict !== 'out-of-scope');
}

function facts(trail: TrailEvidence, now: string, isHistoryKnown: boolean): Markup {
  const { logGroupArn, roleArn, logGroup, delivery, isLogging } = trail;
  const clock = (time: string | undefined, error: string | undefined): Markup =>
    html`${time === undefined ? 'never' : timeWithAge(time, now)}${error === undefined ? undefined : html` <strong class="bad-text">AWS reports: ${error}</strong>`}`;
  const rows: readonly (readonly [string, Markup])[] = [
    ['Log group', arnOf(logGroupArn)],
    ['Role', arnOf(roleArn)],
    ['Retention', shown(logGroup, ({ retentionDays, class: kind }) => `${retentionOf(retentionDays)}, class ${kind}`)],
    ['Logging', shown(isLogging, (value) => (value ? 'on' : 'off'))],
    ['Last delivery to CloudWatch Logs', shown(delivery, ({ logs, logsError }) => clock(logs, logsError))],
    ['Last delivery to the S3 bucket', shown(delivery, ({ bucket, bucketError }) => clock(bucket, bucketError))],
    ['Log streams', streamsOf(trail)],
    ['Compliant since', compliantSinceOf(trail)],
    ['Watched', watchedOf(trail, isHistoryKnown)],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function arnOf(arn: TrailEvidence['roleArn']): Markup {
  return shown(arn, (value) =>
    value === '' ? html`<span class="bad-text">not set</span>` : html`<span class="arn">${value}</span>`,
  );
}

/** The first and the last time, and how often nobody judged the trail for a day between them. */
function watchedOf({ watched }: TrailEvidence, isHistoryKnown: boolean): Markup {
  const [first, last] = [watched.at(0), watched.at(-1)];
  if (!first || !last) return html`<span class="unknown">${isHistoryKnown ? 'never judged' : 'not known'}</span>`;
  const gaps = watched.length - 1;
  const interrupted = gaps > 0 ? html`, <strong>interrupted ${counted(gaps, 'time')}</strong>` : undefined;
  return html`from ${timeTag(first.from)} to ${timeTag(last.to)}${interrupted}`;
}

function retentionOf(days: number | undefined): string {
  return days === undefined ? 'events never expire' : `${days} days`;
}

/** The log group may have one stream for each account of an organization. */
const MOST_STREAMS = 5;

function streamsOf({ streams }: TrailEvidence): Markup {
  return shown(streams, (found) => {
    if (found.length === 0) return 'none';
    const items = found
      .slice(0, MOST_STREAMS)
      .map(
        ({ name, created, lastIngestion }) =>
          html`<li><span class="arn">${name}</span>${takenOf(lastIngestion, created)}</li>`,
      );
    const more =
      found.length > MOST_STREAMS ? html`<li class="aside">and ${found.length - MOST_STREAMS} more</li>` : undefined;
    return html`<ul class="streams">${items}${more}</ul>`;
  });
}

function takenOf(lastIngestion: string | undefined, created: string | undefined): Markup {
  if (lastIngestion !== undefined) return html` <span>took events until ${timeTag(lastIngestion)}</span>`;
  return created === undefined ? html`` : html` <span>created ${timeTag(created)}</span>`;
}

function findings({ findings: found }: TrailEvidence): Markup | undefined {
  if (found.length === 0) return undefined;
  const advice = new Set(advisory(found));
  const items = found.map((finding) => {
    const { rule, evidence } = finding;
    const verdict = advice.has(finding) ? 'advised' : finding.verdict;
    return html`<li>${badge(FINDING_TONES[verdict], FINDING_WORDS[verdict])} <code>${rule}</code> ${evidence.saw} <span class="aside">${evidence.source}</span></li>`;
  });
  return html`<h4>Findings</h4><ul class="findings">${items}</ul>`;
}

const FINDING_TONES = { violated: 'bad', undecided: 'warn', advised: 'idle' } as const;
const FINDING_WORDS = { violated: 'Violated', undecided: 'Not decided', advised: 'Advice' } as const;
