import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { synthesized, type Template } from '../infra/synthesis.ts';

const PAGE = fileURLToPath(new URL('../../docs/parameters.md', import.meta.url));
const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| ([A-Z]\w+) \| (\S.*?) \| (.+) \| (.+) \|$/gm)].map(
  ([, name = '', value = '', meaning = '', label = '']) => ({ name, value, meaning, label }),
);

let template: Template;
beforeAll(async () => {
  ({ template } = (await synthesized()).alone);
});

test('docs/parameters.md lists every parameter of the stack with its default', () => {
  const { BootstrapVersion, ...parameters } = template.Parameters;
  const defaults = Object.entries(parameters).map(([name, { Default }]) => [name, Default]);
  const listed = rows.map(({ name, value }) => [name, value.startsWith('(') ? '' : value]);
  expect(new Map(listed as [string, string][])).toEqual(new Map(defaults as [string, string][]));
  expect(rows).toHaveLength(defaults.length);
});

test('docs/parameters.md gives each parameter the label that the console shows', () => {
  const { ParameterLabels } = Object(template.Metadata)['AWS::CloudFormation::Interface'];
  const labels = rows.map(({ name, label }) => [name, { default: label }]);
  expect(Object.fromEntries(labels)).toEqual(ParameterLabels);
});

test.each(rows)('docs/parameters.md names the values that $name takes', ({ name, meaning }) => {
  const { AllowedValues = [], Default, MaxLength } = template.Parameters[name] ?? {};
  const values = AllowedValues.length > 5 ? [] : AllowedValues.filter((value) => value !== Default);
  expect(values.filter((value) => !meaning.includes(`\`${value}\``))).toEqual([]);
  if (MaxLength !== undefined) expect(meaning).toContain(`${MaxLength} characters`);
});
