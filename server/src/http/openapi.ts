import swagger from '@fastify/swagger';
import type { App } from './routes.ts';

/** The description of the API, made from the schemas that the endpoints declare. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lockstep',
        version: '1',
        description: 'Everything the web pages do, for scripts. Errors are explained in docs/errors.md.',
      },
      components: {
        securitySchemes: {
          apiToken: { type: 'http', scheme: 'bearer', description: 'An API token; an administrator makes them.' },
          session: { type: 'apiKey', in: 'cookie', name: 'lockstep_session' },
        },
      },
      security: [{ apiToken: [] }, { session: [] }],
    },
  });
  app.get('/admin/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
