import { IdParams } from '@lockstep/contract/common.ts';
import {
  ChannelInput,
  ChannelList,
  ChannelView,
  MemberFieldInput,
  MemberFieldList,
  MemberFieldMapping,
  MemberFieldParams,
} from '@lockstep/contract/programs.ts';
import { recordAudit } from '../auth/audit.ts';
import type { Client } from '../postgres/pool.ts';
import { changeChannel, createChannel, listChannels } from '../programs/channels.ts';
import { createMemberField, listMemberFields, removeMemberField } from '../programs/member-fields.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { mapToSalesforce } from '../sync/programs/map-member-field.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['programs'];

/** What all programs have in common: channels with their statuses, and the custom fields of members (PRG). */
export const channelRoutes: Routes = (app, { pool, engine }) => {
  app.addHook('onRequest', requireRole('viewer'));
  const onRequest = requireRole('admin');
  const within = async <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(pool, await openSubscription(pool), work);

  app.get(
    '/admin/channels',
    { schema: { tags, summary: 'Channels and their statuses', response: { 200: ChannelList } } },
    async () => ({ channels: await within(listChannels) }),
  );

  app.post(
    '/admin/channels',
    { onRequest, schema: { tags, summary: 'Create a channel', body: ChannelInput, response: { 200: ChannelView } } },
    (request) =>
      within(async (client) => {
        const channel = await createChannel(client, request.body);
        const { name, statuses } = channel;
        await recordAudit(client, {
          ...actorOf(request),
          action: 'channel/created',
          target: name,
          detail: { statuses },
        });
        return channel;
      }),
  );

  app.put(
    '/admin/channels/:id',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Replace name and statuses of a channel',
        params: IdParams,
        body: ChannelInput,
        response: { 200: ChannelView },
      },
    },
    (request) =>
      within(async (client) => {
        const channel = await changeChannel(client, request.params.id, request.body);
        const { name, statuses } = channel;
        await recordAudit(client, {
          ...actorOf(request),
          action: 'channel/changed',
          target: name,
          detail: { statuses },
        });
        return channel;
      }),
  );

  app.get(
    '/admin/member-fields',
    { schema: { tags, summary: 'Custom fields of program members', response: { 200: MemberFieldList } } },
    async () => ({ fields: await within(listMemberFields) }),
  );

  app.post(
    '/admin/member-fields',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Create a member field; at most 20',
        body: MemberFieldInput,
        response: { 200: MemberFieldList },
      },
    },
    (request) =>
      within(async (client) => {
        const fields = await createMemberField(client, request.body);
        const { name, type } = request.body;
        await recordAudit(client, {
          ...actorOf(request),
          action: 'member-field/created',
          target: name,
          detail: { type },
        });
        return { fields };
      }),
  );

  app.delete(
    '/admin/member-fields/:name',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Remove a member field and its values of all members, for good; the field in Salesforce keeps its own',
        params: MemberFieldParams,
        response: { 200: MemberFieldList },
      },
    },
    (request) =>
      within(async (client) => {
        const { name } = request.params;
        const fields = await removeMemberField(client, name);
        await recordAudit(client, { ...actorOf(request), action: 'member-field/removed', target: name });
        return { fields };
      }),
  );

  app.put(
    '/admin/member-fields/:name/mapping',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Map a member field to a custom field of CampaignMember',
        params: MemberFieldParams,
        body: MemberFieldMapping,
        response: { 200: MemberFieldList },
      },
    },
    async (request) => {
      const { name } = request.params;
      const { salesforceField } = request.body;
      const fields = await mapToSalesforce(engine, await openSubscription(pool), name, salesforceField);
      await recordAudit(pool, {
        ...actorOf(request),
        action: 'member-field/mapped',
        target: name,
        detail: { salesforceField },
      });
      return { fields };
    },
  );
};
