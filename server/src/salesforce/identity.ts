import { LockstepError, must } from '../errors.ts';
import { told } from '../told.ts';
import { environmentOf } from './hosts.ts';
import type { Session } from './open-session.ts';
import { readSmallQueries } from './query.ts';
import type { Requester } from './request.ts';
import type { Identity } from './salesforce.ts';

/**
 * Who is connected to what, in one API call. The login names the user, so the identity service and its OAuth scope are
 * only asked when it did not.
 */
export async function readIdentity(requester: Requester, session: Session): Promise<Identity> {
  const userId = session.userId ?? (await askUserId(requester));
  const [organizations = [], users = []] = await readSmallQueries(requester, [
    { soql: 'SELECT Id, Name, OrganizationType, InstanceName, IsSandbox FROM Organization' },
    { soql: `SELECT Id, Username, Name FROM User WHERE Id = '${safeId(userId)}'` },
  ]);
  const organization = must(organizations[0], 'the Organization record');
  const user = must(users[0], 'the User record of the sync user');
  return {
    organizationId: String(organization.Id),
    organizationName: String(organization.Name),
    edition: String(organization.OrganizationType ?? ''),
    instance: String(organization.InstanceName ?? ''),
    isSandbox: organization.IsSandbox === true,
    instanceUrl: session.instanceUrl,
    userId: String(user.Id),
    username: String(user.Username),
    displayName: String(user.Name),
  };
}

/**
 * Refuses an org of the other kind than the login host is for. Salesforce usually refuses such a login itself, with the
 * words of a wrong password; where it does not, a production org would be taken for a sandbox to play with.
 */
export function checkEnvironment(loginUrl: string, isSandbox: boolean): void {
  const expected = environmentOf(loginUrl);
  const found = isSandbox ? 'sandbox' : 'production';
  if (expected === null || expected === found) return;
  throw new LockstepError(
    'sf/wrong-environment',
    told`The login address is for a ${expected} org, and this is a ${found} org.`,
  );
}

async function askUserId(requester: Requester): Promise<string> {
  const { body } = await requester.json<{ user_id?: string }>({ method: 'GET', path: '/services/oauth2/userinfo' });
  return must(body?.user_id, 'user_id in the answer of userinfo');
}

/** Ids are letters and digits; anything else must not become SOQL (SPEC SEC-3). */
function safeId(id: string): string {
  if (/^[A-Za-z0-9]{15,18}$/.test(id)) return id;
  throw new LockstepError('sf/incomplete-answer', told`The login names a user by something that is no id.`);
}
