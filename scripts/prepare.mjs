// Runs before `npm start` and `npm test`: installs what is missing and builds what is stale, so that both work in a
// fresh clone. Silent and quick when there is nothing to do; all output goes to stderr.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, installIfStale, root, run, Stamp, sources } from './project.mjs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Memlane needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org.`)
  process.exit(2)
}

installIfStale(root)
if (!existsSync(join(root, 'dist')) || !new Stamp('build').isOf(fingerprint(sources()))) {
  console.error('Building dist/')
  run(root, process.execPath, join(root, 'scripts/build.mjs'))
}
