/**
 * Writes the service worker: the page works without a network once it was loaded.
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** The list of files goes in where the source says so. */
export function serviceWorker(): Plugin {
  return {
    name: 'service worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = ['./', ...Object.keys(bundle).filter((name) => !name.endsWith('.map'))].sort()
      const digest = createHash('sha256')
      for (const name of Object.keys(bundle).sort()) {
        const file = bundle[name]!
        digest.update(name).update(file.type === 'chunk' ? file.code : file.source)
      }
      const source = readFileSync(fileURLToPath(new URL('src/serviceWorker.js', import.meta.url)), 'utf8')
      this.emitFile({
        type: 'asset',
        fileName: 'serviceWorker.js',
        source: source
          .replace('__VERSION__', JSON.stringify(digest.digest('hex').slice(0, 16)))
          .replace('__FILES__', JSON.stringify(files)),
      })
    },
  }
}
