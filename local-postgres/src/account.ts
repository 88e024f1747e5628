import { createHash } from 'node:crypto';
import { accessSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The operating-system account that runs PostgreSQL; undefined means the caller's own. */
export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root. These accounts exist on Linux systems, so none has to be made. */
const unprivileged = ['postgres', 'nobody'];

/** Where root keeps what an unprivileged account must reach when the folder asked for is closed to it (as /root is). */
const sharedRoot = '/var/lib/lockstep';

/** Which account must run PostgreSQL: undefined unless this process is root. */
export function accountFor(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of unprivileged) {
    const fields = entries.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields?.[2] && fields[3]) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    `PostgreSQL does not run as root, and this system has no account named ${unprivileged.join(' or ')}. ` +
      'Start Lockstep as an ordinary user, or set DATABASE_URL.',
  );
}

/** The folder to use for `wanted`: itself, or one under /var/lib/lockstep when the account could not reach it. */
export function reachableFolder(wanted: string, account: Account | undefined): string {
  const path = resolve(wanted);
  if (!account || canEnter(nearestExisting(path), account)) return path;
  return join(sharedRoot, `${basename(path)}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`);
}

/** The folder of PostgreSQL's programs, copied to where the account can run them if it can't reach the original. */
export function reachableBinaries(folder: string, account: Account | undefined): string {
  if (!account || canEnter(folder, account)) return folder;
  const native = dirname(folder);
  const version = createHash('sha256')
    .update(native)
    .update(String(statSync(folder).mtimeMs))
    .digest('hex')
    .slice(0, 8);
  const copy = join(sharedRoot, `postgres-${version}`);
  if (!existsSync(join(copy, basename(folder)))) {
    mkdirSync(sharedRoot, { recursive: true, mode: 0o755 });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  }
  return join(copy, basename(folder));
}

/** Makes a folder that belongs to the account, and to nobody else. */
export function makePrivateFolder(path: string, account: Account | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (account) chownSync(path, account.uid, account.gid);
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function canEnter(path: string, account: Account): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === dirname(folder)) break;
  }
  accessSync(path, constants.F_OK);
  return true;
}
