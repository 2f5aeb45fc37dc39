import type { Known } from '../../evidence/schema.ts';
import { html, type Markup } from './markup.ts';

const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-11-20 08:57:00 UTC`. */
export function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

export function timeTag(time: string): Markup {
  return html`<time datetime="${time}">${utc(time)}</time>`;
}

/** A time, and how long before the report it was. */
export function timeWithAge(time: string, now: string): Markup {
  return html`${timeTag(time)} <span class="aside">${age(time, now)}</span>`;
}

function age(time: string, now: string): string {
  const seconds = (Date.parse(now) - Date.parse(time)) / 1000;
  return seconds < SECOND ? 'at the time of this report' : `${duration(seconds)} before this report`;
}

/** The two largest units: `9 s`, `4 min 12 s`, `2 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < SECOND) return 'less than 1 s';
  const rounded = Math.round(seconds);
  const units = [
    [Math.floor(rounded / DAY), 'd'],
    [Math.floor((rounded % DAY) / HOUR), 'h'],
    [Math.floor((rounded % HOUR) / MINUTE), 'min'],
    [rounded % MINUTE, 's'],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  const shown = units.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A value, or why nobody knows it. */
export function shown<T>(known: Known<T>, show: (value: T) => string | Markup): Markup {
  return known.known ? html`${show(known.value)}` : html`<span class="unknown">not known: ${known.why}</span>`;
}
