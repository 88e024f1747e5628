import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { acceptRecordsInParts } from './blobs.ts';
import { registerCollections } from './collections.ts';
import { registerComposite } from './composite.ts';
import { registerDescribe } from './describe.ts';
import { registerGraph } from './graph.ts';
import { registerLayouts } from './layouts.ts';
import { registerLimits } from './limits.ts';
import { registerListViews } from './list-views.ts';
import { registerObjectInfo } from './object-info.ts';
import { registerPasswords } from './passwords.ts';
import { registerProcesses } from './processes.ts';
import { registerQuery } from './query.ts';
import { registerQuickActions } from './quick-actions.ts';
import { registerRecent } from './recent.ts';
import { registerRecords } from './records.ts';
import { registerReplication } from './replication.ts';
import { versionedRoutes } from './request.ts';
import { registerSearch } from './search.ts';
import { registerTooling } from './tooling.ts';
import { registerTree } from './tree.ts';
import { registerResources, registerVersions } from './versions.ts';

export async function registerRest(app: FastifyInstance, org: OrgContext): Promise<void> {
  registerVersions(app);
  await versionedRoutes(app, org, (routes) => {
    acceptRecordsInParts(routes);
    registerResources(routes, org);
    registerDescribe(routes, org);
    registerLayouts(routes, org);
    registerListViews(routes, org);
    registerObjectInfo(routes, org);
    registerReplication(routes, org);
    registerPasswords(routes, org);
    registerQuickActions(routes, org);
    registerRecords(routes, org);
    registerQuery(routes, org);
    registerCollections(routes, org);
    registerComposite(routes, app, org);
    registerGraph(routes, app, org);
    registerTree(routes, org);
    registerSearch(routes, org);
    registerRecent(routes, org);
    registerProcesses(routes);
    registerLimits(routes, org);
    registerTooling(routes, org);
  });
}
