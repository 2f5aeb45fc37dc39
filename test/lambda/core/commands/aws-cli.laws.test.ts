import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { argument, cliOptions } from '../../../../lambda/core/commands/aws-cli.ts';
import { visible } from '../../../../lambda/core/model/foreign-text.ts';

/**
 * What people may choose as a prefix, a tag or a key, to mislead a shell, the AWS CLI or a reader.
 */
const text = fc
  .tuple(
    fc.constantFrom('', '', 'file://', 'fileb://', 'http://', 'HTTPS://', '-', '--region', '~', '=', '\u202e'),
    fc.string({
      unit: fc.oneof(fc.constantFrom("'", '"', '\\', '$', '`', '\n', '*', ' '), fc.string({ unit: 'binary' })),
    }),
  )
  .map((parts) => parts.join(''));
const input = fc.record({
  S3KeyPrefix: text,
  KmsKeyId: text,
  Tags: fc.dictionary(text, text),
  IsMultiRegionTrail: fc.boolean(),
});

/** The words as /bin/sh reads them. */
function words(line: string): readonly string[] {
  const output = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

/** The input that the AWS CLI reads from options. */
function read([word = '', value = '', ...rest]: readonly string[]): Readonly<Record<string, unknown>> {
  if (word === '') return {};
  if (word.endsWith('is-multi-region-trail'))
    return { IsMultiRegionTrail: !word.startsWith('--no-'), ...read([value, ...rest]) };
  expect(value).not.toMatch(/^(-|(file|fileb|http|https):\/\/)/i);
  if (word === '--cli-input-json') return { ...JSON.parse(value), ...read(rest) };
  const name = { '--s3-key-prefix': 'S3KeyPrefix', '--kms-key-id': 'KmsKeyId', '--tags': 'Tags' }[word];
  return { [String(name)]: name === 'Tags' ? JSON.parse(value) : value, ...read(rest) };
}

test('a shell and the AWS CLI read the options as the input, whatever its texts are, and a reader sees all of it', () => {
  fc.assert(
    fc.property(input, (given) => {
      const line = cliOptions(given).join(' ');
      expect(visible(line)).toBe(line);
      expect(read(words(line))).toEqual(given);
    }),
    { numRuns: 60 },
  );
});

test('a shell reads every argument as it was given', () => {
  const shellText = fc.string({ unit: 'binary' }).filter((given) => !given.includes('\0'));
  fc.assert(
    fc.property(fc.array(shellText, { minLength: 20, maxLength: 40 }), (given) => {
      expect(words(given.map(argument).join(' '))).toEqual(given);
    }),
    { numRuns: 10 },
  );
});
