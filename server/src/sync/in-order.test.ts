import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

test('a task waits for those before it and for nothing else, and results keep their order', async () => {
  const ended: string[] = [];
  const quickHasEnded = Promise.withResolvers<void>();
  const task = (name: string, after: string[], until?: Promise<void>) => ({
    name,
    after,
    run: async () => {
      await until;
      ended.push(name);
      if (name === 'quick') quickHasEnded.resolve();
      return name;
    },
  });
  const results = await inOrder([
    task('slow', [], quickHasEnded.promise),
    task('after slow', ['slow']),
    task('quick', []),
  ]);
  expect(results).toEqual(['slow', 'after slow', 'quick']);
  expect(ended).toEqual(['quick', 'slow', 'after slow']);
});

test('a failure holds up nothing and is thrown when everything has ended', async () => {
  const ended: string[] = [];
  const nextHasEnded = Promise.withResolvers<void>();
  const all = inOrder([
    { name: 'broken', after: [], run: () => Promise.reject(new Error('broken')) },
    {
      name: 'next',
      after: ['broken'],
      run: async () => {
        ended.push('next');
        nextHasEnded.resolve();
      },
    },
    { name: 'slow', after: [], run: () => nextHasEnded.promise.then(() => void ended.push('slow')) },
  ]);
  await expect(all).rejects.toThrow('broken');
  expect(ended).toEqual(['next', 'slow']);
});

test('no more are at work than there are places, and all of them come to their turn', async () => {
  let [atWork, most] = [0, 0];
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const placesAreFull = Promise.withResolvers<void>();
  const task = (name: string) => ({
    name,
    after: [],
    run: async () => {
      most = Math.max(most, ++atWork);
      if (atWork === 3) placesAreFull.resolve();
      await placesAreFull.promise;
      atWork--;
      return name;
    },
  });
  expect(await inOrder(names.map(task), 3)).toEqual(names);
  expect(most).toBe(3);
});
