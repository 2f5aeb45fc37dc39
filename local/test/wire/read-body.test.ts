import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { readBody } from '../../wire/read-body.ts';

test('joins chunks, and reads an empty body', async () => {
  expect(await readBody(Readable.from([Buffer.from('one '), Buffer.from('two')]))).toEqual(Buffer.from('one two'));
  expect(await readBody(Readable.from([]))).toEqual(Buffer.alloc(0));
});

test('a body that is cut off is an error', async () => {
  const broken = new Readable({ read() {} });
  const body = readBody(broken);
  broken.push('one ');
  broken.destroy(new Error('the cable was cut'));
  await expect(body).rejects.toThrow('the cable was cut');

  const closed = new Readable({ read() {} });
  const nothing = readBody(closed);
  closed.push('one ');
  closed.destroy();
  await expect(nothing).rejects.toThrow('before the end');
});
