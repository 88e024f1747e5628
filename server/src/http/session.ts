import { Done } from '@lockstep/contract/common.ts';
import { chooseFrom } from '@lockstep/contract/languages.ts';
import { LanguageChoice } from '@lockstep/contract/mail.ts';
import { FirstStartView, NewAdmin, PasswordChange, SessionView, SignIn } from '@lockstep/contract/session.ts';
import type { FastifyRequest } from 'fastify';
import { noteLanguage, openSession, signIn, signOut, type Visitor } from '../auth/sessions.ts';
import { adminExists, changeOwnPassword, createFirstAdmin } from '../auth/users.ts';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { actorOf, giveCookie, requireRole, takeCookie } from './identity.ts';
import { limitPasswordChanges, limitSignIns } from './rate-limits.ts';
import type { Routes } from './routes.ts';

const tags = ['session'];

export const sessionRoutes: Routes = (app, context) => {
  const { pool, config } = context;

  app.get(
    '/admin/first-start',
    { schema: { tags, summary: 'Whether somebody has set this server up', response: { 200: FirstStartView } } },
    async () => ({ adminExists: await adminExists(pool), practiceOrgUrl: config.practiceOrgUrl ?? null }),
  );

  app.post(
    '/admin/first-start',
    {
      preHandler: limitSignIns(app),
      schema: {
        tags,
        summary: 'Create the first administrator and sign in; only while there is none',
        body: NewAdmin,
        response: { 200: SessionView },
      },
    },
    async (request, reply) => {
      const admin = await createFirstAdmin(pool, request.body, { actor: request.body.email, address: request.ip });
      const session = await openSession(pool, admin, visitorOf(request));
      giveCookie(reply, session.token, context);
      return session.view;
    },
  );

  app.post(
    '/admin/session',
    {
      preHandler: limitSignIns(app),
      schema: { tags, summary: 'Sign in', body: SignIn, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const session = await signIn(pool, request.body.email, request.body.password, visitorOf(request));
      giveCookie(reply, session.token, context);
      return session.view;
    },
  );

  app.get(
    '/admin/session',
    {
      onRequest: requireRole('viewer'),
      schema: { tags, summary: 'Who is signed in', response: { 200: SessionView } },
    },
    async (request) => {
      if (!request.session) throw new LockstepError('request/unauthenticated', told`An API token has no session.`);
      return request.session.view;
    },
  );

  app.put(
    '/admin/session/password',
    {
      onRequest: requireRole('viewer'),
      preHandler: limitPasswordChanges(app),
      schema: { tags, summary: "Change one's own password", body: PasswordChange, response: { 200: Done } },
    },
    async (request) => {
      if (!request.session) throw new LockstepError('request/forbidden', told`An API token has no password.`);
      const { token, view } = request.session;
      await changeOwnPassword(pool, { ...view.user, sessionToken: token }, request.body, actorOf(request));
      return { done: true } as const;
    },
  );

  app.put(
    '/admin/session/language',
    {
      onRequest: requireRole('viewer'),
      schema: {
        tags,
        summary: 'The language that e-mails to whoever is signed in are written in',
        body: LanguageChoice,
        response: { 200: Done },
      },
    },
    async (request) => {
      if (!request.session) throw new LockstepError('request/forbidden', told`An API token has no session.`);
      await noteLanguage(pool, request.session.view.user.id, request.body.language);
      return { done: true } as const;
    },
  );

  app.delete(
    '/admin/session',
    { onRequest: requireRole('viewer'), schema: { tags, summary: 'Sign out', response: { 200: Done } } },
    async (request, reply) => {
      if (request.session) await signOut(pool, request.session.token, actorOf(request));
      takeCookie(reply, context);
      return { done: true } as const;
    },
  );
};

function visitorOf(request: FastifyRequest): Visitor {
  const wishes = request.headers['accept-language'];
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'],
    language: wishes === undefined ? undefined : chooseFrom(wishes.split(',').map((wish) => wish.trim())),
  };
}
