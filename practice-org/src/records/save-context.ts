import type { Problem } from '../api-error.ts';
import type { Queryable } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import type { SaveOptions } from './prepare.ts';

export interface SaveResult {
  id: string | null;
  success: boolean;
  created?: boolean;
  errors: Problem[];
}

/** Where records are saved: one transaction, one caller, one object. */
export interface SaveContext {
  org: OrgContext;
  caller: Caller;
  view: ProfileView;
  object: ObjectView;
  database: Queryable;
  options: SaveOptions;
}

/** A record that was not saved, and why. */
export function refused(id: string | null, ...errors: Problem[]): SaveResult {
  return { id, success: false, errors };
}
