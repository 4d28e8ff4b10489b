// Programs that people write with the package, each in test/consumer: type-checked as TypeScript users have it set up, then
// run as JavaScript in a folder where the tarball is installed. What one prints stands at its end, behind `// Prints:`.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.mjs'
import { succeed } from './userProcess.mjs'

const FOLDER = join(root, 'test/consumer')

/** `module` of each of the two ways in which packages are looked for. */
const RESOLUTIONS = { nodenext: 'nodenext', bundler: 'preserve' }

/** What a program says it prints. */
function promised(/** @type {string} */ text) {
  const [, lines = ''] = text.split('\n// Prints:\n')
  return lines.replace(/^\/\/ {0,3}/gm, '').trimEnd()
}

/**
 * The checks, by name.
 * @param {string} folder to install in; it is made
 * @param {string} tarball
 * @param {string[]} others more packages to install
 */
export function consumerChecks(folder, tarball, others = []) {
  const programs = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))
  const tsc = (/** @type {string[]} */ ...args) =>
    succeed(folder, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), ...args)
  return {
    'programs: npm install': () => {
      mkdirSync(folder)
      cpSync(FOLDER, folder, { recursive: true, filter: (path) => !path.includes('node_modules') })
      succeed(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...others)
    },
    ...Object.fromEntries(
      Object.entries(RESOLUTIONS).map(([moduleResolution, module]) => [
        `programs: types, ${moduleResolution}`,
        () => {
          const compilerOptions = {
            ...{ strict: true, target: 'es2023', lib: ['es2023'], module, moduleResolution, outDir: 'out' },
            // Packages that these programs also use have types of their own quality.
            skipLibCheck: true,
            typeRoots: [join(root, 'node_modules/@types')],
            types: ['node'],
          }
          writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
          tsc('-p', '.')
        },
      ]),
    ),
    ...Object.fromEntries(
      programs.map((name) => [
        `programs: ${name.replace('.ts', '')}`,
        () => {
          const printed = succeed(folder, process.execPath, join('out', name.replace('.ts', '.js')))
          assert.equal(printed.trimEnd(), promised(readFileSync(join(FOLDER, name), 'utf8')))
        },
      ]),
    ),
  }
}
