import { expect, test } from '@jest/globals';
import { backgroundTasks } from '../../gate/background-tasks.ts';

test('settled waits for all tasks', async () => {
  const { start, settled } = backgroundTasks(() => {});
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  start(() => gate.promise.then(() => void done.push('slow')));
  start(async () => void done.push('fast'));
  const waiting = settled().then(() => done.push('settled'));
  gate.resolve();
  await waiting;
  expect(done).toEqual(['fast', 'slow', 'settled']);
});

test('a failed task is reported at once, and thrown by the next call of settled, once', async () => {
  const lines: string[] = [];
  const { start, settled } = backgroundTasks((line) => lines.push(line));
  start(() => Promise.reject(new Error('no such bus')));
  await expect(settled()).rejects.toThrow('no such bus');
  expect(lines).toEqual(['The local AWS could not deliver an event: no such bus']);
  await settled();
});
