import type { LoadPlan } from '../../mapping/load-plan.ts';
import { linkInput, renderLink } from '../../mapping/render-create.ts';
import type { Client } from '../../postgres/pool.ts';
import type { SentValues } from './create-intent.ts';

export interface Link {
  personId: number;
  sfdcId: string;
  /** Empty when nothing was sent: the record was there before. */
  values: SentValues;
}

/** Ties people to their records. People that are gone are left out: their records come back as new people by the pull. */
export async function linkPeople(
  client: Client,
  plan: LoadPlan,
  links: readonly Link[],
  { notBefore, source, detail }: { notBefore: string | null; source: string; detail: string },
): Promise<void> {
  if (links.length === 0) return;
  const { forget, keepLater, tie, log } = renderLink(plan);
  await client.query(linkInput.create);
  await client.query(linkInput.fill, [JSON.stringify(links)]);
  const { rows } = await client.query<{ id: number }>(linkInput.lock);
  await client.query(linkInput.dropOthers, [rows.map((row) => row.id)]);
  await client.query(forget);
  await client.query(keepLater);
  await client.query(tie, [notBefore]);
  await client.query(log, [source, detail]);
  await client.query('drop table link_input');
}
