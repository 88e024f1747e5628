import { activityRoutes } from './activities.ts';
import { channelRoutes } from './channels.ts';
import { costRoutes } from './cost.ts';
import { fieldRoutes } from './fields.ts';
import { filterRoutes } from './filters.ts';
import { flowRoutes } from './flow.ts';
import { mailRoutes } from './mail.ts';
import { notificationRoutes } from './notifications.ts';
import { oauthCallbackRoutes } from './oauth-callback.ts';
import { objectRoutes } from './objects.ts';
import { orgRoutes } from './org.ts';
import { peopleRoutes } from './people.ts';
import { policyRoutes } from './policies.ts';
import { programRoutes } from './programs.ts';
import { recordErrorRoutes } from './record-errors.ts';
import { recordRoutes } from './records.ts';
import type { Routes } from './routes.ts';
import { setupRoutes } from './setup.ts';
import { syncRoutes } from './sync.ts';

/** The families of endpoints beside those that every server has (app.ts). */
export const allRoutes: readonly Routes[] = [
  setupRoutes,
  oauthCallbackRoutes,
  syncRoutes,
  recordErrorRoutes,
  policyRoutes,
  filterRoutes,
  activityRoutes,
  costRoutes,
  fieldRoutes,
  notificationRoutes,
  mailRoutes,
  peopleRoutes,
  recordRoutes,
  orgRoutes,
  objectRoutes,
  programRoutes,
  channelRoutes,
  flowRoutes,
];
