import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import type { MasterKeys } from './master-key.ts';

/**
 * Encrypts what must not be readable in the database, a dump or an export of it (SEC-1).
 * Each secret has a data key of its own; the master key encrypts only data keys, so changing it re-encrypts 32 bytes a
 * secret. An envelope is text: `v1.<id of the master key>.<sealed data key>.<sealed secret>`.
 */
export interface Secrets {
  /** `boundTo` names the place of the secret; an envelope copied to another place does not open there. */
  seal(text: string, boundTo?: string): string;
  open(envelope: string, boundTo?: string): string;
  /** The same secret under the current master key. Unchanged when it already is. */
  rewrap(envelope: string): string;
}

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

export function makeSecrets(keys: MasterKeys): Secrets {
  const currentId = keyId(keys.current);
  const byId = new Map([keys.current, ...keys.old].map((key) => [keyId(key), key]));

  function dataKeyOf(envelope: Envelope): Buffer {
    const master = byId.get(envelope.keyId);
    if (!master) throw new LockstepError('secrets/unreadable', told`It was sealed with the key ${envelope.keyId}.`);
    return decrypt(master, envelope.sealedKey, envelope.keyId);
  }

  return {
    seal(text, boundTo = '') {
      const dataKey = randomBytes(32);
      const sealedKey = encrypt(keys.current, dataKey, currentId);
      return print({ keyId: currentId, sealedKey, sealedText: encrypt(dataKey, Buffer.from(text), boundTo) });
    },
    open(text, boundTo = '') {
      const envelope = parse(text);
      return decrypt(dataKeyOf(envelope), envelope.sealedText, boundTo).toString();
    },
    rewrap(text) {
      const envelope = parse(text);
      if (envelope.keyId === currentId) return text;
      const sealedKey = encrypt(keys.current, dataKeyOf(envelope), currentId);
      return print({ ...envelope, keyId: currentId, sealedKey });
    },
  };
}

interface Envelope {
  keyId: string;
  sealedKey: Buffer;
  sealedText: Buffer;
}

function print(envelope: Envelope): string {
  const { keyId, sealedKey, sealedText } = envelope;
  return [version, keyId, sealedKey.toString('base64url'), sealedText.toString('base64url')].join('.');
}

function parse(text: string): Envelope {
  const [found, id, key, secret, ...more] = text.split('.');
  if (found !== version || !id || !key || secret === undefined || more.length > 0) {
    throw new LockstepError('secrets/unreadable', told`It is not an envelope of this version.`);
  }
  return { keyId: id, sealedKey: Buffer.from(key, 'base64url'), sealedText: Buffer.from(secret, 'base64url') };
}

/** Says which key, and nothing about it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('lockstep key id').update(key).digest('hex').slice(0, 8);
}

function encrypt(key: Buffer, plain: Buffer, boundTo: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, boundTo: string): Buffer {
  try {
    const iv = sealed.subarray(0, ivBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]);
  } catch {
    // No cause: the message of a crypto failure helps nobody, and nothing near a key belongs into a log.
    throw new LockstepError('secrets/unreadable', told`It was changed, moved or damaged.`);
  }
}
