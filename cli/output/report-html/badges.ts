import { raw } from 'hono/html';
import type { TrailEvidence } from '../../evidence/schema.ts';
import { html, type Markup } from './markup.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'idle';

const SHAPES: Readonly<Record<Tone, string>> = {
  good: '<path d="M7 12.5l3.4 3.4L17.2 9"/>',
  bad: '<path d="M8 8l8 8M16 8l-8 8"/>',
  warn: '<path d="M12 7v6.2M12 16.4v.1"/>',
  idle: '<path d="M8 12h8"/>',
};

/** A sign beside a word, which says the same. */
export function icon(tone: Tone): Markup {
  const svg = `<svg class="icon ${tone}" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/>${SHAPES[tone]}</svg>`;
  return html`${raw(svg)}`;
}

export const TONES: Readonly<Record<TrailEvidence['verdict'], Tone>> = {
  compliant: 'good',
  'not-compliant': 'bad',
  undecided: 'warn',
  deleted: 'bad',
  'out-of-scope': 'idle',
};

export const WORDS: Readonly<Record<TrailEvidence['verdict'], string>> = {
  compliant: 'Compliant',
  'not-compliant': 'Not compliant',
  undecided: 'Not decided',
  deleted: 'Deleted',
  'out-of-scope': 'Out of scope',
};

export function badge(tone: Tone, word: string): Markup {
  return html`<span class="badge ${tone}">${icon(tone)}${word}</span>`;
}
