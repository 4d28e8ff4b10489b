// Checks that the rooms of src/ import what the table in docs/architecture.md allows, and nothing else.
//
//   | room | owns | may import |
//   | `memory` | … | base |              names, `nothing`, or `every room`
//   | `web` | … | published paths |      the playground: a package beside src/, held to what users can import
//
// Types count as imports. Node's modules are for `cli` and tests alone, packages must be dependencies, a relative
// import names a `.ts` file, files do not import each other in a circle, and the core's compiler settings must see
// neither the DOM nor Node. The engine is AssemblyScript, which no parser here reads; its imports are found by their
// `from '…'`.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'oxc-parser'
import { root } from './project.mjs'

const TABLE = 'docs/architecture.md'
/** The one room outside src/. */
const OUTSIDE = 'web'
/** Room of a file that stands in src/ itself: the package's root may show anything a browser can run. */
const ENTRANCE = 'index'
/** Packages that loading `memlane/evm` may load. Curves and ABI libraries cost up to 170 ms; they are loaded when asked for. */
const LIGHT = { room: 'evm', packages: ['@noble/hashes'] }

/** Module specifiers of a TypeScript or JavaScript source, with their lines. `isStatic`: loaded with the module. */
export function importsOf(file, text) {
  if (file.includes(`machine${sep}engine${sep}`)) {
    return [...text.matchAll(/(?:\bfrom|^import)\s+['"]([^'"]+)['"]/gm)].map((match) => ({
      specifier: match[1],
      line: lineAt(text, match.index),
      isStatic: true,
    }))
  }
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0].message}`)
  const found = []
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (node === null || typeof node !== 'object') return
    const source = node.type === 'TSExternalModuleReference' ? node.expression : node.source
    if (typeof source?.value === 'string') {
      const isStatic =
        /^(Import|Export).*Declaration$/.test(node.type) && ![node.importKind, node.exportKind].includes('type')
      found.push({ specifier: source.value, line: lineAt(text, source.start), isStatic })
    }
    for (const key in node) visit(node[key])
  }
  visit(program)
  return found
}

function lineAt(text, index) {
  return text.slice(0, index).split('\n').length
}

/** The table's rows: room → the set of rooms it may import. */
function readTable(project) {
  const rows = new Map()
  for (const line of readFileSync(join(project, TABLE), 'utf8').split('\n')) {
    const [, room, , allowed] = line.match(/^\| `(\w+)` \|(.*)\| ([^|]+) \|$/) ?? []
    if (room) rows.set(room, allowed)
  }
  const inside = [...rows.keys()].filter((room) => room !== OUTSIDE)
  const table = new Map([[ENTRANCE, new Set(inside.filter((room) => room !== 'cli'))]])
  for (const room of inside) {
    const allowed = rows.get(room)
    table.set(room, new Set(allowed === 'nothing' ? [] : allowed === 'every room' ? inside : allowed.split(', ')))
  }
  return table
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file) && !/[\\/](node_modules|dist)[\\/]/.test(file))
    .sort()
}

const packageOf = (specifier) => specifier.match(/^(@[^/]+\/)?[^/]+/)[0]

/** What is wrong, one sentence each, with file and line. Empty when the rooms are in order. */
export function checkRooms(project) {
  const table = readTable(project)
  const { dependencies, exports } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  return [
    ...wrongInTable(project, table),
    ...wrongInSources(join(project, 'src'), table, dependencies),
    ...wrongInLoading(join(project, 'src'), LIGHT),
    ...wrongInPlayground(join(project, OUTSIDE), exports),
    ...circlesIn(project, join(project, 'src')),
    ...circlesIn(project, join(project, OUTSIDE)),
  ]
}

function* wrongInTable(project, table) {
  for (const [room, allowed] of table) {
    for (const name of allowed)
      if (!table.has(name)) yield `${TABLE}: ${room} may import ${name}, but there is no such room.`
    if (room === ENTRANCE) continue
    // A program has no exports: the door of cli is its main.ts.
    for (const name of [room === 'cli' ? 'main.ts' : 'index.ts', 'README.md'])
      if (!existsSync(join(project, 'src', room, name))) yield `src/${room}/${name} is missing; every room has one.`
  }
  for (const entry of readdirSync(join(project, 'src'), { withFileTypes: true }))
    if (entry.isDirectory() && !table.has(entry.name)) yield `src/${entry.name} is no room of the table in ${TABLE}.`
}

function* wrongInSources(src, table, dependencies) {
  for (const file of filesUnder(src)) {
    const path = relative(src, file).split(sep)
    const room = path.length > 1 ? path[0] : ENTRANCE
    const isTest = /\.test\.ts$/.test(file)
    for (const { specifier, line } of importsOf(file, readFileSync(file, 'utf8'))) {
      const wrong = specifier.startsWith('.')
        ? wrongRelative(
            specifier,
            isTest ? undefined : table.get(room),
            room,
            relative(src, resolve(dirname(file), specifier)),
          )
        : isTest
          ? undefined
          : wrongBare(specifier, room, dependencies)
      if (wrong) yield `src/${path.join('/')}:${line}: ${wrong}`
    }
  }
}

/** `allowed` is undefined for tests, which may look into every room. */
function wrongRelative(specifier, allowed, room, target) {
  if (!specifier.endsWith('.ts')) return `'${specifier}' must name the .ts file.`
  if (allowed === undefined) return
  const path = target.split(sep)
  if (path[0] === '..') return `'${specifier}' leaves src/.`
  if (path.length === 1 && room !== ENTRANCE) return `${room} may not import the package's root ('${specifier}').`
  if (path.length > 1 && path[0] !== room && !allowed?.has(path[0]))
    return `${room} may not import ${path[0]} ('${specifier}').`
}

