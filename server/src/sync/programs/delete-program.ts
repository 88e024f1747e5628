import type { ProgramView } from '@lockstep/contract/programs.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { removeMembers } from '../../programs/members.ts';
import { getProgram } from '../../programs/programs.ts';
import { unlinkProgram } from './link-program.ts';

/**
 * Deletes a program with its memberships and costs. People stay, and their logs say that they left it. A linked campaign stays as
 * it is in Salesforce, with its members: the link ends first, so that nothing of this is sent there.
 */
export async function deleteProgram(client: Client, programId: number, source: string): Promise<ProgramView> {
  await client.query(sql`select from program where id = ${programId} for update`);
  const program = await getProgram(client, programId);
  if (program.campaign) await unlinkProgram(client, programId);
  await removeMembers(client, programId, 'all', source);
  await client.query(sql`delete from program_cost where program_id = ${programId}`);
  await client.query(sql`delete from program where id = ${programId}`);
  return program;
}
