import type pg from 'pg';
import type { Caller } from './caller.ts';

/** The part of a User record and of its Organization that login answers tell. */
export interface OrgUser {
  id: string;
  profileId: string;
  username: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  name: string;
  alias: string | null;
  nickname: string | null;
  isActive: boolean;
  userType: string;
  language: string;
  locale: string;
  timeZone: string;
  modifiedAt: Date;
  organizationId: string;
  organizationName: string;
  isSandbox: boolean;
}

const select = `
  select u."Id" as "id", u."ProfileId" as "profileId", u."Username" as "username", u."Email" as "email",
         u."FirstName" as "firstName", u."LastName" as "lastName",
         concat_ws(' ', u."FirstName", u."LastName") as "name",
         u."Alias" as "alias", u."CommunityNickname" as "nickname", u."IsActive" as "isActive",
         coalesce(u."UserType", 'Standard') as "userType",
         coalesce(u."LanguageLocaleKey", 'en_US') as "language", coalesce(u."LocaleSidKey", 'en_US') as "locale",
         coalesce(u."TimeZoneSidKey", 'America/Los_Angeles') as "timeZone",
         u."SystemModstamp" as "modifiedAt",
         o."Id" as "organizationId", o."Name" as "organizationName", coalesce(o."IsSandbox", false) as "isSandbox"
    from org."User" u
   cross join (select * from org."Organization" limit 1) o`;

/** Usernames are compared without case, as at Salesforce. */
export async function findUserByUsername(pool: pg.Pool, username: string): Promise<OrgUser | undefined> {
  const { rows } = await pool.query<OrgUser>(`${select} where lower(u."Username") = lower($1)`, [username.trim()]);
  return rows[0];
}

/** Takes ids of 15 and of 18 characters. */
export async function findUserById(pool: pg.Pool, id: string): Promise<OrgUser | undefined> {
  const { rows } = await pool.query<OrgUser>(`${select} where left(u."Id", 15) = left($1, 15)`, [id]);
  return rows[0];
}

export function callerOf(user: OrgUser): Caller {
  return {
    userId: user.id,
    profileId: user.profileId,
    username: user.username,
    organizationId: user.organizationId,
  };
}
