import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound } from '../api-error.ts';
import type { EventLog } from '../events/event-log.ts';
import { toId18 } from '../ids.ts';
import type { OrgContext } from '../org-context.ts';
import { sendJson, versionedRoutes } from '../rest/request.ts';
import type { CometdClients } from './cometd-clients.ts';
import { pushEvents, readPushed } from './generic-events.ts';

type OfChannel = { Params: { id: string } };

/**
 * Who listens to a streaming channel, and pushing events into it.
 * https://developer.salesforce.com/docs/atlas.en-us.api_streaming.meta/api_streaming/resources_push.htm
 */
export async function registerPush(
  app: FastifyInstance,
  org: OrgContext,
  log: EventLog,
  clients: CometdClients,
): Promise<void> {
  await versionedRoutes(app, org, (routes) => {
    routes.get<OfChannel>('/sobjects/StreamingChannel/:id/push', async (request, reply) => {
      const ChannelName = await channelName(org, request);
      return sendJson(reply, 200, { OnlineUserIds: clients.listeners(ChannelName), ChannelName });
    });

    routes.post<OfChannel>('/sobjects/StreamingChannel/:id/push', async (request, reply) => {
      const name = await channelName(org, request);
      const events = readPushed(request.body);
      const online = clients.listeners(name);
      await pushEvents(log, name, events);
      return sendJson(
        reply,
        200,
        events.map(({ userIds }) => told(userIds, online)),
      );
    });
  });
}

/** -1: all who listen were told. */
function told(userIds: readonly string[], online: readonly string[]) {
  const status = userIds.map((id) => [id, online.includes(toId18(id) ?? id)] as const);
  const reached = status.filter(([, listens]) => listens).length;
  const fanoutCount = userIds.length > 0 ? reached : online.length > 0 ? -1 : 0;
  return { fanoutCount, userOnlineStatus: Object.fromEntries(status) };
}

async function channelName(org: OrgContext, request: FastifyRequest<OfChannel>): Promise<string> {
  const { rows } = await org.pool.query<{ name: string }>(
    'select "Name" as name from org."StreamingChannel" where "Id" = $1',
    [toId18(request.params.id)],
  );
  if (!rows[0]) throw notFound();
  return rows[0].name;
}
