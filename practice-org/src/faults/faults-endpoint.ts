import type { FastifyInstance } from 'fastify';
import { readFaultPlan } from './fault-plan.ts';
import type { FaultSwitch } from './fault-switch.ts';

/**
 * `/practice-org/faults` reads and sets the switch. Outside Salesforce's paths and without a login: a rehearsal needs no
 * more than curl, and a browser of another site can't send what these ask for.
 */
export function registerFaultsEndpoint(app: FastifyInstance, faults: FaultSwitch): void {
  const state = () => ({ ...faults.plan, struck: faults.struck });
  app.get('/practice-org/faults', async () => state());
  app.put('/practice-org/faults', async (request, reply) => {
    try {
      faults.set(readFaultPlan(withoutCounts(request.body)));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return reply.code(400).send({ error: error.message });
    }
    return state();
  });
  app.delete('/practice-org/faults', async () => {
    faults.set(readFaultPlan({}));
    return state();
  });
}

/** What GET answers can be sent back with PUT. */
function withoutCounts(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('struck' in body)) return body;
  const { struck: _, ...plan } = body;
  return plan;
}
