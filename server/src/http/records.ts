import { IdParams } from '@lockstep/contract/common.ts';
import { CurrencyList, CurrencyParams, DatedRatePage, DatedRateQuery } from '@lockstep/contract/currencies.ts';
import {
  CampaignMemberPage,
  CampaignPage,
  CompanyPage,
  MemberQuery,
  OpportunityPage,
  RecordQuery,
} from '@lockstep/contract/records.ts';
import { listCurrencies, listDatedRates } from '../people/read-currencies.ts';
import { listCampaignMembers, listCampaigns, listCompanies, listOpportunities } from '../people/read-records.ts';
import type { Client } from '../postgres/pool.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['records'];

/** Database: what comes from Salesforce beside people. Read only: Salesforce writes it (SYN-2). */
export const recordRoutes: Routes = (app, { pool }) => {
  app.addHook('onRequest', requireRole('viewer'));
  const within = async <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(pool, await openSubscription(pool), work);

  app.get(
    '/admin/companies',
    { schema: { tags, summary: 'Companies (accounts)', querystring: RecordQuery, response: { 200: CompanyPage } } },
    async (request) => within((client) => listCompanies(client, request.query)),
  );

  app.get(
    '/admin/opportunities',
    { schema: { tags, summary: 'Opportunities', querystring: RecordQuery, response: { 200: OpportunityPage } } },
    async (request) => within((client) => listOpportunities(client, request.query)),
  );

  app.get(
    '/admin/currencies',
    {
      schema: { tags, summary: 'The currencies of the org and their rates (SYN-12)', response: { 200: CurrencyList } },
    },
    async () => ({ currencies: await within(listCurrencies) }),
  );

  app.get(
    '/admin/currencies/:isoCode/rates',
    {
      schema: {
        tags,
        summary: 'The rates of a currency by date, newest first (SYN-12)',
        params: CurrencyParams,
        querystring: DatedRateQuery,
        response: { 200: DatedRatePage },
      },
    },
    async ({ params, query }) => within((client) => listDatedRates(client, params.isoCode, query)),
  );

  app.get(
    '/admin/campaigns',
    {
      schema: {
        tags,
        summary: 'Campaigns with their statuses and the number of members',
        querystring: RecordQuery,
        response: { 200: CampaignPage },
      },
    },
    async (request) => within((client) => listCampaigns(client, request.query)),
  );

  app.get(
    '/admin/campaigns/:id/members',
    {
      schema: {
        tags,
        summary: 'The members of a campaign',
        params: IdParams,
        querystring: MemberQuery,
        response: { 200: CampaignMemberPage },
      },
    },
    async (request) => within((client) => listCampaignMembers(client, request.params.id, request.query)),
  );
};
