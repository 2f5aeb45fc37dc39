import { expect, test } from '@jest/globals';
import { explain, UserError } from '../../cli/errors.ts';

const named = (name: string, message = 'said') => Object.assign(new Error(message), { name });

test.each<[string, unknown, RegExp]>([
  ['a user error', new UserError('Use --region.'), /^Use --region\.$/],
  ['no credentials', named('CredentialsProviderError'), /^No AWS credentials: .*\(CredentialsProviderError: said\)$/],
  ['an expired SSO session', named('TokenProviderError', 'Token is expired'), /expired|sign in/],
  ['expired credentials', named('ExpiredTokenException'), /^The AWS credentials are expired\. Sign in again/],
  ['unknown credentials', named('InvalidClientTokenId'), /^AWS does not accept these credentials/],
  [
    'a denied call',
    named('AccessDeniedException', 'no sts'),
    /^AWS denied the call to this caller\. Use .*\(.*no sts\)$/,
  ],
  ['an unknown host', Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), /^AWS is not reachable/],
  [
    'every address of a host',
    Object.assign(new AggregateError([new Error('one'), new Error('two')]), { code: 'ECONNREFUSED' }),
    /\(Error: one; Error: two\)$/,
  ],
  ['any other error, on one line', named('Odd', 'a\n  b'), /^Odd: a b$/],
  ['what is no error', 'text', /^text$/],
])('the sentence about %s says what to do', (_what, error, expected) => expect(explain(error)).toMatch(expected));
