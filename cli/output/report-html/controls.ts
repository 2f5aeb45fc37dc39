import { PASSES_WHEN, TOOLS, type Tool } from '../../evidence/controls.ts';
import type { Check, Evidence } from '../../evidence/schema.ts';
import { badge } from './badges.ts';
import { html, type Markup } from './markup.ts';

/** The frameworks that ask for the integration, and what each tool makes of the trails. */
export function controlsSection(evidence: Evidence): Markup {
  const { frameworks } = evidence;
  return html`<section aria-labelledby="frameworks"><h2 id="frameworks">Frameworks</h2>
<p>What the integration of trails with CloudWatch Logs is evidence for.</p>
<table class="stacked">
<thead><tr><th scope="col">Framework</th><th scope="col">Reference</th><th scope="col">What it serves</th></tr></thead>
<tbody>${frameworks.map(({ framework, reference, serves }) => html`<tr><th scope="row">${framework}</th><td data-label="Reference">${reference}</td><td data-label="What it serves">${serves}</td></tr>`)}</tbody>
</table></section>
<section aria-labelledby="tools"><h2 id="tools">Tools that test it</h2>
<p>What the test of each tool gives for the trails in scope, as AWS describes them. trailmend did not run the tools. Those that read source code judge Terraform, not the account.</p>
<table class="stacked">
<thead><tr><th scope="col">Tool and id</th><th scope="col">A trail passes when</th><th scope="col">Result</th></tr></thead>
<tbody>${TOOLS.map((tool) => toolRow(tool, evidence))}</tbody>
</table></section>`;
}

function toolRow(tool: Tool, { trails }: Evidence): Markup {
  const checked = trails
    .filter(({ verdict }) => verdict !== 'deleted' && verdict !== 'out-of-scope')
    .map(({ name, checks }) => ({ name, result: checks.find(({ id }) => id === tool.id)?.result ?? 'unknown' }));
  const source = tool.reads === 'source' ? html` <span class="aside">reads source code</span>` : undefined;
  return html`<tr><th scope="row">${tool.tool}${source}<br><code>${tool.id}</code></th>
<td data-label="Passes when">${PASSES_WHEN[tool.test]}.</td>
<td data-label="Result">${resultOf(checked)}</td></tr>`;
}

interface Checked {
  readonly name: string;
  readonly result: Check['result'];
}

function resultOf(checked: readonly Checked[]): Markup {
  if (checked.length === 0 || checked.some(({ result }) => result === 'not-tested')) return badge('idle', 'Not tested');
  const names = (wanted: Checked['result']) =>
    checked.filter(({ result }) => result === wanted).map(({ name }) => name);
  const [failed, unknown] = [names('fail'), names('unknown')];
  const passed = `${names('pass').length} of ${checked.length} pass`;
  if (failed.length > 0) return html`${badge('bad', passed)} <span class="aside">fails: ${failed.join(', ')}</span>`;
  if (unknown.length > 0)
    return html`${badge('warn', passed)} <span class="aside">not known: ${unknown.join(', ')}</span>`;
  return badge('good', passed);
}
