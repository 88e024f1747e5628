import type { Html } from './html.ts';

export interface Page {
  title: string;
  body: Html;
  /** Which entry of the navigation this page is under. */
  section?: string;
  narrow?: boolean;
  status?: number;
}
