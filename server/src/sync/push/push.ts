import type { LoadPlan } from '../../mapping/load-plan.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import type { Engine } from '../engine.ts';
import type { StepProgress } from '../step.ts';

/** What a push works with. */
export interface Push {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  plan: LoadPlan;
  progress: StepProgress;
  /** Set outside a cycle, where a page may be under way: when the push began, by Salesforce's clock. */
  beganAt?: string;
}

/** A batch of people whose changes are marked as under way. */
export interface Batch {
  id: number;
  people: number;
  /** Marketing fields that changed on any of them. */
  fields: number[];
}
