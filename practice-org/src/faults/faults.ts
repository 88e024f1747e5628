import type { FastifyInstance } from 'fastify';

/** Installs the fault switch. Call it on the root instance before any route is registered. */
export function registerFaults(_app: FastifyInstance, _org: object): void {}
