// Writes docs/api/<path>.md: a page for each published path, made from the doc comments of what it exports.
//
//   node scripts/api.mjs            writes the pages; wants dist/ as built, whose declarations it reads
//   node scripts/api.mjs --check    fails with the name of a page that is not what would be written
//
//   package.json's exports ─▶ index.d.ts ─▶ each name's declaration ─▶ signature, comment, the types it names
//
// Declarations and not sources, because types that nobody wrote stand there too. A name that several paths export is
// told on the page of its room; the other pages link to it.
//
// In a comment, `@param`, `@returns`, `@throws` and `@example` are known; a member that is `@internal` is left out. An example is a program: it becomes a ```ts
// block of the page, which scripts/docs.mjs type-checks and runs.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'oxc-parser'
import { root } from './project.mjs'

/** Where the pages are. */
export const FOLDER = 'docs/api'

/**
 * @typedef {{ text: string, params: [string, string][], returns: string, throws: string[], examples: string[], isInternal: boolean }} Comment
 * @typedef {{ name: string, comment: Comment | undefined, needsComment: boolean }} Member
 * @typedef {{ start: number, end: number }} Range
 */

/** Kinds of declarations, in the order of a page. */
const KINDS = { function: 'Functions', class: 'Classes', type: 'Types', constant: 'Constants' }

