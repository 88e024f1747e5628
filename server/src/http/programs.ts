import { Done, IdParams } from '@lockstep/contract/common.ts';
import {
  CompareQuery,
  LinkInput,
  MemberInputs,
  MembersChanged,
  MembersRemoved,
  MembersToRemove,
  ProgramChanges,
  ProgramInput,
  ProgramMemberPage,
  ProgramMemberQuery,
  ProgramPage,
  ProgramQuery,
  ProgramView,
  StatusComparison,
} from '@lockstep/contract/programs.ts';
import { recordAudit } from '../auth/audit.ts';
import type { Client } from '../postgres/pool.ts';
import { listMembers, removeMembers, setMembers } from '../programs/members.ts';
import { changeProgram, createProgram, getProgram, listPrograms } from '../programs/programs.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { deleteProgram } from '../sync/programs/delete-program.ts';
import { compareWithCampaign, linkProgram, unlinkProgram } from '../sync/programs/link-program.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['programs'];
const source = 'api';

/** Programs, their members, and their link with Salesforce campaigns (PRG). */
export const programRoutes: Routes = (app, { pool, engine }) => {
  app.addHook('onRequest', requireRole('viewer'));
  const onRequest = requireRole('marketer');
  const within = async <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(pool, await openSubscription(pool), work);

  app.get(
    '/admin/programs',
    {
      schema: {
        tags,
        summary: 'Programs, a page at a time',
        querystring: ProgramQuery,
        response: { 200: ProgramPage },
      },
    },
    ({ query }) => within((client) => listPrograms(client, query)),
  );

  app.post(
    '/admin/programs',
    { onRequest, schema: { tags, summary: 'Create a program', body: ProgramInput, response: { 200: ProgramView } } },
    ({ body }) => within((client) => createProgram(client, body)),
  );

  app.get(
    '/admin/programs/:id',
    { schema: { tags, summary: 'One program', params: IdParams, response: { 200: ProgramView } } },
    ({ params }) => within((client) => getProgram(client, params.id)),
  );

  app.patch(
    '/admin/programs/:id',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Change what is named',
        params: IdParams,
        body: ProgramChanges,
        response: { 200: ProgramView },
      },
    },
    ({ params, body }) => within((client) => changeProgram(client, params.id, body)),
  );

  app.delete(
    '/admin/programs/:id',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary:
          'Delete a program, its memberships and costs, for good; a linked campaign stays in Salesforce as it is',
        params: IdParams,
        response: { 200: Done },
      },
    },
    (request) =>
      within(async (client) => {
        const { name, members, campaign } = await deleteProgram(client, request.params.id, source);
        const detail = { members, campaign: campaign?.sfdcId ?? null };
        await recordAudit(client, { ...actorOf(request), action: 'program/deleted', target: name, detail });
        return { done: true as const };
      }),
  );

  app.get(
    '/admin/programs/:id/members',
    {
      schema: {
        tags,
        summary: 'Members of a program, a page at a time',
        params: IdParams,
        querystring: ProgramMemberQuery,
        response: { 200: ProgramMemberPage },
      },
    },
    ({ params, query }) => within((client) => listMembers(client, params.id, query)),
  );

  app.post(
    '/admin/programs/:id/members',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Add people to a program, or change their status and member fields',
        params: IdParams,
        body: MemberInputs,
        response: { 200: MembersChanged },
      },
    },
    ({ params, body }) => within((client) => setMembers(client, params.id, body.members, source)),
  );

  app.post(
    '/admin/programs/:id/members/remove',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Take people out of a program',
        params: IdParams,
        body: MembersToRemove,
        response: { 200: MembersRemoved },
      },
    },
    async ({ params, body }) => ({
      removed: await within((client) => removeMembers(client, params.id, body.personIds, source)),
    }),
  );

  app.get(
    '/admin/programs/:id/compare',
    {
      onRequest,
      schema: {
        tags,
        summary: 'The statuses of a program beside those of a Salesforce campaign',
        params: IdParams,
        querystring: CompareQuery,
        response: { 200: StatusComparison },
      },
    },
    async ({ params, query }) => compareWithCampaign(engine, await openSubscription(pool), params.id, query.campaignId),
  );

  app.post(
    '/admin/programs/:id/link',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Link a program to a new or an existing Salesforce campaign',
        params: IdParams,
        body: LinkInput,
        response: { 200: ProgramView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const program = await linkProgram(engine, await openSubscription(pool), id, request.body);
      const detail = { campaign: program.campaign?.sfdcId ?? null };
      await recordAudit(pool, { ...actorOf(request), action: 'program/linked', target: program.name, detail });
      return program;
    },
  );

  app.post(
    '/admin/programs/:id/unlink',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'End the link; members stay on both sides',
        params: IdParams,
        response: { 200: ProgramView },
      },
    },
    (request) =>
      within(async (client) => {
        const program = await unlinkProgram(client, request.params.id);
        await recordAudit(client, { ...actorOf(request), action: 'program/unlinked', target: program.name });
        return program;
      }),
  );
};
