import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from '@cdktf/hcl-tools';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planTerraform } from '../../cli/output/source/terraform.ts';
import { blankedTrail, newIntegration, planned } from '../cli/output/source/planned.ts';
import { read } from '../support/perfect-trail.ts';
import { EXPECTED, withTexts } from './folders.ts';
import { HOSTILE, HOSTILE_KEY, PLANS } from './texts.ts';
import { checkov } from './tools/checkov.ts';
import { trailsIn } from './tools/hcl.ts';
import { isIntegrated, kics } from './tools/kics.ts';
import { trivy } from './tools/trivy.ts';
import type { Verdicts } from './tools/verdicts.ts';

const judgedBy = (judge: (folder: string) => Promise<Verdicts>): Promise<Verdicts> =>
  withTexts('main.tf', planTerraform, judge);

test('the formatter of terraform fmt changes nothing, and changes a text that is not aligned', async () => {
  for (const plan of Object.values(PLANS)) {
    const text = planTerraform(...plan);
    expect(await format(text)).toBe(text);
  }
  expect(await format('a = 1\nlonger = 2\n')).toBe('a      = 1\nlonger = 2\n');
});

test('the formatter of terraform fmt changes nothing, whatever the texts of others are', async () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(anyText, anyText), anyText, async (tags, s3Prefix) => {
      const facts = blankedTrail({ s3Prefix }, { tags: read(tags) });
      const text = planTerraform(...planned([facts, newIntegration(facts)]));
      expect(await format(text)).toBe(text);
    }),
  );
});

test('Checkov CKV2_AWS_10', async () => {
  expect(await judgedBy((folder) => checkov(folder, 'CKV2_AWS_10'))).toEqual(EXPECTED);
});

test('Trivy AWS-0162', async () => {
  expect(await judgedBy((folder) => trivy(folder, 'AWS-0162'))).toEqual(EXPECTED);
});

test('the condition of KICS 17b30f8f-8dfb-4597-adf6-57600b6cf25e', async () => {
  const attributes = ['cloud_watch_logs_group_arn', 'cloud_watch_logs_role_arn'];
  const verdicts = await judgedBy((folder) =>
    kics(folder, async (path) => {
      const trails = await trailsIn(await readFile(join(path, 'main.tf'), 'utf8'));
      return Object.values(trails)
        .flat()
        .every((trail) => isIntegrated(trail, attributes));
    }),
  );
  expect(verdicts).toEqual(EXPECTED);
});

test('texts of others stay what they are', async () => {
  const { audit } = await trailsIn(planTerraform(...PLANS.hostile));
  // The parser escapes what would be a template.
  const [escaped = '', key = ''] = [HOSTILE, HOSTILE_KEY].map((text) => text.replaceAll(/[$%](?=\{)/g, '$&$&'));
  expect(audit?.[0]).toMatchObject({
    s3_key_prefix: escaped,
    tags: { [key]: escaped, for: 'for', true: 'yes', '1': 'no' },
    advanced_event_selector: [{ name: escaped }],
  });
});
