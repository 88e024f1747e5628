import { LockstepError, must } from '../../errors.ts';
import { sql } from '../../postgres/sql.ts';
import { soqlText } from '../../salesforce/soql.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import { clockNow } from '../clock.ts';
import { outcomesOf } from '../save-outcomes.ts';
import type { CampaignWork } from './campaign-work.ts';

interface Intent {
  name: string;
  startedAt: string;
}

/** What a new campaign gets of its program. */
export interface NewCampaign {
  Name: string;
  Type: string;
  ActualCost: number | null;
}

/**
 * Creates a campaign for a program, and returns its id. What is being created is on record before the call: an attempt whose
 * answer was lost, or that was killed, is found again by the next one instead of making a second campaign.
 */
export async function createCampaign(work: CampaignWork, programId: number, campaign: NewCampaign): Promise<string> {
  const earlier = await readIntent(work, programId);
  const made = earlier ? await findCreated(work, earlier) : null;
  if (made) return made;
  const intent = { name: campaign.Name, startedAt: await clockNow(work.salesforce) };
  await writeIntent(work, programId, intent);
  const { outcomes, failure } = await outcomesOf(
    work.salesforce.createRecords('Campaign', [{ ...campaign, IsActive: true }]),
  );
  const [outcome] = outcomes;
  if (outcome === 'unknown') {
    const found = await findCreated(work, intent);
    if (found) return found;
  }
  if (failure) throw failure;
  if (outcome && typeof outcome !== 'string' && outcome.success) return must(outcome.id, 'the id of a new campaign');
  const errors = outcome && typeof outcome !== 'string' ? outcome.errors : [];
  const said = errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join(' ');
  throw new LockstepError(
    'sf/no-access',
    told`Salesforce did not create the campaign; the sync user has to be a Marketing User who may create campaigns. ${said}`,
  );
}

/** Of our own user, since the attempt, with its name, and linked to no program. */
async function findCreated({ engine, subscription, salesforce }: CampaignWork, intent: Intent): Promise<string | null> {
  const { userId } = await salesforce.identity();
  const since = intent.startedAt.replace(/\.\d+Z$/, 'Z');
  const soql = `SELECT Id FROM Campaign WHERE CreatedById = ${soqlText(userId)} AND CreatedDate >= ${since} AND Name = ${soqlText(intent.name)} ORDER BY CreatedDate`;
  const [found = []] = await salesforce.smallQueries([{ soql }]);
  const ids = found.map((record) => String(record.Id));
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ id: string }>(sql`
      select i.id from unnest(${ids}::text[]) with ordinality as i(id, n)
       where not exists (select from program g where g.sfdc_campaign_id = i.id) order by n limit 1`);
    return rows[0]?.id ?? null;
  });
}

function readIntent({ engine, subscription }: CampaignWork, programId: number): Promise<Intent | null> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ intent: Intent | null }>(sql`
      select campaign_intent as intent from program where id = ${programId}`);
    return rows[0]?.intent ?? null;
  });
}

async function writeIntent({ engine, subscription }: CampaignWork, programId: number, intent: Intent): Promise<void> {
  await inSubscription(engine.pool, subscription, (client) =>
    client.query(sql`
      update program set campaign_intent = ${JSON.stringify(intent)}::jsonb where id = ${programId}`),
  );
}
