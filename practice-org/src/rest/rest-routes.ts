import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { registerCollections } from './collections.ts';
import { registerComposite } from './composite.ts';
import { registerDescribe } from './describe.ts';
import { registerLimits } from './limits.ts';
import { registerQuery } from './query.ts';
import { registerRecords } from './records.ts';
import { registerReplication } from './replication.ts';
import { versionedRoutes } from './request.ts';
import { registerTree } from './tree.ts';
import { registerResources, registerVersions } from './versions.ts';

export async function registerRest(app: FastifyInstance, org: OrgContext): Promise<void> {
  registerVersions(app);
  await versionedRoutes(app, org, (routes) => {
    registerResources(routes, org);
    registerDescribe(routes, org);
    registerReplication(routes, org);
    registerRecords(routes, org);
    registerQuery(routes, org);
    registerCollections(routes, org);
    registerComposite(routes, app, org);
    registerTree(routes, org);
    registerLimits(routes, org);
  });
}
