import { setApiEnabled, setApiOnly } from '../../identity/api-access.ts';
import { expirePassword, lock, setPassword, unlock } from '../../identity/credentials.ts';
import type { OrgContext } from '../../org-context.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';

interface Person {
  id: string;
  username: string;
  profileId: string;
  profile: string;
  isActive: boolean;
  isLocked: boolean;
  isExpired: boolean;
  hasPassword: boolean;
  apiEnabled: boolean;
  apiOnly: boolean;
}

type UserAction = (org: OrgContext, person: Person) => Promise<void>;

const actions: Record<string, UserAction> = {
  lock: ({ pool }, { id }) => lock(pool, id),
  unlock: ({ pool }, { id }) => unlock(pool, id),
  'expire-password': ({ pool }, { id }) => expirePassword(pool, id),
  'switch-api': ({ pool }, { profileId, apiEnabled }) => setApiEnabled(pool, profileId, !apiEnabled),
  'switch-pages': ({ pool }, { profileId, apiOnly }) => setApiOnly(pool, profileId, !apiOnly),
};

/** The people who can sign in, and every state that keeps them from it. */
export function usersPages(routes: PageRoutes): void {
  routes.administrator('get', '/practice-org/setup/users', async (given) => usersPage(given));

  routes.administrator('post', '/practice-org/setup/users/:id/:action', async (given) => {
    const person = await requirePerson(given.org, given.path.id);
    const act = Object.entries(actions).find(([name]) => name === given.path.action)?.[1];
    if (!act) throw new PageError(404, 'There is no such action.');
    await act(given.org, person);
    given.request.server.sessions.forget();
    return { redirect: '/practice-org/setup/users' };
  });

  routes.administrator('post', '/practice-org/setup/users/:id/password', async (given) => {
    const person = await requirePerson(given.org, given.path.id);
    const password = given.form.get('password') ?? '';
    if (!password) throw new PageError(400, 'Enter a password.');
    const token = await setPassword(given.org.pool, person.id, password);
    return usersPage(
      given,
      html`<div class="note good" role="status"><p>The password of ${person.username} is set. The security token is now:</p><p class="token">${token}</p></div>`,
    );
  });
}

async function requirePerson(org: OrgContext, id: string | undefined): Promise<Person> {
  const person = (await listPeople(org)).find((each) => each.id === id);
  if (!person) throw new PageError(404, 'There is no such user.');
  return person;
}

async function listPeople({ pool }: OrgContext): Promise<Person[]> {
  const { rows } = await pool.query<Person>(
    `select u."Id" as id, u."Username" as username, u."ProfileId" as "profileId", p."Name" as profile,
            u."IsActive" as "isActive", coalesce(c.locked_until > setup.now(), false) as "isLocked",
            coalesce(c.password_expires_at <= setup.now(), false) as "isExpired", c.user_id is not null as "hasPassword",
            coalesce(l.api_enabled, true) as "apiEnabled", coalesce(l.api_only, false) as "apiOnly"
       from org."User" u
       join org."Profile" p on p."Id" = u."ProfileId"
       left join setup.credential c on c.user_id = u."Id"
       left join setup.profile_login l on l.profile_id = u."ProfileId"
      where u."UserType" = 'Standard' and (u."IsActive" or c.user_id is not null)
      order by c.user_id is null, u."Username"`,
  );
  return rows;
}

async function usersPage({ org, csrf }: SignedInRequest, note?: Html): Promise<Page> {
  const people = await listPeople(org);
  return {
    title: 'Users',
    section: 'users',
    body: html`
<h1>Users</h1>
${note}
<p>People sign in once they have a password. Deactivating one is a change of the user's record.</p>
<div class="cards">${people.map((person) => card(person, csrf))}</div>`,
  };
}

function card(person: Person, csrf: Html): Html {
  const address = `/practice-org/setup/users/${person.id}`;
  const button = (action: string, label: string) =>
    html`<form method="post" action="${address}/${action}">${csrf}<button class="plain">${label}</button></form>`;
  return html`<section>
<h2><a href="/practice-org/records/${person.id}">${person.username}</a></h2>
<p>${person.profile} ${states(person).map((state) => html`<span class="tag bad">${state}</span> `)}</p>
${
  person.hasPassword &&
  html`<div class="actions">
${person.isLocked ? button('unlock', 'Unlock') : button('lock', 'Lock out')}
${!person.isExpired && button('expire-password', 'Expire password')}
${button('switch-api', person.apiEnabled ? 'Take API from profile' : 'Give API to profile')}
${button('switch-pages', person.apiOnly ? 'Give pages to profile' : 'Take pages from profile')}
</div>`
}
<form method="post" action="${address}/password" class="bar">${csrf}
<div class="grow"><label>New password <small>Also makes a new security token.</small><input name="password" type="password" autocomplete="new-password"></label></div>
<button class="plain">Set</button>
</form>
</section>`;
}

function states(person: Person): string[] {
  return [
    ...(person.hasPassword ? [] : ['no password']),
    ...(person.isActive ? [] : ['inactive']),
    ...(person.isLocked ? ['locked'] : []),
    ...(person.isExpired ? ['password expired'] : []),
    ...(person.apiEnabled ? [] : ['no API']),
    ...(person.apiOnly ? ['API only'] : []),
  ];
}
