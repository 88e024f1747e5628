import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Context } from '../context.ts';

/** Fastify whose handlers know the types of what their schemas describe. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** One family of endpoints. Hooks that it adds stay within it. */
export type Routes = (app: App, context: Context) => void | Promise<void>;
