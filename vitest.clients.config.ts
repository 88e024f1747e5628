import { defineConfig, mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** Clients too large to be dependencies: the tests install them into a cache folder first (`npm run test:clients`). */
const { test, ...rest } = config;
export default mergeConfig(
  rest,
  defineConfig({ test: { ...test, include: ['**/*.client.ts'], testTimeout: 600_000, hookTimeout: 600_000 } }),
);
