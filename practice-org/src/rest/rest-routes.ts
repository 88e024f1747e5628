import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../org-context.ts';

export async function registerRest(_app: FastifyInstance, _org: OrgContext): Promise<void> {}
