import type pg from 'pg';

export async function isAdministrator(pool: pg.Pool, profileId: string): Promise<boolean> {
  const { rows } = await pool.query('select "Name" as name from org."Profile" where "Id" = $1', [profileId]);
  return rows[0]?.name === 'System Administrator';
}
