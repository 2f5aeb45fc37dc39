import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { clientExports } from '../client-exports.ts';

test('a shell that runs them has what each client reads, and nothing of another account', () => {
  const commands = clientExports({ endpoint: 'http://127.0.0.1:4599', region: 'eu-west-1' }).join('\n');
  const output = execFileSync('sh', ['-c', `${commands}\nenv`], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', AWS_PROFILE: 'production', AWS_SESSION_TOKEN: 'token' },
  });
  expect(
    output
      .split('\n')
      .filter((line) => line.startsWith('AWS_'))
      .toSorted(),
  ).toEqual([
    'AWS_ACCESS_KEY_ID=test',
    'AWS_DEFAULT_REGION=eu-west-1',
    'AWS_ENDPOINT_URL=http://127.0.0.1:4599',
    'AWS_REGION=eu-west-1',
    'AWS_SECRET_ACCESS_KEY=test',
  ]);
});
