/** The parts of the page, in their order. */
export const PARTS: string = `
.eyebrow { color: var(--muted); font-size: 0.8rem; letter-spacing: 0.08em; text-transform: uppercase; font-weight: 600; margin-bottom: 0.5rem; }
.meta { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.9rem 2rem; margin-top: 1.5rem; }
.meta dt, .figures dt { color: var(--muted); font-size: 0.8125rem; }
.meta dd { overflow-wrap: anywhere; }

.verdict, .trail, .timeline, table { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.verdict { margin-top: 2rem; padding: 1.75rem; border-top: 5px solid var(--idle); }
.verdict.good { border-top-color: var(--good-bar); }
.verdict.bad { border-top-color: var(--bad-bar); }
.verdict.warn { border-top-color: var(--warn-bar); }
.verdict > .aside { margin: 1.1rem 0 0; }
.headline { display: flex; gap: 1.1rem; align-items: center; }
.headline h2 { font-size: 1.6rem; margin: 0 0 0.1rem; }
.headline .icon { width: 3.25rem; height: 3.25rem; flex: none; }
.figures { display: grid; grid-template-columns: repeat(6, auto); justify-content: space-between; gap: 1.25rem 1.5rem; margin-top: 1.6rem; padding-top: 1.4rem; border-top: 1px solid var(--line); }
.figures dd { font-size: 1.3rem; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; }
.figures .unknown { font-size: 1rem; line-height: 1.7; font-weight: 400; }
.figures .note { display: block; color: var(--muted); font-size: 0.8125rem; font-weight: 400; letter-spacing: 0; }

.icon { width: 1.05em; height: 1.05em; vertical-align: -0.17em; fill: none; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
.icon circle { stroke: none; fill: currentColor; opacity: 0.18; }
.icon path { stroke: currentColor; }
.icon.good, .badge.good { color: var(--good); }
.icon.bad, .badge.bad { color: var(--bad); }
.icon.warn, .badge.warn { color: var(--warn); }
.icon.idle, .badge.idle { color: var(--idle); }
.badge { display: inline-flex; align-items: center; gap: 0.35em; white-space: nowrap; font-size: 0.8125rem; line-height: 1.4; font-weight: 600; border-radius: 999px; padding: 0.1rem 0.6rem 0.1rem 0.4rem; }
.badge.good { background: var(--good-soft); }
.badge.bad { background: var(--bad-soft); }
.badge.warn { background: var(--warn-soft); }
.badge.idle { background: var(--idle-soft); }

.timeline { padding: 1.25rem 1.4rem; }
.timeline > svg { display: block; overflow: visible; }
.timeline svg svg { overflow: hidden; }
.timeline svg .at { overflow: visible; }
.label { fill: var(--ink); font-size: 13px; font-weight: 600; }
.region { fill: var(--muted); font-weight: 400; }
.bar { stroke-width: 0; }
.bar.good { fill: var(--good-bar); }
.bar.bad { fill: var(--bad-bar); stroke: var(--bad-bar); stroke-width: 2px; }
.bar.idle { fill: var(--idle-bar); }
.mark { stroke: var(--card); stroke-width: 1px; }
.mark.bad { fill: var(--bad); }
.mark.warn { fill: var(--warn-bar); }
.tick line { stroke: var(--line); stroke-dasharray: 2 4; }
.tick text { fill: var(--muted); font-size: 12px; }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; list-style: none; padding: 0.9rem 0 0; color: var(--muted); font-size: 0.8125rem; }
.legend li { display: flex; align-items: center; gap: 0.5rem; }

table { width: 100%; border-collapse: separate; border-spacing: 0; overflow: hidden; font-size: 0.9375rem; }
th, td { text-align: left; vertical-align: top; padding: 0.6rem 1rem; border-top: 1px solid var(--line); }
th { font-weight: 600; }
thead th { border-top: 0; color: var(--muted); font-size: 0.8125rem; background: color-mix(in srgb, var(--card), var(--paper)); }
th.number, td.number { text-align: right; }
th[scope="row"] { min-width: 10rem; }
.stacked th[scope="row"] { width: 34%; }
th .aside { white-space: nowrap; }

.trail { padding: 1.5rem 1.6rem 1.7rem; margin-top: 1.25rem; scroll-margin-top: 1rem; }
.title { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; align-items: center; justify-content: space-between; }
.trail > .arn { color: var(--muted); margin: 0.15rem 0 0.7rem; }
.facts { margin-top: 1rem; }
.facts > div { display: grid; grid-template-columns: 13rem 1fr; gap: 0 1.25rem; padding: 0.4rem 0; border-top: 1px solid var(--line); }
.facts dt { color: var(--muted); font-size: 0.9375rem; }
.facts dd { min-width: 0; overflow-wrap: anywhere; }
.streams, .calls { list-style: none; padding: 0; }
.findings { list-style: none; padding: 0; }
.findings > li { padding: 0.4rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; unicode-bidi: isolate; }
.incidents { list-style: none; padding: 0; }
.incidents > li { border-left: 3px solid var(--line); padding: 0.1rem 0 0.1rem 1.1rem; margin-top: 1rem; }
.incidents .kind { font-weight: 600; display: flex; flex-wrap: wrap; gap: 0.3rem 0.8rem; align-items: center; }
.incidents .facts { margin-top: 0.5rem; font-size: 0.9375rem; }
.incidents .facts > div { grid-template-columns: 6rem 1fr; padding: 0.2rem 0; border-top: 0; }

.terms > div { display: grid; grid-template-columns: 10rem 1fr; gap: 0 1.25rem; padding: 0.55rem 0; border-top: 1px solid var(--line); }
.terms dt { font-weight: 600; }
.terms + h3 { margin: 1.6rem 0 0.5rem; }
`;
