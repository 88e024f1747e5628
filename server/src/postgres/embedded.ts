import { join } from 'node:path';
import { type LocalPostgres, openLocalPostgres } from '@lockstep/local-postgres';
import pg from 'pg';

/** The private PostgreSQL inside the data folder, as one of possibly several processes uses it. */
export interface EmbeddedDatabase extends AsyncDisposable {
  readonly url: string;
}

/**
 * Opens it, starting it when it does not run. Server, worker and commands may use it at once, in any order:
 * whoever leaves last stops it, so that nobody's ground is pulled away and no server is left behind.
 */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  const server = await openLocalPostgres({ folder: join(dataDir, 'postgres') });
  const url = await server.databaseUrl('lockstep');
  return {
    url,
    async [Symbol.asyncDispose]() {
      if (await isUnused(url)) await stopQuietly(server);
    },
  };
}

async function isUnused(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows.length === 0;
  } catch {
    return false; // It is stopping or gone already.
  } finally {
    await client.end();
  }
}

/** Two processes that leave at the same moment may both stop it; the second finds it gone. */
async function stopQuietly(server: LocalPostgres): Promise<void> {
  await server.stop().catch(() => {});
}
