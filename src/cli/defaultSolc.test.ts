import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { besideMemlane, bringDefaultSolc, DEFAULT_VERSION, findDefaultSolc, keptSolc } from './defaultSolc.ts'
import { folderWith } from './testRun.ts'

/** A machine whose npm runs this program. */
function machineWith(npm: string) {
  const folder = folderWith({ 'bin/npm': `#!${process.execPath}\n${npm}` })
  chmodSync(join(folder, 'bin/npm'), 0o755)
  const environment = { PATH: join(folder, 'bin'), HOME: folder }
  return { folder, io: { environment }, find: () => keptSolc({ environment }) }
}

const INSTALLS = `
const { mkdirSync, writeFileSync } = require('node:fs')
const { argv } = process
const solc = argv[argv.indexOf('--prefix') + 1] + '/node_modules/solc'
mkdirSync(solc, { recursive: true })
writeFileSync(solc + '/package.json', JSON.stringify(argv.slice(2)))
`

it('is the version that the package is developed with, which stands beside it here', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(devDependencies.solc).toBe(DEFAULT_VERSION)
  expect(findDefaultSolc({ environment: {} })).toEqual({ folder: besideMemlane(), isHere: true })
})

it('is brought by npm once, without its scripts, and by several at a time', async () => {
  const { folder, io, find } = machineWith(INSTALLS)
  const wanted = find()
  expect(wanted).toEqual({ folder: join(folder, `.cache/memlane/solc-0.8.37/node_modules/solc`), isHere: false })
  const brought = await Promise.all([bringDefaultSolc(wanted, io), bringDefaultSolc(wanted, io)])
  expect(brought).toEqual([wanted.folder, wanted.folder])
  expect(find().isHere).toBe(true)
  const said = JSON.parse(readFileSync(join(brought[0]!, 'package.json'), 'utf8'))
  expect(said).toEqual(expect.arrayContaining(['install', '--ignore-scripts', '--no-global', 'solc@0.8.37']))
  expect(readdirSync(join(folder, '.cache/memlane'))).toEqual(['solc-0.8.37'])
})

it('is missing in one sentence, with what npm said', async () => {
  const { folder, io, find } = machineWith(
    `console.error('npm error code ENOTCACHED\\nnpm error request to the registry failed\\nnpm error more')\nprocess.exit(1)`,
  )
  await expect(bringDefaultSolc(find(), io)).rejects.toThrow(
    'There is no solc, and npm cannot bring version 0.8.37: request to the registry failed. ' +
      'Install it with npm install solc@0.8.37, or name a program with --solc.',
  )
  expect(readdirSync(join(folder, '.cache/memlane'))).toEqual([])
})

it('is missing where there is neither a home nor npm', async () => {
  const io = { environment: { PATH: '' } }
  const nowhere = keptSolc(io)
  await expect(bringDefaultSolc(nowhere, io)).rejects.toThrow('cannot bring version 0.8.37: HOME is not set.')
  const { folder } = machineWith('')
  const noNpm = { environment: { PATH: '', HOME: folder } }
  await expect(bringDefaultSolc(keptSolc(noNpm), noNpm)).rejects.toThrow('npm ENOENT')
  expect(existsSync(join(folder, '.cache/memlane/solc-0.8.37'))).toBe(false)
})
