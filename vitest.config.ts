import { defineConfig } from 'vitest/config';
import { BalancedShards } from './test/runner/balanced-shards.ts';

const globalSetup = ['test/support/temporary-folder.ts'];

/**
 * Unit and property tests stay on this machine and in temporary folders; infra tests synthesize; local tests share a cloud,
 * clouds tests start and stop some of their own;
 * guides and faults tests run clouds of their own, take minutes, and are run by name only.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: BalancedShards },
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], globalSetup } },
      { test: { name: 'property', include: ['test/property/**/*.test.ts'], globalSetup, testTimeout: 30_000 } },
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // One load of aws-cdk-lib for all files: 6 s in place of 31.
          isolate: false,
          // A second a synth; the test of the whole app validates.
          env: { CDK_VALIDATION: 'false' },
        },
      },
      {
        test: {
          name: 'local',
          include: ['test/local/**/*.test.ts'],
          globalSetup: [...globalSetup, 'test/local/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'clouds',
          include: ['test/clouds/**/*.test.ts'],
          globalSetup,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'guides',
          include: ['test/guides/**/*.test.ts'],
          globalSetup,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup,
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
