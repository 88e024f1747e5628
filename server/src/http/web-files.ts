import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './routes.ts';

const folder = join(import.meta.dirname, '../../../web/dist');
const notBuilt = 'The web pages have not been built. Run: npm run build\n';

/** The built web application. Its assets have a hash in their name, so a browser may keep them for good. */
export async function serveWeb(app: App): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply.code(503).type('text/plain').send(notBuilt),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${folder}/assets/`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/**
 * Answers an address that is no endpoint and no file with the web application, whose own routes know it: somebody loaded a
 * page again, or followed a link to it. False when the request does not look for a page.
 */
export function answerWithPages(request: FastifyRequest, reply: FastifyReply): boolean {
  const wanted = request.method === 'GET' && request.headers.accept?.includes('text/html');
  if (!wanted || !request.server.hasReplyDecorator('sendFile')) return false;
  reply.sendFile('index.html');
  return true;
}
