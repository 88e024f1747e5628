import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

test('a task waits for those before it and for nothing else, and results keep their order', async () => {
  const ended: string[] = [];
  const task = (name: string, after: string[], ms: number) => ({
    name,
    after,
    run: async () => {
      await pause(ms);
      ended.push(name);
      return name;
    },
  });
  const results = await inOrder([task('slow', [], 40), task('after slow', ['slow'], 0), task('quick', [], 5)]);
  expect(results).toEqual(['slow', 'after slow', 'quick']);
  expect(ended).toEqual(['quick', 'slow', 'after slow']);
});

test('a failure holds up nothing and is thrown when everything has ended', async () => {
  const ended: string[] = [];
  const all = inOrder([
    { name: 'broken', after: [], run: () => Promise.reject(new Error('broken')) },
    { name: 'next', after: ['broken'], run: async () => ended.push('next') },
    { name: 'slow', after: [], run: async () => pause(20).then(() => ended.push('slow')) },
  ]);
  await expect(all).rejects.toThrow('broken');
  expect(ended).toEqual(['next', 'slow']);
});

test('no more are at work than there are places, and all of them come to their turn', async () => {
  let [atWork, most] = [0, 0];
  const task = (name: string) => ({
    name,
    after: [],
    run: async () => {
      most = Math.max(most, ++atWork);
      await pause(2);
      atWork--;
      return name;
    },
  });
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(await inOrder(names.map(task), 3)).toEqual(names);
  expect(most).toBe(3);
});
