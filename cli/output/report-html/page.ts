import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Evidence } from '../../evidence/schema.ts';
import { accountSection } from './account.ts';
import { controlsSection } from './controls.ts';
import { html, type Markup } from './markup.ts';
import { methodSection } from './method.ts';
import { overviewSection } from './overview.ts';
import { STYLE } from './style.ts';
import { timelineSection } from './timeline.ts';
import { trailSection } from './trail.ts';
import { verdictSection } from './verdict.ts';
import { timeTag } from './words.ts';

/**
 * The evidence as one HTML page that needs nothing else: no script, no network. Its policy lets a
 * browser load and run nothing, whatever a text in it says.
 */
export function reportHtml(evidence: Evidence): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>CloudTrail evidence of account ${evidence.account}, ${evidence.time.slice(0, 10)}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
${headerOf(evidence)}
<main>
${verdictSection(evidence)}
${timelineSection(evidence)}
${overviewSection(evidence)}
${accountSection(evidence)}
<section aria-labelledby="trails"><h2 id="trails">Trails</h2>
${evidence.trails.map((trail, index) => trailSection(trail, index, evidence))}
</section>
${controlsSection(evidence)}
${methodSection(evidence)}
</main>
<footer><p>Made by trailmend ${evidence.product.version} from reads of AWS. The same evidence for machines: <code>trailmend report --format json</code>.</p></footer>
</body>
</html>
`;
  return page.toString();
}

function headerOf({ account, regions, time, stack }: Evidence): Markup {
  const where = regions ? regions.join(', ') : 'every Region of the account';
  const watcher = stack.known
    ? html`stack ${stack.value.name} in ${stack.value.region}, mode ${stack.value.mode}`
    : html`<span class="unknown">not known: ${stack.why}</span>`;
  return html`<header>
<p class="eyebrow">Evidence report</p>
<h1>CloudTrail delivery to CloudWatch Logs</h1>
<dl class="meta">
<div><dt>Account</dt><dd>${account}</dd></div>
<div><dt>Scope</dt><dd>${where}</dd></div>
<div><dt>Made at</dt><dd>${timeTag(time)}</dd></div>
<div><dt>Watched by</dt><dd>${watcher}</dd></div>
</dl>
</header>`;
}
