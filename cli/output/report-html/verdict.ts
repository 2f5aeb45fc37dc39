import type { Evidence } from '../../evidence/schema.ts';
import { icon, TONES, WORDS } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { counted, duration, timeTag } from './words.ts';

/** The verdict at a glance, and the figures behind it. */
export function verdictSection(evidence: Evidence): Markup {
  const { verdict, period } = evidence;
  const since = period.known
    ? html`History since ${timeTag(period.value.from)}.`
    : html`History not known: ${period.why}.`;
  return html`<section class="verdict ${TONES[verdict]}" aria-labelledby="verdict">
<div class="headline">${icon(TONES[verdict])}<div><h2 id="verdict">${WORDS[verdict]}</h2><p>${sentenceOf(evidence)}</p></div></div>
<dl class="figures">${figures(evidence).map(figure)}</dl>
<p class="aside">${since}</p>
</section>`;
}

function sentenceOf({ summary, others, verdict }: Evidence): string {
  const { notCompliant, undecided, outOfScope } = summary;
  const inScope = summary.trails - outOfScope;
  const parts = [
    ...(notCompliant > 0
      ? [`${notCompliant} of ${counted(inScope, 'trail')} in scope ${needs(notCompliant)} action`]
      : []),
    ...(undecided > 0 ? [`${counted(undecided, 'trail')} could not be judged`] : []),
    ...(others.length > 0 ? [`${counted(others.length, 'finding')} about the account`] : []),
  ];
  if (parts.length > 0) return `${parts.join('; ')}.`;
  if (verdict !== 'compliant') return 'There is no trail in scope to judge.';
  return `${inScope === 1 ? 'The trail in scope is' : `All ${inScope} trails in scope are`} integrated with CloudWatch Logs.`;
}

function needs(count: number): string {
  return count === 1 ? 'needs' : 'need';
}

interface Figure {
  readonly name: string;
  readonly value?: string;
  readonly note?: string;
}

function figures({ summary, period }: Evidence): readonly Figure[] {
  const { trails, outOfScope, compliant, delivering, incidents, openIncidents, deniedCalls } = summary;
  const { meanSecondsToRepair: mean, worstSecondsToRepair: worst } = summary;
  const inScope = trails - outOfScope;
  const past = (value: string) => (period.known ? { value } : {});
  const repair = (seconds?: number) => past(seconds === undefined ? 'none' : duration(seconds));
  return [
    { name: 'Compliant', value: `${compliant} of ${inScope}`, note: 'trails in scope' },
    { name: 'Delivering', value: `${delivering} of ${inScope}`, note: 'within the last day' },
    {
      name: 'Incidents',
      ...past(String(incidents)),
      note: openIncidents > 0 ? `${openIncidents} not repaired` : 'all repaired',
    },
    { name: 'Mean time to repair', ...repair(mean) },
    { name: 'Worst time to repair', ...repair(worst) },
    { name: 'Denied attempts', ...past(String(deniedCalls)) },
  ];
}

function figure({ name, value, note }: Figure): Markup {
  if (value === undefined) return html`<div><dt>${name}</dt><dd class="unknown">not known</dd></div>`;
  const more = note === undefined || value === '0' ? undefined : html`<span class="note">${note}</span>`;
  return html`<div><dt>${name}</dt><dd>${value}${more}</dd></div>`;
}
