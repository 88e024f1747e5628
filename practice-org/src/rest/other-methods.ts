import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';

const methods = ['HEAD', 'GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;
type Method = (typeof methods)[number];

/** Remembers which methods each address has; what it returns, called at the end, lets the others be refused with 405. */
export function refuseOtherMethods(routes: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  routes.addHook('onRoute', ({ routePath, method }) => {
    const of = known.get(routePath) ?? new Set();
    for (const one of [method].flat()) of.add(one);
    known.set(routePath, of);
  });
  return () => {
    for (const [url, of] of [...known]) {
      // An address of some names only has the methods of the general one beside them.
      if (url.includes('(')) continue;
      const allowed = methods.filter((method) => of.has(method)).join(',');
      const others = methods.filter((method) => method !== 'HEAD' && !of.has(method));
      routes.route({
        method: others as Exclude<Method, 'HEAD'>[],
        url,
        exposeHeadRoute: false,
        handler: (request, reply) => {
          reply.header('Allow', allowed);
          throw new ApiError(
            405,
            'METHOD_NOT_ALLOWED',
            `HTTP Method '${request.method}' not allowed. Allowed are ${allowed}`,
          );
        },
      });
    }
  };
}
