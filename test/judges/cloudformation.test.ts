import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planCloudFormation } from '../../cli/output/source/cloudformation.ts';
import { EXPECTED, withTexts } from './folders.ts';
import { HOSTILE, HOSTILE_KEY } from './texts.ts';
import { cfnLint } from './tools/cfn-lint.ts';
import { isIntegrated, kics } from './tools/kics.ts';
import { readTemplates, type Template } from './tools/template.ts';
import { trivy } from './tools/trivy.ts';
import type { Verdicts } from './tools/verdicts.ts';

const judgedBy = (judge: (folder: string) => Promise<Verdicts>): Promise<Verdicts> =>
  withTexts('template.yaml', planCloudFormation, judge);

const trailsIn = ({ Resources }: Template) =>
  Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudTrail::Trail');

test('cfn-lint', async () => {
  expect(await judgedBy(cfnLint)).toEqual(EXPECTED);
});

test('Trivy AWS-0162', async () => {
  expect(await judgedBy((folder) => trivy(folder, 'AWS-0162'))).toEqual(EXPECTED);
});

test('the condition of KICS 65d07da5-9af5-44df-8983-52d2e6f24c44', async () => {
  const attributes = ['CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn'];
  const verdicts = await judgedBy((folder) =>
    kics(folder, async (path) => {
      const [template] = await readTemplates([join(path, 'template.yaml')]);
      if (!template) return false;
      return trailsIn(template).every(({ Properties }) => isIntegrated(Properties, attributes));
    }),
  );
  expect(verdicts).toEqual(EXPECTED);
});

test('texts of others stay what they are', () =>
  withTexts('template.yaml', planCloudFormation, async (folder) => {
    const [template] = await readTemplates([join(folder, 'hostile/template.yaml')]);
    const [trail] = template ? trailsIn(template) : [];
    expect(trail?.Properties).toMatchObject({
      S3KeyPrefix: HOSTILE,
      Tags: expect.arrayContaining([
        { Key: HOSTILE_KEY, Value: HOSTILE },
        { Key: 'true', Value: 'yes' },
        { Key: '1', Value: 'no' },
      ]),
      AdvancedEventSelectors: [{ Name: HOSTILE }],
    });
  }));
