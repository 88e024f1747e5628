import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readConfig, unknownVariables } from './config.ts';

test('every option has a default', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    dataDir: '.lockstep',
    databaseUrl: undefined,
    workers: 2,
  });
  expect(config.given.size).toBe(0);
});

test('values are read, trimmed and remembered as given; empty means not set', () => {
  const key = randomBytes(32);
  const config = readConfig({
    LOCKSTEP_PORT: ' 8080 ',
    LOCKSTEP_PUBLIC_URL: 'https://crm.example.com/',
    LOCKSTEP_ALLOWED_HOSTS: 'localhost:3001, Org.Example.com',
    LOCKSTEP_SECRET_KEY: key.toString('base64'),
    LOCKSTEP_HOST: '',
  });
  expect(config).toMatchObject({
    port: 8080,
    publicUrl: 'https://crm.example.com',
    allowedHosts: ['localhost:3001', 'org.example.com'],
    secretKey: key,
    host: '127.0.0.1',
  });
  expect([...config.given]).toEqual(['port', 'publicUrl', 'secretKey', 'allowedHosts']);
});

test.each([
  ['LOCKSTEP_PORT', '80a', '"80a" is not a whole number from 0 to 65535'],
  ['LOCKSTEP_PORT', '70000', '65535'],
  ['LOCKSTEP_LOG_LEVEL', 'loud', 'one of trace, debug'],
  ['LOCKSTEP_PUBLIC_URL', 'crm.example.com', 'a web address'],
  ['LOCKSTEP_ALLOWED_HOSTS', 'ok.example.com,https://no', 'comma-separated list of host names'],
])('%s=%s is refused with what is allowed', (name, value, allowed) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    expect.objectContaining({ code: 'config/invalid', detail: expect.stringContaining(allowed) }),
  );
});

test('a wrong secret is refused without being printed', () => {
  for (const [name, value] of [
    ['LOCKSTEP_SECRET_KEY', 'hush-hush'],
    ['DATABASE_URL', 'mysql://me:hush-hush@host/db'],
  ] as const) {
    const refused = () => readConfig({ [name]: value });
    expect(refused).toThrow(name);
    expect(refused).not.toThrow('hush-hush');
  }
});

test('a misspelt option is noticed', () => {
  expect(unknownVariables({ LOCKSTEP_PROT: '1', LOCKSTEP_PORT: '1', HOME: '/' })).toEqual(['LOCKSTEP_PROT']);
});
