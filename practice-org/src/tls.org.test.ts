import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './test-org.ts';

let running: TestOrg;
beforeAll(async () => {
  running = await startTestOrg({ tls: true });
});
afterAll(() => running[Symbol.asyncDispose]());

function get(path: string, ca: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${running.org.url}${path}`, { ...(ca && { ca }) }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    sent.on('error', reject).end();
  });
}

test('with tls the org speaks HTTPS and names itself so; a client that does not trust its certificate refuses', async () => {
  expect(running.org.url).toMatch(/^https:/);
  const versions = JSON.parse(await get('/services/data', running.org.certificate));
  expect(versions.at(-1)).toMatchObject({ version: '66.0' });
  await expect(get('/services/data', undefined)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});
