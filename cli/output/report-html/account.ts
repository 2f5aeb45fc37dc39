import type { Evidence } from '../../evidence/schema.ts';
import { html, type Markup } from './markup.ts';

/** What was found about the account and its Regions; nothing without findings. */
export function accountSection({ others }: Evidence): Markup | undefined {
  if (others.length === 0) return undefined;
  const items = others.map(
    ({ subject, outcome, detail, whoCanAct }) =>
      html`<li><strong>${subject}</strong>: ${detail} <span class="aside">${outcome}${whoCanAct === undefined ? '' : `, who can act: ${whoCanAct}`}</span></li>`,
  );
  return html`<section aria-labelledby="account"><h2 id="account">Account</h2><ul class="findings">${items}</ul></section>`;
}
