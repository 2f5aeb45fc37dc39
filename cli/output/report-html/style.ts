import { PARTS } from './style-parts.ts';
import { PLACES } from './style-places.ts';

/** The colours are those of the page in light; a dark screen has its own, and paper is white. */
const COLORS = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f4; --card: #ffffff; --ink: #1d2530; --muted: #59636f; --line: #dfe2e4; --link: #1f5a92;
  --good: #1d6b48; --good-soft: #e5f2ea; --good-bar: #58a684;
  --bad: #a32c24; --bad-soft: #fbe9e7; --bad-bar: #c8473d;
  --warn: #7d5300; --warn-soft: #fbf1d9; --warn-bar: #c58a1b;
  --idle: #59636f; --idle-soft: #eceeef; --idle-bar: #d3d7da;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161c; --card: #1a2028; --ink: #e4e8ed; --muted: #a1abb7; --line: #303945; --link: #8dbdf0;
    --good: #7fd3a6; --good-soft: #17322a; --good-bar: #3f8f6c;
    --bad: #ff9f95; --bad-soft: #3c1f1d; --bad-bar: #e06a5f;
    --warn: #e9c172; --warn-soft: #352a12; --warn-bar: #d2a04a;
    --idle: #a1abb7; --idle-soft: #262e38; --idle-bar: #3a4450;
  }
}
`;

const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 3rem 1.5rem 4rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
h1, h2, h3, h4, p, dl, dd, ul, ol, figure, table { margin: 0; }
h1 { font-size: clamp(1.6rem, 1.2rem + 1.8vw, 2.3rem); line-height: 1.15; letter-spacing: -0.02em; font-weight: 650; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; letter-spacing: -0.01em; font-weight: 650; margin-bottom: 0.9rem; }
h3 { font-size: 1.1rem; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
h4 { font-size: 0.78rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--muted); font-weight: 600; margin: 1.5rem 0 0.5rem; }
section { margin-top: 2.75rem; }
section > p { max-width: 46rem; margin-bottom: 1rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, .arn { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.84em; overflow-wrap: anywhere; }
code { background: var(--idle-soft); border-radius: 4px; padding: 0.1em 0.35em; }
time { white-space: nowrap; }
p, li, th[scope="row"] { overflow-wrap: anywhere; }
ul, ol { padding-left: 1.2rem; }
strong, code, .aside, .arn { unicode-bidi: isolate; }
.aside { color: var(--muted); font-size: 0.875em; font-weight: 400; }
.unknown { color: var(--muted); font-style: italic; font-weight: 400; }
.bad-text { color: var(--bad); font-weight: 600; }
.number { text-align: right; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
`;

export const STYLE: string = [COLORS, BASE, PARTS, PLACES].join('');
