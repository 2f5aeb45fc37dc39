import { describe, expect, test } from '@jest/globals';
import { chain } from '../../gate/call.ts';
import { controlEndpoint, unknownControlPath } from '../../gate/control-endpoint.ts';
import { callWith, DONE } from '../support/call.ts';

const PATH = '/_trailmend/weather';

function ask(method: string, url: string) {
  const behaviours = [controlEndpoint(PATH, { GET: () => 'fine', PUT: () => broken() }), unknownControlPath([PATH])];
  const answer = chain(behaviours, async () => DONE)(callWith({ method, url, headers: {} }));
  return answer.then(({ status, body }) => ({ status, content: JSON.parse(body.toString()) }));
}

function broken(): never {
  throw new TypeError('of the local AWS itself');
}

describe('a control endpoint', () => {
  test('answers with the result of its action', async () => {
    expect(await ask('GET', PATH)).toEqual({ status: 200, content: 'fine' });
  });

  test('answers 405 with its methods to any other method', async () => {
    expect(await ask('POST', PATH)).toEqual({
      status: 405,
      content: { message: '/_trailmend/weather accepts GET and PUT, not POST.' },
    });
  });

  test('does not report a failure of the local AWS as a mistake of the caller', async () => {
    await expect(ask('PUT', PATH)).rejects.toThrow('of the local AWS itself');
  });

  test('that does not exist is answered with the list of existing paths', async () => {
    expect(await ask('GET', '/_trailmend/wether')).toEqual({
      status: 404,
      content: { message: 'The local AWS has no control path /_trailmend/wether. Use one of /_trailmend/weather.' },
    });
  });

  test('does not match paths of buckets or objects', async () => {
    expect(await ask('GET', '/trailmend/weather')).toEqual({ status: 200, content: {} });
  });
});
