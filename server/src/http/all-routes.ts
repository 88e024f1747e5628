import type { Routes } from './routes.ts';

/** The families of endpoints beside those that every server has (app.ts). */
export const allRoutes: readonly Routes[] = [];
