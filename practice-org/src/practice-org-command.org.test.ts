import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import { expect, test } from 'vitest';

const command = fileURLToPath(new URL('../bin/practice-org.js', import.meta.url));

test('the command starts under plain Node, prints where it listens, serves, and stops when told', async () => {
  await using database = await makeTestDatabase();
  const flags = ['--database', database.url, '--port', '24311', '--pubsub-port', '24411', '--json'];
  const child = spawn(process.execPath, [command, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    const printed = JSON.parse(line as string);
    expect(printed).toMatchObject({
      syncUser: { username: expect.any(String) },
      pubSub: { endpoint: expect.any(String) },
    });
    const versions = await fetch(`${printed.url}/services/data`);
    expect(versions.status).toBe(200);
  } finally {
    child.kill('SIGTERM');
  }
  expect((await once(child, 'exit'))[0]).toBe(0);
});
