import type { NewAdmin, NewUser, PasswordChange, Role, UserChange } from '@lockstep/contract/session.ts';
import type { UserView } from '@lockstep/contract/users.ts';
import { LockstepError } from '../errors.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { inTransaction } from '../postgres/transaction.ts';
import { isoTime } from '../postgres/types.ts';
import { told } from '../told.ts';
import { type Actor, recordAudit } from './audit.ts';
import { hashPassword, passwordMatches } from './passwords.ts';
import { hashToken } from './tokens.ts';

const columns = sql`id, email, name, role, disabled, created_at, last_signed_in_at`;

interface UserRow {
  id: number;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  created_at: string;
  last_signed_in_at: string | null;
}

export async function adminExists(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(sql`select exists (select from lockstep.admin_user) as found`);
  return rows[0]?.found === true;
}

/** The first user, made by whoever sets the server up. Afterwards only admins make users. */
export async function createFirstAdmin(pool: Pool, admin: NewAdmin, by: Actor): Promise<UserView> {
  const passwordHash = await hashPassword(admin.password);
  return await inTransaction(pool, async (client) => {
    // Two browsers may ask at the same moment; the lock makes the second one see the first one's admin.
    await client.query('lock table lockstep.admin_user in share row exclusive mode');
    const { rows } = await client.query(sql`select from lockstep.admin_user limit 1`);
    if (rows.length > 0) throw new LockstepError('request/forbidden', told`There is an administrator already.`);
    const user = await insertUser(client, { ...admin, role: 'admin' }, passwordHash);
    await recordAudit(client, { ...by, action: 'user/first-admin-created', target: user.email });
    return user;
  });
}

export async function createUser(pool: Pool, newUser: NewUser, by: Actor): Promise<UserView> {
  const passwordHash = await hashPassword(newUser.password);
  return await inTransaction(pool, async (client) => {
    const user = await insertUser(client, newUser, passwordHash);
    await recordAudit(client, { ...by, action: 'user/created', target: user.email, detail: { role: user.role } });
    return user;
  });
}

export async function listUsers(pool: Pool): Promise<UserView[]> {
  const { rows } = await pool.query<UserRow>(sql`select ${columns} from lockstep.admin_user order by lower(email)`);
  return rows.map(viewOf);
}

/** Changes what is given. A new password or a disabled user ends the user's sessions. */
export async function changeUser(pool: Pool, id: number, change: UserChange, by: Actor): Promise<UserView> {
  const passwordHash = change.password === undefined ? null : await hashPassword(change.password);
  return await inTransaction(pool, async (client) => {
    await keepAnAdmin(client, id, change);
    const { rows } = await client.query<UserRow>(sql`
      update lockstep.admin_user
         set name = coalesce(${change.name}, name),
             role = coalesce(${change.role}, role),
             disabled = coalesce(${change.disabled}, disabled),
             password_hash = coalesce(${passwordHash}, password_hash)
       where id = ${id}
      returning ${columns}`);
    const row = rows[0];
    if (!row) throw new LockstepError('request/not-found', told`user ${id}`);
    if (passwordHash !== null || change.disabled) {
      await client.query(sql`delete from lockstep.session where user_id = ${id}`);
    }
    const { password, ...visible } = change;
    const detail = { ...visible, ...(password === undefined ? {} : { password: 'changed' }) };
    await recordAudit(client, { ...by, action: 'user/changed', target: row.email, detail });
    return viewOf(row);
  });
}

/** One's own password, by who knows the present one. Every other session of the user ends. */
export async function changeOwnPassword(
  pool: Pool,
  user: { id: number; email: string; sessionToken: string },
  { current, next }: PasswordChange,
  by: Actor,
): Promise<void> {
  const { rows } = await pool.query(sql`select password_hash from lockstep.admin_user where id = ${user.id}`);
  if (!(await passwordMatches(current, rows[0]?.password_hash))) {
    throw new LockstepError('request/invalid', told`The present password is wrong.`);
  }
  const passwordHash = await hashPassword(next);
  await inTransaction(pool, async (client) => {
    await client.query(sql`update lockstep.admin_user set password_hash = ${passwordHash} where id = ${user.id}`);
    await client.query(sql`
      delete from lockstep.session where user_id = ${user.id} and token_hash <> ${hashToken(user.sessionToken)}`);
    await recordAudit(client, { ...by, action: 'user/password-changed', target: user.email });
  });
}

async function insertUser(client: Client, user: NewUser, passwordHash: string): Promise<UserView> {
  const { rows } = await client.query<UserRow>(sql`
    insert into lockstep.admin_user (email, name, role, password_hash)
    values (${user.email}, ${user.name}, ${user.role}, ${passwordHash})
    on conflict (lower(email)) do nothing
    returning ${columns}`);
  if (!rows[0]) throw new LockstepError('request/invalid', told`email: ${user.email} is a user already.`);
  return viewOf(rows[0]);
}

/** Without an active admin nobody could ever make one again. */
async function keepAnAdmin(client: Client, id: number, change: UserChange): Promise<void> {
  const losesAdmin = change.disabled === true || (change.role !== undefined && change.role !== 'admin');
  if (!losesAdmin) return;
  const { rows } = await client.query<{ id: number }>(sql`
    select id from lockstep.admin_user where role = 'admin' and not disabled for update`);
  if (rows.length === 1 && rows[0]?.id === id) {
    throw new LockstepError('request/invalid', told`This is the last active administrator.`);
  }
}

function viewOf(row: UserRow): UserView {
  const { created_at, last_signed_in_at, ...same } = row;
  return { ...same, createdAt: isoTime(created_at), lastSignedInAt: isoTime(last_signed_in_at) };
}
