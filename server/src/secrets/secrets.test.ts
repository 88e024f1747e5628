import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMasterKeys } from './master-key.ts';
import { makeSecrets } from './secrets.ts';

const current = randomBytes(32);
const secrets = makeSecrets({ current, old: [] });

test('what is sealed opens, differs every time, and shows nothing of the secret', () => {
  const secret = 'correct horse battery staple ✓';
  const [one, two] = [secrets.seal(secret), secrets.seal(secret)];
  expect(secrets.open(one)).toBe(secret);
  expect(secrets.open(secrets.seal(''))).toBe('');
  expect(one).not.toBe(two);
  for (const part of one.split('.')) expect(Buffer.from(part, 'base64url').toString()).not.toContain('horse');
});

test('any changed character is noticed', () => {
  const envelope = secrets.seal('secret');
  const unread: number[] = [];
  for (let at = 0; at < envelope.length; at++) {
    const changed = envelope.slice(0, at) + (envelope[at] === 'A' ? 'B' : 'A') + envelope.slice(at + 1);
    if (decodes(changed, envelope)) continue;
    expect(() => secrets.open(changed)).toThrow(expect.objectContaining({ code: 'secrets/unreadable' }));
    unread.push(at);
  }
  expect(unread.length).toBeGreaterThan(100);
  expect(() => secrets.open(envelope.slice(0, -4))).toThrow('can not be decrypted');
  expect(() => secrets.open('plain text')).toThrow('can not be decrypted');
});

test('an envelope does not open in another place', () => {
  const envelope = secrets.seal('secret', 'subscription 1');
  expect(secrets.open(envelope, 'subscription 1')).toBe('secret');
  expect(() => secrets.open(envelope, 'subscription 2')).toThrow('can not be decrypted');
});

test('after a change of the master key, old envelopes open and can be wrapped anew', () => {
  const next = randomBytes(32);
  const rotated = makeSecrets({ current: next, old: [current] });
  const old = secrets.seal('secret', 'place');
  expect(rotated.open(old, 'place')).toBe('secret');

  const wrapped = rotated.rewrap(old);
  const withoutOld = makeSecrets({ current: next, old: [] });
  expect(withoutOld.open(wrapped, 'place')).toBe('secret');
  expect(() => withoutOld.open(old, 'place')).toThrow('sealed with the key');
  expect(rotated.rewrap(wrapped)).toBe(wrapped);
});

test('the generated key is made once and readable by its owner only', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lockstep-key-'));
  try {
    const config = { dataDir: join(dataDir, 'new'), secretKey: undefined, oldSecretKeys: [] };
    const first = readMasterKeys(config);
    expect(readMasterKeys(config).current.equals(first.current)).toBe(true);
    expect(statSync(join(dataDir, 'new/secret.key')).mode & 0o777).toBe(0o600);
    expect(readMasterKeys({ ...config, secretKey: current }).current.equals(current)).toBe(true);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});

/** The last character of a base64 part may hold bits that count for nothing. */
function decodes(changed: string, envelope: string): boolean {
  const bytes = (text: string) => text.split('.').map((part, index) => (index < 2 ? part : hex(part)));
  return JSON.stringify(bytes(changed)) === JSON.stringify(bytes(envelope));
}

function hex(part: string): string {
  return Buffer.from(part, 'base64url').toString('hex');
}