// ── Comments ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The text of a comment without its stars. */
const inside = (/** @type {string} */ value) =>
  value
    .replace(/^\*/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim()

/**
 * @param {string} value of a block comment that begins with a star
 * @returns {Comment}
 */
export function readComment(value) {
  const [text = '', ...tags] = inside(value).split(/^@(?=\w)/m)
  /** @type {Comment} */
  const comment = { text: text.trim(), params: [], returns: '', throws: [], examples: [], isInternal: false }
  for (const tag of tags) {
    const [, name, rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(tag.trim()) ?? []
    if (name === 'param') {
      const [, parameter = '', what = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? []
      comment.params.push([parameter, what])
    } else if (name === 'returns') comment.returns = rest
    else if (name === 'throws') comment.throws.push(rest.replace(/^\{(\w+)\}/, '`$1`'))
    else if (name === 'internal') comment.isInternal = true
    else if (name === 'example') comment.examples.push(rest.replace(/^```ts\n([\s\S]*)\n```$/, '$1'))
    else
      throw new Error(`A comment has @${name}; known are @param, @returns, @throws, @example and @internal:\n${value}`)
  }
  return comment
}

// ── Declarations ───────────────────────────────────────────────────────────────────────────────────────────────────

/** A file of declarations: what it declares, imports and exports. */
class DeclarationFile {
  /** Local name → its declarations, several for overloads. */
  #declared = new Map()
  /** Local name → file and name there. */
  #imported = new Map()
  /** Exported name → file and name there, or a local name. */
  #exported = new Map()

  constructor(/** @type {string} */ path, /** @type {string} */ text) {
    this.path = path
    this.text = text
    const { program, comments, errors } = parseSync(path, text)
    if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
    this.comments = comments
    for (const statement of program.body) this.#add(statement)
  }

  #add(statement) {
    if (statement.type === 'ImportDeclaration')
      for (const { local, imported } of statement.specifiers)
        this.#imported.set(local.name, [statement.source.value, imported?.name])
    else if (statement.type === 'ExportNamedDeclaration' && statement.declaration) {
      for (const name of this.#declare(statement.declaration, statement)) this.#exported.set(name, [undefined, name])
    } else if (statement.type === 'ExportNamedDeclaration')
      for (const { local, exported } of statement.specifiers)
        this.#exported.set(exported.name, [statement.source?.value, local.name])
    else if (statement.type === 'ExportAllDeclaration') {
      if (!statement.exported) throw new Error(`${this.path}: exports are named one by one`)
      this.#exported.set(statement.exported.name, [statement.source.value, '*'])
    } else this.#declare(statement, statement)
  }

  #declare(declaration, outer) {
    const names = declaration.declarations?.map(({ id }) => id.name) ?? [declaration.id?.name]
    for (const name of names) {
      if (name === undefined) continue
      const all = this.#declared.get(name) ?? []
      this.#declared.set(name, [...all, { declaration, outer }])
    }
    return names
  }

  exportedNames() {
    return [...this.#exported.keys()]
  }

  exported(name) {
    return this.#exported.get(name)
  }

  imported(name) {
    return this.#imported.get(name)
  }

  declared(name) {
    return this.#declared.get(name)
  }

  /** The doc comment that stands right above what begins at `start`, where it is. */
  rangeAbove(start) {
    const above = this.comments.findLast(({ type, end }) => type === 'Block' && end <= start)
    if (above === undefined || !above.value.startsWith('*') || above.value.includes('@module')) return undefined
    return this.text.slice(above.end, start).trim() === '' ? above : undefined
  }

  /** The doc comment that stands right above what begins at `start`. */
  commentAbove(start) {
    const above = this.rangeAbove(start)
    return above && readComment(above.value)
  }

  /** What stands in a range, without some others. */
  textOf({ start, end }, /** @type {Range[]} */ without) {
    const gaps = without.toSorted((a, b) => a.start - b.start)
    let text = ''
    let at = start
    for (const gap of gaps) {
      text += this.text.slice(at, gap.start)
      at = gap.end
    }
    return text + this.text.slice(at, end)
  }
}

/** Also what is named by a symbol that nobody else has. */
const isPrivate = ({ key, accessibility, computed }) =>
  key?.type === 'PrivateIdentifier' || accessibility === 'private' || (computed === true && key?.type === 'Identifier')

const nameOf = (member) =>
  member.type === 'TSIndexSignature'
    ? '[…]'
    : member.type === 'TSCallSignatureDeclaration'
      ? '(…)'
      : member.type === 'TSConstructSignatureDeclaration'
        ? 'new'
        : (member.key?.name ?? `${member.key?.value}`)

/** A name that a path exports, from where it is declared. */
class Entry {
  constructor(/** @type {DeclarationFile} */ file, /** @type {string} */ name, places) {
    this.file = file
    this.name = name
    this.places = places
    const [{ declaration }] = places
    this.kind = declaration.type.includes('Function')
      ? 'function'
      : declaration.type === 'ClassDeclaration'
        ? 'class'
        : declaration.type === 'VariableDeclaration'
          ? 'constant'
          : 'type'
    this.comment = places.map(({ outer }) => file.commentAbove(outer.start)).find(Boolean)
    /** @type {Member[]} */
    this.members = this.#members()
  }

  #bodies() {
    return this.places.flatMap(({ declaration }) => {
      const { body, typeAnnotation } = declaration
      if (Array.isArray(body?.body)) return [body.body]
      return typeAnnotation?.type === 'TSTypeLiteral' ? [typeAnnotation.members] : []
    })
  }

  #isHidden(member) {
    return isPrivate(member) || this.file.commentAbove(member.start)?.isInternal === true
  }

  #members() {
    // Errors are made here and caught elsewhere; their names are those of their classes.
    const isError = this.places.some(({ declaration }) => /Error$/.test(declaration.superClass?.name ?? ''))
    const found = new Map()
    for (const member of this.#bodies().flat()) {
      if (this.#isHidden(member)) continue
      const name = nameOf(member)
      const { comment } = found.get(name) ?? {}
      const isPlain =
        (name === 'constructor' && (isError || member.value.params.length === 0)) ||
        (name === 'name' && isError) ||
        (name === 'kind' && member.typeAnnotation?.typeAnnotation.type === 'TSLiteralType')
      found.set(name, {
        name,
        comment: comment ?? this.file.commentAbove(member.start),
        needsComment: !isPlain,
      })
    }
    return [...found.values()]
  }

  /** The names of what it extends and implements. */
  parents() {
    return this.places.flatMap(({ declaration }) =>
      [declaration.superClass, ...[declaration.implements, declaration.extends].flat().map((of) => of?.expression)]
        .map((parent) => parent?.name)
        .filter(Boolean),
    )
  }

  /**
   * As the declaration says it, not yet formatted: without what is private, and without comments of members, which are
   * told below it. Comments further inside stay.
   */
  signature() {
    const members = this.#bodies().flat()
    const comments = members.map(({ start }) => this.file.rangeAbove(start))
    const hidden = [...members.filter((member) => this.#isHidden(member)), ...comments.filter(Boolean)]
    return this.places
      .map(({ declaration }) => {
        const inside = hidden.filter(({ start, end }) => start >= declaration.start && end <= declaration.end)
        return this.file.textOf(declaration, inside).replace(/^(export )?(declare )?/, 'declare ')
      })
      .join('\n')
  }

  /** The names of types that the declaration uses. */
  typeNames() {
    const names = new Set()
    const own = new Set()
    const visit = (node) => {
      if (Array.isArray(node)) return node.forEach(visit)
      if (node === null || typeof node !== 'object' || (node.key && this.#isHidden(node))) return
      if (node.type === 'TSTypeParameter') own.add(node.name?.name ?? node.name)
      if (node.type === 'TSTypeReference' && node.typeName.type === 'Identifier') names.add(node.typeName.name)
      if (node.type === 'TSInterfaceHeritage' || node.type === 'TSClassImplements') names.add(node.expression.name)
      if (node.superClass?.type === 'Identifier') names.add(node.superClass.name)
      for (const key in node) visit(node[key])
    }
    visit(this.places.map(({ declaration }) => declaration))
    names.delete(this.name)
    return [...names].filter((name) => !own.has(name))
  }
}

/** All members of a module that is exported under one name, `codes` for example. */
class NamespaceEntry {
  kind = 'constant'
  /** @type {Member[]} */
  members = []
  places = []

  constructor(/** @type {DeclarationFile} */ file, /** @type {string} */ name, /** @type {Comment} */ comment) {
    this.file = file
    this.name = name
    this.comment = comment
  }

  signature() {
    const names = this.file.exportedNames().map((name) => {
      const [{ declaration }] = this.file.declared(name)
      return this.file.textOf(declaration, []).replace(/^(export )?(declare )?/, '')
    })
    return `declare namespace ${this.name} {\n${names.join('\n')}\n}`
  }

  typeNames() {
    return []
  }

  parents() {
    return []
  }
}

// ── The package ────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the paths of a package export. */
export class Api {
  #files = new Map()
  #entries = new Map()

  constructor(/** @type {string} */ project) {
    this.project = project
    const { name, exports } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
    this.paths = Object.entries(exports)
      .filter(([, target]) => target.types)
      .map(([path, { types }]) => {
        const file = join(project, types)
        const names = this.#file(file).exportedNames()
        return {
          name: name + path.slice(1),
          page: `${path === '.' ? name : path.slice(2)}.md`,
          file,
          about: this.#about(file),
          entries: names.map((exported) => this.#entry(file, exported)),
        }
      })
  }

  #file(path) {
    let file = this.#files.get(path)
    if (file === undefined) {
      file = new DeclarationFile(path, readFileSync(path, 'utf8'))
      this.#files.set(path, file)
    }
    return file
  }

  /** The comment at the head of a source, which tsc leaves out of declarations. */
  #about(file) {
    const source = join(this.project, 'src', relative(join(this.project, 'dist'), file)).replace(/\.d\.ts$/, '.ts')
    const { comments } = parseSync(source, readFileSync(source, 'utf8'))
    const head = comments.find(({ value }) => value.includes('@module'))
    return readComment((head?.value ?? '*').replace(/\s*@module/, ''))
  }

  /** Where a name that `file` sees is declared: [file, name], `*` for all of it; undefined outside the package. */
  #declaredAt(path, name, isExport) {
    const file = this.#file(path)
    const own = isExport ? (file.exported(name) ?? [undefined, name]) : [undefined, name]
    const [specifier, inner] = own[0] === undefined ? (file.imported(own[1]) ?? [undefined, own[1]]) : own
    if (specifier === undefined) return file.declared(inner) ? [path, inner] : undefined
    if (!specifier.startsWith('.')) return undefined
    const target = resolve(dirname(path), specifier).replace(/\.(ts|js)$/, '.d.ts')
    return inner === '*' ? [target, '*'] : this.#declaredAt(target, inner, true)
  }

  #entry(path, exported) {
    const at = this.#declaredAt(path, exported, true)
    if (at === undefined) throw new Error(`${path}: ${exported} is declared nowhere`)
    const key = at.join(':')
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      const file = this.#file(at[0])
      entry =
        at[1] === '*'
          ? new NamespaceEntry(file, exported, this.#about(at[0]))
          : new Entry(file, at[1], file.declared(at[1]))
      this.#entries.set(key, entry)
    }
    return entry
  }

  /** The comment of a member, without one of its own that of what the entry extends or implements. */
  commentOf(entry, member) {
    if (member.comment) return member.comment
    for (const parent of entry.parents()) {
      const at = this.#declaredAt(entry.file.path, parent, false)
      if (at === undefined) continue
      const file = this.#file(at[0])
      const other = new Entry(file, at[1], file.declared(at[1]))
      const same = other.members.find(({ name }) => name === member.name)
      const comment = same && this.commentOf(other, same)
      if (comment) return comment
    }
    return undefined
  }

  /** The path whose page tells of an entry: of those that export it, the one of its own folder. */
  home(entry) {
    const all = this.paths.filter(({ entries }) => entries.includes(entry))
    const near = all.filter(({ file }) => entry.file.path.startsWith(`${dirname(file)}/`))
    return near.sort((a, b) => b.file.length - a.file.length)[0] ?? all[0]
  }

  /** Of the types that an entry names: those that a path exports, and the names of those that none does. */
  typesOf(entry) {
    const published = []
    const unpublished = []
    for (const name of entry.typeNames()) {
      const at = this.#declaredAt(entry.file.path, name, false)
      if (at === undefined) continue
      const found = this.#entries.get(at.join(':'))
      if (found) published.push(found)
      else unpublished.push(name)
    }
    return { published, unpublished }
  }

  entries() {
    return [...this.#entries.values()]
  }

  /** What has no comment, `file: name` or `file: name.member`. */
  undocumented() {
    return this.entries().flatMap((entry) => {
      const file = relative(join(this.project, 'dist'), entry.file.path).replace(/\.d\.ts$/, '.ts')
      const lacking = entry.comment?.text ? [] : [entry.name]
      for (const member of entry.members)
        if (member.needsComment && !this.commentOf(entry, member)) lacking.push(`${entry.name}.${member.name}`)
      return lacking.map((name) => `src/${file}: ${name}`)
    })
  }
}

// ── Pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const byName = (a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)
const anchor = (entry) => entry.name.toLowerCase()
/** The first sentence, for lists. */
const summary = (comment) => (comment?.text ?? '').split(/\n\n|(?<=\.)\s/)[0]?.replaceAll('\n', ' ') ?? ''

/** Signatures as biome formats the project's own code, all at once: starting it takes longer than its work. */
function formatted(entries) {
  const mark = (index) => `// signature ${index}\n`
  const input = entries.map((entry, index) => mark(index) + entry.signature()).join('\n')
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--stdin-file-path=signatures.d.ts'],
    { cwd: root, input, encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  if (status !== 0) throw new Error(`biome cannot format the signatures: ${stderr}`)
  const texts = stdout.split(/^\/\/ signature \d+\n/m).slice(1)
  return new Map(entries.map((entry, index) => [entry, texts[index].replace(/^declare |^\n/gm, '').trim()]))
}

/** @param {Comment | undefined} comment */
function* told(comment) {
  if (comment === undefined) return
  if (comment.text) yield comment.text
  if (comment.params.length > 0) yield comment.params.map(([name, what]) => `- \`${name}\`: ${what}`).join('\n')
  if (comment.returns) yield `Returns ${comment.returns}`
  if (comment.throws.length > 0) yield comment.throws.map((what) => `Throws ${what}`).join('\n\n')
  for (const example of comment.examples) yield `\`\`\`ts\n${example}\n\`\`\``
}

/** A member's comment under its name, as an item of a list. */
function memberText(name, comment) {
  const parts = [...told(comment)]
  const [first = '', ...more] = parts
  const indented = [`- **${name}**: ${first}`, ...more].join('\n\n').replaceAll('\n', '\n  ')
  return indented.replace(/ +$/gm, '')
}

function pageOf(api, path, signatures) {
  const parts = [
    `# ${path.name}`,
    `<!-- Made by scripts/api.mjs from the comments in src/. Do not edit. -->`,
    ...told(path.about),
  ]
  const link = (entry) => {
    const { page } = api.home(entry)
    return `[\`${entry.name}\`](${page === path.page ? '' : page}#${anchor(entry)})`
  }
  const sections = Object.entries(KINDS).map(([kind, title]) => ({
    title,
    entries: path.entries.filter((entry) => entry.kind === kind).sort(byName),
  }))
  for (const { title, entries } of sections)
    if (entries.length > 0)
      parts.push(`**${title}**`, entries.map((entry) => `- ${link(entry)}: ${summary(entry.comment)}`).join('\n'))
  for (const { title, entries } of sections) {
    const own = entries.filter((entry) => api.home(entry) === path)
    if (own.length > 0) parts.push(`## ${title}`)
    for (const entry of own) {
      parts.push(`### ${entry.name}`, `\`\`\`typescript\n${signatures.get(entry)}\n\`\`\``, ...told(entry.comment))
      const members = entry.members.flatMap((member) => {
        const comment = api.commentOf(entry, member)
        return comment ? [memberText(member.name, comment)] : []
      })
      if (members.length > 0) parts.push(members.join('\n'))
      const { published } = api.typesOf(entry)
      if (published.length > 0) parts.push(`Types: ${published.sort(byName).map(link).join(', ')}`)
    }
  }
  return `${parts.join('\n\n')}\n`
}

function contentsOf(api) {
  const rows = api.paths.map(({ name, page, about }) => `| [\`${name}\`](${page}) | ${summary(about)} |`)
  return `# API

<!-- Made by scripts/api.mjs from the comments in src/. Do not edit. -->

A page for each path of the package.

| path | has |
| --- | --- |
${rows.join('\n')}
`
}

/** File → text of all pages. */
export function pagesOf(/** @type {Api} */ api) {
  const signatures = formatted(api.entries())
  const pages = new Map([['README.md', contentsOf(api)]])
  for (const path of api.paths) pages.set(path.page, pageOf(api, path, signatures))
  return pages
}

/** What is not as it should be, a sentence each. */
export function checkApi(/** @type {string} */ project) {
  const api = new Api(project)
  const pages = pagesOf(api)
  const folder = join(project, FOLDER)
  const wrong = []
  for (const [page, text] of pages) {
    const file = join(folder, page)
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text)
      wrong.push(`${FOLDER}/${page} is stale: npm run api writes it.`)
  }
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (!pages.has(name)) wrong.push(`${FOLDER}/${name} is the page of no published path: npm run api removes it.`)
  wrong.push(...api.undocumented().map((place) => `${place} has no doc comment.`))
  return wrong
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const wrong = checkApi(root)
    for (const sentence of wrong) console.error(sentence)
    process.exitCode = wrong.length > 0 ? 1 : 0
  } else {
    const pages = pagesOf(new Api(root))
    rmSync(join(root, FOLDER), { recursive: true, force: true })
    mkdirSync(join(root, FOLDER), { recursive: true })
    for (const [page, text] of pages) writeFileSync(join(root, FOLDER, page), text)
  }
}
