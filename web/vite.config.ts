/** The page as static files that work from any folder. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { Notices } from './noticesPlugin.ts'
import { serviceWorker } from './serviceWorkerPlugin.ts'

const require = createRequire(import.meta.url)
const { version } = JSON.parse(readFileSync(require.resolve('solc/package.json'), 'utf8'))
const soljson = join(dirname(require.resolve('solc/package.json')), 'soljson.js')
const folder = fileURLToPath(new URL('../dist/web', import.meta.url))
const solcFile = `solc/soljson-${version}.js`

const notices = new Notices()

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [
    solid(),
    {
      name: 'solc',
      // As it is: it is loaded as text, by a worker.
      writeBundle() {
        mkdirSync(join(folder, 'solc'), { recursive: true })
        copyFileSync(soljson, join(folder, solcFile))
      },
      configureServer(server) {
        server.middlewares.use(`/${solcFile}`, (_, response) => response.end(readFileSync(soljson)))
      },
    },
    serviceWorker(),
    notices.write([
      `${solcFile}, where it is here: the Solidity compiler (GPL-3.0), https://github.com/ethereum/solidity, v${version}`,
    ]),
  ],
  define: { __SOLC_VERSION__: JSON.stringify(version), __SOLC_FILE__: JSON.stringify(solcFile) },
  resolve: { alias: { '@examples': fileURLToPath(new URL('../examples', import.meta.url)) } },
  worker: { format: 'es', plugins: () => [notices.collect()] },
  build: { outDir: folder, emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', fs: { allow: ['..'] } },
})
