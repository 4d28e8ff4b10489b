// What the scripts know about the project: where it is, when its packages must be installed, and when dist/ is stale.
// Dependency-free, because it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Scratch files of the build. In node_modules, so that a fresh installation also means a fresh build. */
export const cache = join(root, 'node_modules/.cache/memlane')

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

/** All that dist/ is built from: sources, settings, the tools' versions and the way they are called. */
export function sources() {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !/\.(test|generated)\.ts$/.test(name))
    .map((entry) => join(entry.parentPath, entry.name))
  const page = readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules') && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const examples = readdirSync(join(root, 'examples')).map((name) => join(root, 'examples', name))
  const settings = readdirSync(root).filter((name) => /^tsconfig\..*json$/.test(name))
  return [...files, ...page, ...examples, ...settings.map((name) => join(root, name)), ...TOOLS]
}

/** What changes the result of every build. */
export const TOOLS = [join(root, 'package-lock.json'), join(root, 'scripts/build.mjs')]

/**
 * Path, size and time of each of `files`, as one text. Compared as a whole: that also notices a deleted file and one
 * that was replaced by something older.
 */
export function fingerprint(files) {
  return files.map((file) => [file, statSync(file).size, statSync(file).mtimeMs].join(' ')).join('\n')
}

/** A mark that something was made to its end, and from what. */
export class Stamp {
  #file

  constructor(name) {
    this.#file = join(cache, `${name}.stamp`)
  }

  isOf(print) {
    return existsSync(this.#file) && readFileSync(this.#file, 'utf8') === print
  }

  /** Before the work begins, so that an interrupted one leaves no stamp. */
  remove() {
    rmSync(this.#file, { force: true })
  }

  /** `print` is the fingerprint from before the work began: what changed meanwhile is not part of it. */
  set(print) {
    mkdirSync(cache, { recursive: true })
    writeFileSync(this.#file, print)
  }
}
