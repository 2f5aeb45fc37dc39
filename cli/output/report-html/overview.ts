import type { Evidence, TrailEvidence } from '../../evidence/schema.ts';
import { badge, TONES, WORDS } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { shown, timeTag } from './words.ts';

/** The trails in one table, with links to what is known about each. */
export function overviewSection(evidence: Evidence): Markup {
  const { trails, period } = evidence;
  if (trails.length === 0) return html`<section><h2>Trails at a glance</h2><p>There is no trail.</p></section>`;
  return html`<section aria-labelledby="overview"><h2 id="overview">Trails at a glance</h2>
<table class="overview">
<thead><tr><th scope="col">Trail</th><th scope="col">Verdict</th><th scope="col">Last delivery to CloudWatch Logs</th><th scope="col">Compliant since</th><th scope="col" class="number">Incidents</th></tr></thead>
<tbody>${trails.map((trail, index) => rowOf(trail, index, period.known))}</tbody>
</table></section>`;
}

function rowOf(trail: TrailEvidence, index: number, isHistoryKnown: boolean): Markup {
  const { name, region, verdict, delivery, compliantSince, incidents } = trail;
  const last = delivery.known ? delivery.value.logs : undefined;
  return html`<tr>
<th scope="row"><a href="#trail-${index + 1}">${name}</a> <span class="aside">${region}</span></th>
<td data-label="Verdict">${badge(TONES[verdict], WORDS[verdict])}</td>
<td data-label="Last delivery">${last === undefined ? (delivery.known ? 'never' : dash()) : timeTag(last)}</td>
<td data-label="Compliant since">${compliantSince.known ? sinceOf(compliantSince.value) : sinceUnknown(verdict)}</td>
<td data-label="Incidents" class="number">${isHistoryKnown ? String(incidents.length) : dash()}</td>
</tr>`;
}

function sinceUnknown(verdict: TrailEvidence['verdict']): Markup {
  return verdict === 'not-compliant' ? html`<span class="unknown">not compliant</span>` : dash();
}

/** The section of the trail says why. */
function dash(): Markup {
  return html`<span class="unknown">not known</span>`;
}

function sinceOf({ time, isAtLeast }: { readonly time: string; readonly isAtLeast: boolean }): Markup {
  return isAtLeast ? html`${timeTag(time)} or earlier` : timeTag(time);
}

export function compliantSinceOf({ compliantSince }: TrailEvidence): Markup {
  return shown(compliantSince, sinceOf);
}
