import { LockstepError } from '../errors.ts';
import type { PracticeOrgAddress } from './practice-org.ts';

/** Somebody who works in Salesforce while the sync runs: the administrator of the practice org, by REST. */
export interface SalesforceUser {
  query(soql: string): Promise<Record<string, unknown>[]>;
  update(object: string, id: string, values: Record<string, unknown>): Promise<void>;
}

export async function signInToSalesforce(org: PracticeOrgAddress): Promise<SalesforceUser> {
  const { access_token: token } = (await answerOf(
    await fetch(new URL('/services/oauth2/token', org.url), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: org.connectedApp.consumerKey,
        client_secret: org.connectedApp.consumerSecret,
        username: org.admin.username,
        password: org.admin.password + org.admin.securityToken,
      }),
    }),
  )) as { access_token: string };
  const call = async (method: string, path: string, body?: unknown) =>
    answerOf(
      await fetch(new URL(`/services/data/v66.0${path}`, org.url), {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    );
  return {
    async query(soql) {
      const page = (await call('GET', `/query?q=${encodeURIComponent(soql)}`)) as {
        records: Record<string, unknown>[];
      };
      return page.records;
    },
    async update(object, id, values) {
      await call('PATCH', `/sobjects/${object}/${id}`, values);
    },
  };
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok)
    throw new LockstepError('internal/unexpected', `The practice org answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}
