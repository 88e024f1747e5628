import { LockstepError } from '../errors.ts';

/**
 * Runs a step that uses secrets. Whatever the other side chose to repeat in its message, none of them leaves in an error
 * (SPEC SEC-1); the cause is dropped with it, because it holds the same text.
 */
export async function keepingSecret<T>(secrets: readonly string[], step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof LockstepError ? withoutSecrets(error, secrets) : error;
  }
}

function withoutSecrets(error: LockstepError, secrets: readonly string[]): LockstepError {
  // Longest first: a password is the beginning of password and token together.
  const ordered = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  const clean = ordered.reduce((detail, secret) => detail.replaceAll(secret, '***'), error.detail);
  return clean === error.detail ? error : new LockstepError(error.code, clean);
}
