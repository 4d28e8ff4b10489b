import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Examples import the published paths; tests run them from the sources.
  resolve: {
    alias: [
      { find: '@examples', replacement: fileURLToPath(new URL('examples', import.meta.url)) },
      { find: /^memlane$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
      { find: 'memlane/debugger', replacement: fileURLToPath(new URL('src/view/debugger/index.ts', import.meta.url)) },
      { find: /^memlane\/(\w+)$/, replacement: fileURLToPath(new URL('src/$1/index.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.mjs'],
    // They read official vectors, which only those have who name their folder.
    exclude: [
      '**/node_modules/**',
      ...(process.env.MEMLANE_VECTORS ? [] : ['test/official/**']),
      // A node to ask, which only those have who installed it: npm ci in test/anvil.
      ...(existsSync(new URL('test/anvil/node_modules', import.meta.url)) ? [] : ['test/anvil/**']),
      // A terminal to type into, and the program as it is built.
      ...(spawnSync('tmux', ['-V']).status === 0 ? [] : ['test/terminal/**']),
    ],
    // What never ends must not hang a machine; how long something takes on a busy one is no matter of tests.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A test whose checks stand in a loop or a branch that did not run has checked nothing, and fails.
    expect: { requireAssertions: true },
    globalSetup: ['test/support/temporaryFolder.ts'],
    maxWorkers: 2,
  },
})
