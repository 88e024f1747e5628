import type pg from 'pg';
import type { ConnectedApp } from './connected-apps.ts';

/** Whether this user needs no consent page: an administrator has approved the app, or the user has, for this much. */
export async function isApproved(pool: pg.Pool, app: ConnectedApp, userId: string, scope: string): Promise<boolean> {
  if (app.adminApproved) return true;
  const { rows } = await pool.query<{ scope: string }>(
    'select scope from setup.app_approval where user_id = $1 and consumer_key = $2',
    [userId, app.consumerKey],
  );
  const approved = rows[0]?.scope.split(' ');
  return approved !== undefined && scope.split(' ').every((part) => approved.includes(part));
}

export async function approve(pool: pg.Pool, app: ConnectedApp, userId: string, scope: string): Promise<void> {
  await pool.query(
    `insert into setup.app_approval (user_id, consumer_key, scope) values ($1, $2, $3)
     on conflict (user_id, consumer_key) do update set scope = excluded.scope`,
    [userId, app.consumerKey, scope],
  );
}
