import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import type { App } from './routes.ts';

/** A fixed ceiling for visitors nobody knows; whoever is signed in is not slowed down. */
const strangersPerMinute = 600;

/** Guessing is slow from one address, and for one account from however many addresses. */
const attemptsPerAddress = 20;
const attemptsPerAccount = 50;
const attemptWindow = '5 minutes';

export async function limitRates(app: App): Promise<void> {
  await app.register(rateLimit, {
    max: strangersPerMinute,
    timeWindow: '1 minute',
    allowList: (request) => request.identity !== undefined || request.url.startsWith('/health/'),
    errorResponseBuilder: (_request, { after }) => new LockstepError('request/too-many', told`Try again in ${after}.`),
  });
}

/** For a route's `preHandler`, where an e-mail address and a password are tried. */
export function limitSignIns(app: App) {
  const limits = [
    app.createRateLimit({ max: attemptsPerAddress, timeWindow: attemptWindow, allowList: [] }),
    app.createRateLimit({
      max: attemptsPerAccount,
      timeWindow: attemptWindow,
      allowList: [],
      keyGenerator: (request) => (request.body as { email: string }).email.trim().toLowerCase(),
    }),
  ];
  return refuseBeyond(limits);
}

/** For a route's `preHandler`, where somebody with a session, perhaps a stolen one, tries passwords. */
export function limitPasswordChanges(app: App) {
  return refuseBeyond([app.createRateLimit({ max: attemptsPerAddress, timeWindow: attemptWindow, allowList: [] })]);
}

function refuseBeyond(limits: ReturnType<App['createRateLimit']>[]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    for (const check of limits) {
      const result = await check(request);
      if (result.isAllowed || !result.isExceeded) continue;
      reply.header('retry-after', result.ttlInSeconds);
      throw new LockstepError('request/too-many', told`Try again in ${result.ttlInSeconds} seconds.`);
    }
  };
}
