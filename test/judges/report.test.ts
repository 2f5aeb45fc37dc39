import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Evidence } from '../../cli/evidence/schema.ts';
import { reportHtml } from '../../cli/output/report-html/page.ts';
import { COLLECTED, lookedAt, madeEvidence, subjectOf } from '../cli/evidence/made.ts';
import { startChromium } from './tools/chromium.ts';

const AXE = createRequire(__filename).resolve('axe-core/axe.min.js');
/** Screenshots for people: docs/evidence.png is the first of them. */
const PICTURES = fileURLToPath(new URL('../../reports/evidence', pathToFileURL(__filename)));

const why = { known: false, why: 'no deployed stack found in us-east-1' } as const;
const LONG = 'x'.repeat(400);
const PAGES: Readonly<Record<string, Evidence>> = {
  everything: madeEvidence(),
  compliant: madeEvidence({ trails: COLLECTED.trails.slice(0, 2), stack: why, history: why }),
  empty: madeEvidence({ trails: [], stack: why, history: why }),
  hostile: madeEvidence({
    trails: [
      lookedAt(subjectOf(`a${'-b'.repeat(60)}`), { outcome: 'BLOCKED', detail: `${LONG} <script>alert(1)</script>` }),
    ],
  }),
};
const PHONE = { width: 320, height: 640 };
const DESKTOP = { width: 1120, height: 1360 };

let browser: Browser;
let folder: string;
let axe: string;

beforeAll(async () => {
  [browser, folder, axe] = await Promise.all([
    startChromium(),
    mkdtemp(join(tmpdir(), 'trailmend-report-')),
    readFile(AXE, 'utf8'),
    mkdir(PICTURES, { recursive: true }),
  ]);
  for (const [name, evidence] of Object.entries(PAGES))
    await writeFile(join(folder, `${name}.html`), reportHtml(evidence));
});

afterAll(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Shows a page, and collects what it asks the network for and what its policy refuses. */
async function show(
  name: string,
  options: BrowserContextOptions,
): Promise<{ page: Page; problems: readonly string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const problems: string[] = [];
  page.on('request', (request) => void (request.isNavigationRequest() || problems.push(request.url())));
  page.on('console', (message) => void problems.push(message.text()));
  page.on('dialog', (dialog) => void problems.push(dialog.message()));
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return { page, problems };
}

/** What axe-core finds, as the rule and the elements. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe.each(Object.keys(PAGES))('the page with %s', (name) => {
  test.each<[string, BrowserContextOptions]>([
    ['light', { viewport: DESKTOP, colorScheme: 'light' }],
    ['dark', { viewport: DESKTOP, colorScheme: 'dark' }],
    ['phone', { viewport: PHONE, colorScheme: 'light' }],
  ])('has no violation for axe-core, loads nothing, and fits: %s', async (where, options) => {
    const { page, problems } = await show(name, options);
    expect(await violationsOf(page)).toEqual([]);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(widths).toEqual([options.viewport?.width, options.viewport?.width]);
    expect(problems).toEqual([]);
    await page.screenshot({ path: join(PICTURES, `${name}-${where}.png`), fullPage: where.endsWith('phone') });
    await page.context().close();
  });

  test('prints on white paper', async () => {
    const { page } = await show(name, { viewport: DESKTOP, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await violationsOf(page)).toEqual([]);
    const paper = await page.pdf({ path: join(PICTURES, `${name}.pdf`), preferCSSPageSize: true });
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    await page.context().close();
  });
});

test('axe-core fails a page whose text is hard to read', async () => {
  const page = await browser.newPage();
  await page.setContent('<html lang="en"><title>t</title><main><h1 style="color: #bbb">pale</h1></main></html>');
  expect(await violationsOf(page)).toEqual([expect.stringContaining('serious color-contrast')]);
  await page.close();
});

test('the drawing of the timeline shows a repair of seconds', async () => {
  const { page } = await show('everything', { viewport: DESKTOP });
  const widths = 'Array.from(document.querySelectorAll("figure rect.bad"), (bar) => bar.getBoundingClientRect().width)';
  const drawn = await page.evaluate<readonly number[]>(widths);
  expect(drawn.length).toBeGreaterThan(4);
  for (const width of drawn) expect(width).toBeGreaterThan(0);
  await page.context().close();
});
