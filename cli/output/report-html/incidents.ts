import { shortActorName } from '../../../lambda/core/notification/actor-name.ts';
import type { Call, Incident, OtherCall, TrailEvidence } from '../../evidence/schema.ts';
import { badge, type Tone } from './badges.ts';
import { html, joined, type Markup } from './markup.ts';
import { duration, timeTag } from './words.ts';

const KINDS: Readonly<Record<Incident['kind'], string>> = {
  broken: 'Delivery broken',
  weakened: 'Trail weakened',
  deleted: 'Trail deleted',
};

/** A flood of calls leaves the page readable. */
const MOST_SHOWN = 50;

function latest<T>(found: readonly T[]): readonly T[] {
  return found.toReversed().slice(0, MOST_SHOWN);
}

function olderNote({ length }: readonly unknown[]): Markup | undefined {
  if (length <= MOST_SHOWN) return undefined;
  return html`<p class="aside">${length - MOST_SHOWN} older ones: <code>trailmend report --format json</code></p>`;
}

/** Who broke the trail and when it was repaired, latest first. */
export function incidentList({ incidents }: TrailEvidence, now: string): Markup {
  if (incidents.length === 0) return html`<p>None in the period.</p>`;
  return html`<ol class="incidents">${latest(incidents).map((one) => incidentItem(one, now))}</ol>${olderNote(incidents)}`;
}

function incidentItem(incident: Incident, now: string): Markup {
  const { began, kind, calls, rules, saw, repaired } = incident;
  const rows: readonly (readonly [string, Markup | undefined])[] = [
    [
      'When',
      html`${timeTag(began)}${calls.length > 0 ? undefined : html` <span class="aside">${foundBy(incident)}</span>`}`,
    ],
    [
      'By',
      calls.length > 0
        ? html`<ul class="calls">${calls.map((call) => html`<li>${callLine(call, calls.length > 1)}</li>`)}</ul>`
        : undefined,
    ],
    [
      'Found',
      saw.length > 0
        ? html`${saw.join('; ')} ${joined(
            rules.map((rule) => html`<code>${rule}</code>`),
            ' ',
          )}`
        : undefined,
    ],
    [
      'Repaired',
      repaired
        ? repairLine(repaired)
        : html`<span class="bad-text">${kind === 'deleted' ? 'not created again' : `not yet, after ${openFor(began, now)}`}</span>`,
    ],
    [
      'Delivery',
      repaired?.deliverySeen === undefined
        ? undefined
        : html`AWS had delivered again at ${timeTag(repaired.deliverySeen)}`,
    ],
  ];
  const state = repaired ? badge('good', `Repaired after ${duration(repaired.seconds)}`) : badge('bad', 'Open');
  return html`<li><p class="kind">${KINDS[kind]} ${state}</p><dl class="facts">${rows.map(row)}</dl></li>`;
}

function row([name, value]: readonly [string, Markup | undefined]): Markup | undefined {
  return value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function foundBy({ lastCompliant }: Incident): Markup {
  const before = lastCompliant === undefined ? undefined : html`; last seen compliant at ${timeTag(lastCompliant)}`;
  return html`found without an event${before}`;
}

function openFor(began: string, now: string): string {
  return duration((Date.parse(now) - Date.parse(began)) / 1000);
}

function callLine({ eventName, caller, time }: Call, isTimed = true): Markup {
  const { name, type, sourceIp, tool } = caller;
  const from = [
    type,
    ...(sourceIp === undefined ? [] : [`from ${sourceIp}`]),
    ...(tool === undefined ? [] : [`with ${tool}`]),
  ];
  return html`<strong>${shortActorName(caller)}</strong> called <code>${eventName}</code>${isTimed ? html` at ${timeTag(time)}` : undefined} <span class="aside">${from.join(', ')}</span><br><span class="arn">${name}</span>`;
}

function repairLine({ time, by, operations, seconds, call }: NonNullable<Incident['repaired']>): Markup {
  const after = `after ${duration(seconds)}`;
  if (by === 'trailmend') {
    const how = operations.length > 0 ? ` with ${operations.join(', ')}` : '';
    return html`${timeTag(time)} by trailmend, ${after}${how}`;
  }
  const who = call ? html`; ${callLine(call)}` : undefined;
  return html`seen compliant at ${timeTag(time)}, ${after}, without a call of trailmend${who}`;
}

const RESULTS: Readonly<Record<OtherCall['result'], readonly [Tone, string]>> = {
  denied: ['good', 'Denied by AWS'],
  'without-effect': ['idle', 'Without effect'],
  'tag-changed': ['warn', 'Tag changed'],
};

/** The calls that broke nothing; nothing without such calls. */
export function otherCallList({ otherCalls }: TrailEvidence): Markup | undefined {
  if (otherCalls.length === 0) return undefined;
  const items = latest(otherCalls).map((call) => {
    const [tone, word] = RESULTS[call.result];
    return html`<li>${badge(tone, word)} ${callLine(call)} <span class="aside">${call.detail}</span></li>`;
  });
  return html`<h4>Attempts and exclusions</h4><ul class="findings">${items}</ul>${olderNote(otherCalls)}`;
}
