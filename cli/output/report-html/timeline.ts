import { DAY_MS, HOUR_MS } from '../../../lambda/core/model/age.ts';
import type { Evidence, Incident, TrailEvidence } from '../../evidence/schema.ts';
import { html, type Markup } from './markup.ts';
import { counted, duration, utc } from './words.ts';

/** In CSS pixels. */
const LANE = 50;
const BAR = { top: 28, height: 12 } as const;
const AXIS = 26;

/** The period in percent of its length, so that the drawing fits any width. */
type Scale = (time: string) => string;

/** A drawing of the period: a lane for each trail. */
export function timelineSection({ trails, period }: Evidence): Markup {
  if (!period.known) {
    return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2><p class="unknown">not known: ${period.why}</p></section>`;
  }
  const { from, to } = period.value;
  const [start, length] = [Date.parse(from), Math.max(1, Date.parse(to) - Date.parse(from))];
  const scale: Scale = (time) =>
    `${Math.min(100, Math.max(0, ((Date.parse(time) - start) / length) * 100)).toFixed(3)}%`;
  const height = trails.length * LANE + AXIS;
  const incidents = counted(trails.flatMap((trail) => trail.incidents).length, 'incident');
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
<figure class="timeline">
<svg width="100%" height="${height}" role="img" aria-labelledby="timeline-title timeline-description">
<title id="timeline-title">The trails from ${utc(from)} to ${utc(to)}</title>
<desc id="timeline-description">${counted(trails.length, 'trail')} with ${incidents}. The sections of the trails list each with its times.</desc>
${axis(start, Date.parse(to), height, scale)}
${trails.map((trail, index) => lane(trail, index * LANE, scale))}
</svg>
<figcaption><ul class="legend">
<li><svg width="22" height="12" aria-hidden="true"><rect class="bar good" width="22" height="12"/></svg>watched, without an incident</li>
<li><svg width="22" height="12" aria-hidden="true"><rect class="bar bad" width="22" height="12"/></svg>broken or weakened</li>
<li><svg width="22" height="12" aria-hidden="true"><rect class="bar idle" width="22" height="12"/></svg>not watched, or out of scope</li>
<li><svg width="14" height="12" aria-hidden="true"><path class="mark bad" d="M2 1h10l-5 9z"/></svg>incident</li>
<li><svg width="14" height="12" aria-hidden="true"><path class="mark warn" d="M7 0l5.5 6-5.5 6-5.5-6z"/></svg>attempt or exclusion</li>
</ul></figcaption>
</figure></section>`;
}

function lane(trail: TrailEvidence, top: number, scale: Scale): Markup {
  const { name, region, verdict, watched, incidents, otherCalls } = trail;
  const bar = { y: top + BAR.top, height: BAR.height };
  const isInScope = verdict !== 'out-of-scope';
  return html`<g>
<text class="label" x="0" y="${top + 13}">${short(name)} <tspan class="region">${region}</tspan></text>
<rect class="bar idle" x="0" y="${bar.y}" width="100%" height="${bar.height}"/>
${isInScope ? watched.map(({ from, to }) => html`<rect class="bar good" x="${scale(from)}" y="${bar.y}" width="${between(scale(from), scale(to))}" height="${bar.height}"/>`) : undefined}
${incidents.map((incident) => broken(incident, bar, scale))}
${otherCalls.map(({ time, eventName, result }) => html`<svg class="at" x="${scale(time)}" y="${bar.y}"><path class="mark warn" d="M0 -2l5.5 -6 -5.5 -6 -5.5 6z"><title>${eventName}, ${result}, ${utc(time)}</title></path></svg>`)}
</g>`;
}

/** What fits beside the Region on a phone. */
const LONGEST_NAME = 26;

function short(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

function broken(
  { began, repaired, kind }: Incident,
  { y, height }: { readonly y: number; readonly height: number },
  scale: Scale,
): Markup {
  const end = repaired ? scale(repaired.time) : '100%';
  const what = repaired ? `repaired after ${duration(repaired.seconds)}` : 'not repaired';
  return html`<rect class="bar bad" x="${scale(began)}" y="${y}" width="${between(scale(began), end)}" height="${height}"/>
<svg class="at" x="${scale(began)}" y="${y}"><path class="mark bad" d="M-5 -11h10l-5 9z"><title>${kind} ${utc(began)}, ${what}</title></path></svg>`;
}

/** Not zero: a browser draws nothing without a width, and the outline shows a short incident. */
const SHORTEST = 0.01;

function between(start: string, end: string): string {
  return `${Math.max(SHORTEST, Number.parseFloat(end) - Number.parseFloat(start)).toFixed(3)}%`;
}

const MOST_TICKS = 12;
/** The distances of ticks, in milliseconds. */
const DISTANCES = [1 / 60, 1 / 12, 1 / 4, 1, 3, 6, 12, 24, 48, 7 * 24, 14 * 24, 28 * 24, 56 * 24].map(
  (hours) => hours * HOUR_MS,
);

/** Round times in UTC, in milliseconds. */
function ticksOf(start: number, end: number): readonly number[] {
  const distance = DISTANCES.find((one) => (end - start) / one <= MOST_TICKS) ?? DAY_MS * 365;
  const first = Math.ceil(start / distance) * distance;
  return Array.from({ length: Math.floor((end - first) / distance) + 1 }, (_, index) => first + index * distance);
}

function axis(start: number, end: number, height: number, scale: Scale): Markup {
  const isLong = end - start > 3 * DAY_MS;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(!isLong && { hour: '2-digit', minute: '2-digit' }),
  });
  return html`${ticksOf(start, end).map((tick, index) => {
    const x = scale(new Date(tick).toISOString());
    const anchor = Number.parseFloat(x) > 97 ? 'end' : Number.parseFloat(x) < 3 ? 'start' : 'middle';
    return html`<g class="${index % 2 === 0 ? 'tick minor' : 'tick'}"><line x1="${x}" x2="${x}" y1="0" y2="${height - AXIS + 4}"/><text x="${x}" y="${height - 6}" text-anchor="${anchor}">${format.format(tick)}</text></g>`;
  })}`;
}
