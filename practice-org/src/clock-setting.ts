import type { FastifyInstance } from 'fastify';
import type { OrgContext } from './org-context.ts';

/** The name in `setup.setting`, which `setup.now()` and `setup.clock()` read. */
export const clockSetting = 'clockOffsetMs';

/** Sets the org's clock, which runs on from there, also after a restart; undefined lets it show the real time again. */
export async function setClock({ clock, settings }: OrgContext, at: Date | undefined): Promise<void> {
  const offsetMs = at ? at.getTime() - Date.now() : 0;
  await settings.set(clockSetting, offsetMs);
  clock.offsetMs = offsetMs;
}

/** Reads a point in time as somebody writes it; undefined when it is none. */
export function readInstant(text: unknown): Date | undefined {
  const at = new Date(typeof text === 'string' ? text : Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** Reads and sets the clock without a login, as `/practice-org/faults` does. */
export function registerClockEndpoint(app: FastifyInstance, org: OrgContext): void {
  const state = () => ({ now: org.clock.instant().toISOString(), offsetMs: org.clock.offsetMs });
  app.get('/practice-org/clock', async () => state());
  app.put<{ Body: { now?: unknown } | undefined }>('/practice-org/clock', async (request, reply) => {
    const at = readInstant(request.body?.now);
    if (!at) return reply.code(400).send({ error: 'now must be a time such as "2026-12-31T23:59:00Z"' });
    await setClock(org, at);
    app.sessions.forget();
    return state();
  });
  app.delete('/practice-org/clock', async () => {
    await setClock(org, undefined);
    app.sessions.forget();
    return state();
  });
}
