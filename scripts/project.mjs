// What the scripts know about the project: where it is, when its packages must be installed, and when dist/ is stale.
// Dependency-free, because it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Scratch files of the build. In node_modules, so that a fresh installation also means a fresh build. */
const cache = join(root, 'node_modules/.cache/memlane')
const stamp = join(cache, 'build.stamp')

/** Runs a command in `folder`; its standard output joins our standard error. Ends this process if it fails. */
export function run(folder, command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 2, 2] })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs npm in `folder`, with the npm that runs us if there is one. */
export function npm(folder, ...args) {
  const program = process.env.npm_execpath
  if (program?.endsWith('npm-cli.js')) run(folder, process.execPath, program, ...args)
  else run(folder, 'npm', ...args)
}

/** Installs the packages of `folder` unless npm did so after its lock file last changed. */
export function installIfStale(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs)
    return
  console.error(`Installing packages in ${folder}`)
  // Development packages build the project, also where NODE_ENV=production.
  npm(folder, 'ci', '--include=dev', '--no-audit', '--no-fund')
}

/**
 * Path, size and time of every file that the build reads, as one text. Compared as a whole: that also notices a
 * deleted file and one that was replaced by something older.
 */
export function sources() {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter(({ name }) => /\.(ts|json)$/.test(name) && !/\.(test|generated)\.ts$/.test(name))
    .map((entry) => join(entry.parentPath, entry.name))
  const settings = readdirSync(root).filter((name) => /^tsconfig\..*json$/.test(name))
  for (const name of [...settings, 'package-lock.json', 'scripts/build.mjs']) files.push(join(root, name))
  return files.map((file) => [file, statSync(file).size, statSync(file).mtimeMs].join(' ')).join('\n')
}

/** Whether dist/ was built to the end from the sources as they are now. */
export function isBuilt() {
  return existsSync(stamp) && existsSync(join(root, 'dist')) && readFileSync(stamp, 'utf8') === sources()
}

/** Forgets the last build, so that an interrupted one leaves no stamp. Returns the folder for scratch files. */
export function beginBuild() {
  rmSync(stamp, { force: true })
  mkdirSync(cache, { recursive: true })
  return cache
}

/** Marks dist/ as built from `built`, the sources as they were before the build began. */
export function endBuild(built) {
  writeFileSync(stamp, built)
}
