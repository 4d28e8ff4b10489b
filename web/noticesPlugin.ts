/**
 * Writes NOTICES.txt: the licenses of what is part of the page's files, from the packages that the bundler took them from.
 *
 *   modules of all chunks, workers' too ─▶ packages ─▶ name, version, license and the text of each
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const require = createRequire(import.meta.url)
/** The package that this page is a page of; the licenses of what its files hold stand beside them. */
const OWN = dirname(require.resolve('memlane/package.json'))

/** Code that the tools add by themselves, by how its modules are called. */
const HELPERS = [/^\0(vite)\//, /^\0(rolldown)\//]

export class Notices {
  readonly #packages = new Map<string, string>()
  #hasOwn = false

  /** For the bundle of a worker, which is a build of its own. */
  readonly collect = (): Plugin => ({
    name: 'notices of workers',
    generateBundle: (_, bundle) => {
      for (const part of Object.values(bundle)) if (part.type === 'chunk') part.moduleIds.forEach(this.#add)
    },
  })

  /** For the page: comes last, when all workers are built. `others` are files that no bundler made. */
  write(others: readonly string[]): Plugin {
    const { collect } = this
    const text = () => this.#text(others)
    return {
      name: 'notices',
      apply: 'build',
      generateBundle(options, bundle, isWrite) {
        const { generateBundle } = collect()
        if (typeof generateBundle === 'function') generateBundle.call(this, options, bundle, isWrite)
        this.emitFile({ type: 'asset', fileName: 'NOTICES.txt', source: text() })
      },
    }
  }

  readonly #add = (id: string): void => {
    const helper = HELPERS.map((pattern) => pattern.exec(id)?.[1]).find(Boolean)
    if (helper !== undefined) this.#keep(dirname(require.resolve(`${helper}/package.json`)))
    const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
    if (folder !== undefined) this.#keep(folder)
    else if (id.startsWith(join(OWN, 'dist'))) this.#hasOwn = true
  }

  #keep(folder: string): void {
    const { name, version, license, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8')
    // What a tool is made of is not in the few lines that it adds.
    const own = text.split(/^# Licenses of bundled dependencies/m)[0]?.trim() ?? ''
    const source: string = repository?.url ?? repository ?? ''
    const head = `${name} ${version} (${license})\n${source.replace(/^git\+/, '')}`.trim()
    this.#packages.set(`${name} ${version}`, `${head}\n\n${own}`.trim())
  }

  #text(others: readonly string[]): string {
    const dist = join(OWN, 'dist')
    const within = this.#hasOwn && existsSync(dist) ? readdirSync(dist).filter((file) => /^LICENSE-/.test(file)) : []
    const parts = [
      'Parts of these files are from other projects, under these licenses.',
      ...others,
      ...[...this.#packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part),
      ...within.map((file) => `${file.replace('LICENSE-', '')}\n\n${readFileSync(join(dist, file), 'utf8').trim()}`),
    ]
    return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
  }
}
