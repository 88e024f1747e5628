import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { readFormsAsParameters } from '../identity/oauth/oauth-endpoints.ts';
import type { OrgContext } from '../org-context.ts';
import { authorizePages } from './authorize-pages.ts';
import { homePage } from './home-page.ts';
import { loginPages } from './login-page.ts';
import { missingPage } from './missing-page.ts';
import { PageRoutes } from './page-routes.ts';
import { passwordPages } from './password-page.ts';
import { convertPages } from './records/convert-page.ts';
import { mergePages } from './records/merge-page.ts';
import { objectsPage } from './records/objects-page.ts';
import { recordFormPages } from './records/record-form-pages.ts';
import { recordListPage } from './records/record-list-page.ts';
import { recordPage } from './records/record-page.ts';
import { securityTokenPages } from './security-token-page.ts';
import { appsPages } from './setup/apps-page.ts';
import { clockPage } from './setup/clock-page.ts';
import { faultsPages } from './setup/faults-page.ts';
import { fieldsPages } from './setup/fields-page.ts';
import { loginSettingsPages } from './setup/login-settings-page.ts';
import { mailsPage, registerMailsEndpoint } from './setup/mails-page.ts';
import { usersPages } from './setup/users-page.ts';
import { stylesheet } from './stylesheet.ts';

// Pages have no scripts and take nothing from elsewhere. There is no form-action: it would stop the consent form
// from ending at the callback of the program that asked.
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'";

/** Serves what people see of the org: server-rendered pages under /practice-org, and OAuth's login and consent. */
export function registerPages(app: FastifyInstance, org: OrgContext): void {
  registerMailsEndpoint(app, org);
  app.register(async (scope) => {
    readFormsAsParameters(scope);
    await scope.register(cookie);
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', contentSecurityPolicy);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
    });
    scope.get('/practice-org/style.css', (_request, reply) =>
      reply.header('content-type', 'text/css;charset=UTF-8').header('cache-control', 'no-cache').send(stylesheet),
    );
    const routes = new PageRoutes(scope, org);
    homePage(routes);
    loginPages(routes);
    missingPage(routes);
    passwordPages(routes);
    securityTokenPages(routes);
    authorizePages(routes);
    objectsPage(routes);
    recordListPage(routes);
    recordPage(routes);
    recordFormPages(routes);
    convertPages(routes);
    mergePages(routes);
    fieldsPages(routes);
    usersPages(routes);
    appsPages(routes);
    loginSettingsPages(routes);
    faultsPages(routes);
    mailsPage(routes);
    clockPage(routes);
  });
}
