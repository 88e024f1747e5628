import type { RecordPlan } from '../../mapping/load-plan.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { soqlText } from '../../salesforce/soql.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Engine } from '../engine.ts';
import { uncounted } from '../person-work.ts';
import { recordLoader } from '../pull/record-loaders.ts';
import { pagesAsCsv } from '../pull/salesforce-csv.ts';
import { storePage } from '../pull/store-page.ts';

/** A new member as it was sent: its campaign, and its lead or contact. */
interface SentMember {
  record: Record<string, unknown>;
}

interface Reading {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  plan: RecordPlan;
}

/** Ids in one condition: a big campaign is asked for in parts, so that no address gets too long. */
const idsPerQuery = 200;

const whoOf = ({ record }: SentMember) => String(record.ContactId ?? record.LeadId);

/**
 * Reads new members whose answer was lost, or whom Salesforce has already, as a cycle would; no cursor moves. Returns those
 * that are there: a member is never made twice, since Salesforce refuses a second one.
 */
export async function readMembersBack<Member extends SentMember>(
  { engine, subscription, salesforce, plan }: Reading,
  members: readonly Member[],
): Promise<Set<Member>> {
  const loader = recordLoader(plan);
  for (const [campaignId, own] of byCampaign(members)) {
    for (let at = 0; at < own.length; at += idsPerQuery) {
      const list = own.slice(at, at + idsPerQuery).map((m) => soqlText(whoOf(m)));
      const ids = `(LeadId IN (${list.join(', ')}) OR ContactId IN (${list.join(', ')}))`;
      const soql = `SELECT ${loader.fields.join(', ')} FROM CampaignMember WHERE CampaignId = ${soqlText(campaignId)} AND ${ids}`;
      await storePage(engine, subscription, loader, uncounted, {
        open: async () => ({ source: pagesAsCsv(salesforce.query(soql), loader.fields), rows: null }),
        store: async () => {},
        first: false,
        settledBefore: null,
      });
    }
  }
  const keys = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ key: string }>(sql`
      select sfdc_campaign_id || coalesce(sfdc_contact_id, sfdc_lead_id) as key from campaign_member
       where sfdc_campaign_id = any(${[...byCampaign(members).keys()]}) and sfdc_is_deleted is not true
         and coalesce(sfdc_contact_id, sfdc_lead_id) = any(${members.map(whoOf)})`);
    return new Set(rows.map((row) => row.key));
  });
  return new Set(members.filter((m) => keys.has(`${m.record.CampaignId}${whoOf(m)}`)));
}

function byCampaign<Member extends SentMember>(members: readonly Member[]): Map<string, Member[]> {
  return Map.groupBy(members, (member) => String(member.record.CampaignId));
}
