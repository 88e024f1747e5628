import { existsSync } from 'node:fs';
import { join } from 'node:path';

const entrance = join(import.meta.dirname, '../../web/dist/index.html');

/** Says what to do when the pages are missing, instead of a browser that waits for them in vain. */
export function mustHaveBuiltPages(): void {
  if (existsSync(entrance)) return;
  throw new Error('The web pages have not been built: web/dist is missing. Run: npm run build');
}
