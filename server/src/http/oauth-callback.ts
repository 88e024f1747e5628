import { OAuthAnswer } from '@lockstep/contract/setup.ts';
import { recordAudit } from '../auth/audit.ts';
import { asLockstepError } from '../errors.ts';
import { finishOAuth } from '../setup/credentials.ts';
import type { Routes } from './routes.ts';

/** The page of the set-up that the browser comes back to; it asks what came of the login. */
const credentialsPage = '/sync-with-salesforce/credentials';

/**
 * Where Salesforce sends the browser back to. No cookie comes along (it is SameSite=Strict and this is a request from
 * another site), so the state, which only the administrator's own request could make, is what is trusted.
 */
export const oauthCallbackRoutes: Routes = (app, { pool, setup }) => {
  app.get(
    '/oauth/callback',
    { schema: { tags: ['setup'], summary: 'The end of Login with Salesforce', querystring: OAuthAnswer } },
    async (request, reply) => {
      const { state, code, error, error_description: errorDescription } = request.query;
      const record = (action: string, detail: Record<string, unknown>) =>
        recordAudit(pool, { actor: 'Login with Salesforce', address: request.ip, action: `sync/${action}`, detail });
      try {
        const { username } = await finishOAuth(setup, { state, code, error, errorDescription });
        await record('credentials-entered', { method: 'oauth', username });
      } catch (thrown) {
        const failure = asLockstepError(thrown);
        request.log.warn({ err: failure }, 'Login with Salesforce was refused');
        await record('login-refused', { code: failure.code });
      }
      return reply.redirect(`${credentialsPage}?login=${encodeURIComponent(state)}`);
    },
  );
};
