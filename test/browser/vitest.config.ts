import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import unit from '../../vitest.config.ts'

export default defineConfig({
  resolve: unit.resolve ?? {},
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/browser/*.spec.ts'],
    globalSetup: ['test/support/temporaryFolder.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    // One browser at a time: two cores are for it and for what runs in it.
    maxWorkers: 1,
    fileParallelism: false,
  },
})
