import { afterAll, expect, test } from 'vitest';
import { makeTestContext } from '../test-context.ts';
import { buildApp } from './app.ts';
import { changes, sendEvents } from './live-events.ts';

const stack = new AsyncDisposableStack();
const context = stack.use(await makeTestContext());
afterAll(() => stack.disposeAsync());

test('values arrive when they change, and the stream ends when the server closes', async () => {
  let current = 1;
  let stopped = false;
  const app = await buildApp(context, [
    (scope) => {
      scope.get('/events', (_request, reply) =>
        sendEvents(reply, async function* (signal) {
          yield* changes(async () => ({ current }), 5, signal);
          stopped = true;
        }),
      );
    },
  ]);
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const response = await fetch(`${address}/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');

  const received: string[] = [];
  const closed = (async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      received.push(...chunk.split('\n\n').filter((event) => event.startsWith('data: ')));
      if (received.length === 1) current = 2;
      if (received.length === 2) void app.close();
    }
  })();
  await closed;
  expect(received).toEqual(['data: {"current":1}', 'data: {"current":2}']);
  expect(stopped).toBe(true);
});