function wrongBare(specifier, room, dependencies) {
  if (isBuiltin(specifier)) {
    if (room !== 'cli') return `only cli and tests may import '${specifier}'; ${room} also runs in browsers.`
    if (!specifier.startsWith('node:')) return `'${specifier}' must be written 'node:${specifier}'.`
  } else if (!(packageOf(specifier) in dependencies)) return `'${specifier}' is not among the dependencies.`
}

/** Follows the imports that load with a room's index, and reports packages that are not to be among them. */
function* wrongInLoading(src, { room, packages }) {
  const files = [join(src, room, 'index.ts')]
  // Grows while it is walked.
  for (const file of files) {
    if (!existsSync(file)) continue
    for (const { specifier, line, isStatic } of importsOf(file, readFileSync(file, 'utf8'))) {
      const target = resolve(dirname(file), specifier)
      if (!isStatic) continue
      if (specifier.startsWith('.')) files.includes(target) || files.push(target)
      else if (!packages.includes(packageOf(specifier)))
        yield `src/${relative(src, file).replaceAll(sep, '/')}:${line}: '${specifier}' would load with memlane/${room}.`
    }
  }
}

function* wrongInPlayground(web, exports) {
  const published = new Set(Object.keys(exports).map((path) => path.replace(/^\./, 'memlane')))
  for (const file of filesUnder(web)) {
    const path = relative(web, file)
    for (const { specifier, line } of importsOf(file, readFileSync(file, 'utf8'))) {
      const at = `${OUTSIDE}/${path.replaceAll(sep, '/')}:${line}:`
      if (specifier.startsWith('.') && join(dirname(path), specifier).startsWith('..'))
        yield `${at} '${specifier}' leaves ${OUTSIDE}/; import a published path.`
      if (packageOf(specifier) === 'memlane' && !published.has(specifier))
        yield `${at} '${specifier}' is not published; package.json lists the paths that are.`
    }
  }
}

/**
 * Files of a room that import each other, types included: one circle of each knot, by its shortest way round. A reader of
 * such a file has to know all of them at once. Between rooms the table forbids circles.
 */
function* circlesIn(project, folder) {
  const roomOf = (file) => relative(folder, file).split(sep)[0]
  const imports = new Map()
  for (const file of filesUnder(folder)) {
    if (/\.test\.tsx?$/.test(file)) continue
    const targets = importsOf(file, readFileSync(file, 'utf8'))
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier, line }) => ({ file: resolve(dirname(file), specifier), line }))
      .filter((target) => roomOf(target.file) === roomOf(file))
    imports.set(file, targets)
  }
  const told = new Set()
  for (const file of imports.keys()) {
    if (told.has(file)) continue
    const circle = shortestCircle(file, imports)
    if (circle === undefined) continue
    if (circle.some((one) => told.has(one))) continue
    for (const one of circle) told.add(one)
    const { line } = imports.get(file).find((target) => target.file === circle[1 % circle.length])
    const name = (one) => relative(project, one).replaceAll(sep, '/')
    yield `${name(file)}:${line}: files import each other in a circle: ${[...circle, file].map(name).join(' → ')}.`
  }
}

/** The files of the shortest way from a file back to itself; `undefined` when there is none. */
function shortestCircle(start, imports) {
  const from = new Map()
  const waiting = [start]
  // Grows while it is walked.
  for (const file of waiting)
    for (const { file: target } of imports.get(file) ?? []) {
      if (target === start) {
        const circle = [file]
        for (let at = file; at !== start; at = circle[0]) circle.unshift(from.get(at))
        return circle
      }
      if (from.has(target) || !imports.has(target)) continue
      from.set(target, file)
      waiting.push(target)
    }
  return undefined
}

/** Type libraries of a browser or of Node that the core's settings load, often through a dependency's types. */
export function hostTypesOfCore(project) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.core.json', '--listFilesOnly'], {
    cwd: project,
    encoding: 'utf8',
  })
  const files = stdout.split('\n').filter(Boolean)
  if (!files.some((file) => file.endsWith('lib.es5.d.ts')))
    throw new Error(`tsc listed no files of the core: ${stdout}`)
  return files
    .filter((file) => /lib\.(dom|webworker)[\w.]*\.d\.ts$|@types[\\/]node[\\/]/.test(file))
    .map((file) => `tsconfig.core.json: ${relative(project, file)} is loaded; the core sees neither the DOM nor Node.`)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wrong = [...checkRooms(root), ...hostTypesOfCore(root)]
  for (const sentence of wrong) console.error(sentence)
  process.exitCode = wrong.length > 0 ? 1 : 0
}
