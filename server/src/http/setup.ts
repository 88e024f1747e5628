import { Done } from '@lockstep/contract/common.ts';
import {
  BreakInput,
  ChecksView,
  CombineInput,
  ConfirmInput,
  CredentialsInput,
  DryRunView,
  FieldListView,
  IdentityView,
  MappingsView,
  OAuthInput,
  OAuthOutcome,
  OAuthParams,
  OAuthStart,
  SetupView,
  SyncFieldsInput,
} from '@lockstep/contract/setup.ts';
import type { FastifyRequest } from 'fastify';
import { recordAudit } from '../auth/audit.ts';
import type { Context } from '../context.ts';
import { runChecks } from '../setup/checks.ts';
import { enterCredentials, oauthFailure, startOAuth } from '../setup/credentials.ts';
import { breakUp, combine, fieldList, finishMappings, resetSchema, showMappings, syncFields } from '../setup/fields.ts';
import { confirmCredentials, dryRun, startSync, switchSync, syncNow } from '../setup/start.ts';
import { openSubscription, type Subscription } from '../subscription/subscription.ts';
import { explanationOf } from './error-answers.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['setup'];

/** Admin › CRM › Sync with Salesforce.com (SPEC SET-3 to SET-11), in the order of the set-up. */
export const setupRoutes: Routes = (app, context) => {
  const { pool, setup } = context;
  app.addHook('onRequest', requireRole('admin'));
  const current = () => openSubscription(pool);
  const audited = async (request: FastifyRequest, action: string, detail: Record<string, unknown> = {}) =>
    recordAudit(pool, { ...actorOf(request), action: `sync/${action}`, detail });

  app.get(
    '/admin/setup',
    { schema: { tags, summary: 'How far the set-up has come', response: { 200: SetupView } } },
    async () => viewOf(await current()),
  );

  app.put(
    '/admin/setup/credentials',
    {
      schema: {
        tags,
        summary: 'Try credentials, and store them if they work (SET-4, SET-5)',
        body: CredentialsInput,
        response: { 200: IdentityView },
      },
    },
    async (request) => {
      const identity = await enterCredentials(setup, await current(), request.body);
      await audited(request, 'credentials-entered', { method: request.body.method, username: identity.username });
      return identity;
    },
  );

  app.post(
    '/admin/setup/oauth',
    {
      schema: { tags, summary: 'Begin Login with Salesforce (SET-4)', body: OAuthInput, response: { 200: OAuthStart } },
    },
    async (request) => {
      const callbackUrl = callbackOf(request, context);
      return { ...(await startOAuth(setup, await current(), request.body, callbackUrl)), callbackUrl };
    },
  );

  app.get(
    '/admin/setup/oauth/:state',
    {
      schema: {
        tags,
        summary: 'Why a Login with Salesforce was refused; null when it was not (SET-5)',
        params: OAuthParams,
        response: { 200: OAuthOutcome },
      },
    },
    async ({ params }) => {
      const failure = await oauthFailure(setup, params.state);
      return { failure: failure && explanationOf(failure) };
    },
  );

  app.get(
    '/admin/setup/checks',
    {
      schema: {
        tags,
        summary: 'Check lists: fields and permissions in Salesforce, with live results (SET-1, SET-2)',
        response: { 200: ChecksView },
      },
    },
    async () => runChecks(setup, await current()),
  );

  app.get(
    '/admin/setup/fields',
    { schema: { tags, summary: 'Every field the sync user can see (SET-6)', response: { 200: FieldListView } } },
    async () => fieldList(setup, await current()),
  );

  app.post(
    '/admin/setup/sync-fields',
    {
      schema: {
        tags,
        summary: 'Sync Fields: the chosen fields exist from now on (SET-6)',
        body: SyncFieldsInput,
        response: { 200: MappingsView },
      },
    },
    async (request) => {
      await syncFields(setup, await current(), request.body.untick ?? []);
      await audited(request, 'fields-synced', { untick: request.body.untick ?? [] });
      return showMappings(setup, await current());
    },
  );

  app.post(
    '/admin/setup/confirm',
    {
      schema: {
        tags,
        summary: 'Confirm Credentials, with the org of the warning (SET-7)',
        body: ConfirmInput,
        response: { 200: IdentityView },
      },
    },
    async (request) => {
      const identity = await confirmCredentials(setup, await current(), request.body.organizationId);
      await audited(request, 'credentials-confirmed', { organizationId: identity.organizationId });
      return identity;
    },
  );

  app.get(
    '/admin/setup/mappings',
    {
      schema: {
        tags,
        summary: 'Field mappings, and the custom fields that stand alone (SET-8)',
        response: { 200: MappingsView },
      },
    },
    async () => showMappings(setup, await current()),
  );

  app.post(
    '/admin/setup/mappings/combine',
    {
      schema: {
        tags,
        summary: 'Combine a Lead and a Contact field (SET-8)',
        body: CombineInput,
        response: { 200: MappingsView },
      },
    },
    async (request) => {
      const view = await combine(setup, await current(), request.body.dragged, request.body.onto);
      await audited(request, 'mapping-combined', request.body);
      return view;
    },
  );

  app.post(
    '/admin/setup/mappings/break',
    { schema: { tags, summary: 'Break mapping (SET-8)', body: BreakInput, response: { 200: MappingsView } } },
    async (request) => {
      const view = await breakUp(setup, await current(), request.body.field);
      await audited(request, 'mapping-broken', request.body);
      return view;
    },
  );

  app.post(
    '/admin/setup/mappings/reset',
    {
      schema: {
        tags,
        summary: 'Reset schema: add what is new, set combinations back (SET-8)',
        response: { 200: MappingsView },
      },
    },
    async (request) => {
      const view = await resetSchema(setup, await current());
      await audited(request, 'schema-reset');
      return view;
    },
  );

  app.post(
    '/admin/setup/mappings/finish',
    { schema: { tags, summary: 'Finish mappings (SET-8)', response: { 200: MappingsView } } },
    async (request) => {
      const view = await finishMappings(setup, await current());
      await audited(request, 'mappings-finished');
      return view;
    },
  );

  app.get(
    '/admin/setup/dry-run',
    { schema: { tags, summary: 'What the start would do (SET-9)', response: { 200: DryRunView } } },
    async () => dryRun(setup, await current()),
  );

  app.post(
    '/admin/setup/start',
    {
      schema: {
        tags,
        summary: 'Start Sync: mappings and org are final from here on (SET-9)',
        response: { 200: SetupView },
      },
    },
    async (request) => {
      const started = await startSync(setup, await current());
      await audited(request, 'started');
      return viewOf(started);
    },
  );

  for (const [path, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    app.post(
      `/admin/sync/${path}`,
      {
        schema: {
          tags: ['sync'],
          summary: `${enabled ? 'Enable' : 'Disable'} sync (SET-11)`,
          response: { 200: SetupView },
        },
      },
      async (request) => {
        const switched = await switchSync(setup, await current(), enabled);
        await audited(request, enabled ? 'enabled' : 'disabled');
        return viewOf(switched);
      },
    );
  }

  app.post(
    '/admin/sync/now',
    { schema: { tags: ['sync'], summary: 'Begin the next cycle now', response: { 200: Done } } },
    async (request) => {
      await syncNow(setup, await current());
      await audited(request, 'asked-for-now');
      return { done: true } as const;
    },
  );
};

function viewOf({ state, enabled, connection, identity, startedAt }: Subscription) {
  return { state, enabled, connection, identity, startedAt };
}

function callbackOf(request: FastifyRequest, { config }: Context): string {
  const base = config.publicUrl ?? `${request.protocol}://${request.host}`;
  return new URL('/oauth/callback', base).href;
}
