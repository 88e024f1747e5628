import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the first of OWASP's recommended settings (19 MiB, two passes): about 25 ms here, costly to guess. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize(), settings);
}

/** Without a hash (there is no such user) it takes as long as with one, so that time does not tell who exists. */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const matches = await verify(stored ?? (await hashOfNobody()), password.normalize());
  return matches && stored !== undefined;
}

let nobody: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  nobody ??= hashPassword('the password of nobody');
  return nobody;
}
