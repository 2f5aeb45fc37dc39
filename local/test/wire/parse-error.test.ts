import { expect, test } from '@jest/globals';
import { parseError } from '../../wire/parse-error.ts';

const answer = (status: number, body: string, headers = {}) => ({ status, headers, body });

test.each([
  {
    protocol: 'JSON',
    given: answer(400, '{"__type":"com.amazonaws.cloudtrail#TrailNotFoundException","message":"Unknown trail: t"}'),
    error: { code: 'TrailNotFoundException', message: 'Unknown trail: t' },
  },
  {
    protocol: 'REST JSON',
    given: answer(404, '{"Message":"Function not found"}', {
      'x-amzn-errortype': 'ResourceNotFoundException:http://internal',
    }),
    error: { code: 'ResourceNotFoundException', message: 'Function not found' },
  },
  {
    protocol: 'XML',
    given: answer(
      404,
      '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no role</Message></Error></ErrorResponse>',
    ),
    error: { code: 'NoSuchEntity', message: 'no role' },
  },
  { protocol: 'no body, as for HEAD', given: answer(404, ''), error: { code: 'HTTP404', message: '' } },
])('an error in $protocol', ({ given, error }) => {
  expect(parseError(given)).toEqual(error);
});

test('a successful answer has no error', () => {
  expect(parseError(answer(200, '{"__type":"NotAnError"}'))).toBeUndefined();
});
