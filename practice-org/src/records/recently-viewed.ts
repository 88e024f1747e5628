import type { OrgContext } from '../org-context.ts';

/** Remembers what a user has looked at: by a query FOR VIEW or FOR REFERENCE, or in the org's pages. */
export async function noteViewed(
  { pool, clock }: Pick<OrgContext, 'pool' | 'clock'>,
  userId: string,
  object: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    `insert into setup.recently_viewed (user_id, record_id, object, viewed_at)
     select $1, v.id, $2, $3 from unnest($4::text[]) v(id)
     on conflict (user_id, record_id) do update set viewed_at = excluded.viewed_at`,
    [userId, object, clock.instant(), [...new Set(ids)]],
  );
}
