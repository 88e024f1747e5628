import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretKey } from '../config-kinds.ts';
import { LockstepError } from '../errors.ts';

export interface MasterKeys {
  /** Seals and opens. */
  readonly current: Buffer;
  /** Only open what they sealed. */
  readonly old: readonly Buffer[];
}

interface KeyConfig {
  readonly dataDir: string;
  readonly secretKey: Buffer | undefined;
  readonly oldSecretKeys: readonly Buffer[];
}

/** The configured key, or the one in the data folder, which is made when it is missing. */
export function readMasterKeys(config: KeyConfig): MasterKeys {
  return { current: config.secretKey ?? keyInFolder(config.dataDir), old: config.oldSecretKeys };
}

function keyInFolder(folder: string): Buffer {
  const file = join(folder, 'secret.key');
  const text = readIfThere(file) ?? makeKey(folder, file);
  const key = secretKey.parse(text.trim());
  if (!key) throw new LockstepError('config/invalid', `The file ${file} does not hold ${secretKey.allowed}.`);
  return key;
}

/** Two processes may start at once. A hard link is made whole or not at all, so both end up with the same key. */
function makeKey(folder: string, file: string): string {
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
