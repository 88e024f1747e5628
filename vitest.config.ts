import { defineConfig } from 'vitest/config';

/**
 * The suffix of a test says what it needs: `.test.ts` nothing, `.pg.test.ts` PostgreSQL, `.org.test.ts` the practice org,
 * `.e2e.test.ts` a browser. One private PostgreSQL serves the whole run; TEST_DATABASE_URL reuses a running one.
 */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['local-postgres/src/test-server.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files share what they import: it saves a minute and a half. None may change what the others see.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
