import { describe, expect, test } from '@jest/globals';
import { chain } from '../../gate/call.ts';
import { controlEndpoint, unknownControlPath } from '../../gate/control-endpoint.ts';
import { callWith, DONE } from '../support/call.ts';

const PATH = '/_trailmend/weather';

function ask(method: string, url: string) {
  const behaviours = [controlEndpoint(PATH, { GET: () => 'fine', PUT: () => broken() }), unknownControlPath([PATH])];
  const answer = chain(behaviours, async () => DONE)(callWith({ method, url, headers: {} }));
  return answer.then(({ status, body }) => ({ status, told: JSON.parse(body.toString()) }));
}

function broken(): never {
  throw new TypeError('of the local AWS itself');
}

describe('a control endpoint', () => {
  test('answers with what its action gives', async () => {
    expect(await ask('GET', PATH)).toEqual({ status: 200, told: 'fine' });
  });

  test('tells what methods it takes', async () => {
    expect(await ask('POST', PATH)).toEqual({
      status: 405,
      told: { message: '/_trailmend/weather accepts GET and PUT, not POST.' },
    });
  });

  test('hides no failure of the local AWS behind wrong use', async () => {
    await expect(ask('PUT', PATH)).rejects.toThrow('of the local AWS itself');
  });

  test('that does not exist is told with those that do', async () => {
    expect(await ask('GET', '/_trailmend/wether')).toEqual({
      status: 404,
      told: { message: 'The local AWS has no control path /_trailmend/wether. Use one of /_trailmend/weather.' },
    });
  });

  test('is no bucket or object', async () => {
    expect(await ask('GET', '/trailmend/weather')).toEqual({ status: 200, told: {} });
  });
});
