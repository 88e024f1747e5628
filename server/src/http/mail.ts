import { MailChoice, MailView, TestMail, TestMailResult } from '@lockstep/contract/mail.ts';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { LockstepError } from '../errors.ts';
import { type MailChoice as Chosen, chooseMail, readMailChoice } from '../mail/mail-choice.ts';
import { serverName } from '../mail/mail-settings.ts';
import { readLastMails } from '../mail/outbox.ts';
import { sendTestMail } from '../mail/test-mail.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { told } from '../told.ts';
import { explanationOf } from './error-answers.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['notifications'];

/** Notifications by e-mail (OPS-4): one's own choice, and a test. */
export const mailRoutes: Routes = (app, context) => {
  const { pool, mail } = context;

  app.get(
    '/admin/notifications/mail',
    {
      onRequest: requireRole('viewer'),
      schema: { tags, summary: 'What one is told by e-mail', response: { 200: MailView } },
    },
    async (request) => viewOf(context, await readMailChoice(pool, emailOf(request))),
  );

  app.put(
    '/admin/notifications/mail',
    {
      onRequest: requireRole('viewer'),
      schema: { tags, summary: 'Choose what one is told by e-mail', body: MailChoice, response: { 200: MailView } },
    },
    async (request) =>
      viewOf(context, await chooseMail(pool, emailOf(request), { kinds: request.body.kinds }, actorOf(request))),
  );

  app.post(
    '/admin/notifications/test-mail',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Send a test e-mail, and see what the mail server answers',
        body: TestMail,
        response: { 200: TestMailResult },
      },
    },
    async (request) => {
      const { language = 'en', address } = request.session ? await readMailChoice(pool, emailOf(request)) : {};
      const to = request.body.to ?? address;
      if (to === undefined)
        throw new LockstepError('request/invalid', told`An API token has no e-mail address: say to whom.`);
      return sendTestMail(pool, mail, { to, language }, actorOf(request));
    },
  );
};

function emailOf(request: FastifyRequest): string {
  if (!request.session) throw new LockstepError('request/forbidden', told`An API token gets no e-mails.`);
  return request.session.view.user.email;
}

async function viewOf({ pool, mail }: Context, { userId, ...choice }: Chosen): Promise<MailView> {
  const [last] = await inSubscription(pool, await openSubscription(pool), (client) => readLastMails(client, userId));
  return {
    ...choice,
    server: mail && serverName(mail),
    from: mail?.from ?? null,
    last: last
      ? { state: last.state, at: last.at, answer: last.answer, error: last.error && explanationOf(last.error) }
      : null,
  };
}
