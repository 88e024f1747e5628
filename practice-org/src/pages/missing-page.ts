import { PageError, type PageRoutes } from './page-routes.ts';

/** For an address that was mistyped, instead of an answer that only programs read. */
export function missingPage(routes: PageRoutes): void {
  routes.get('/practice-org/*', async () => {
    throw new PageError(404, 'This page does not exist. Begin at the first one: Practice org, at the top.');
  });
}
