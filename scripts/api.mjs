// Writes docs/api/<path>.md: a page for each published path, made from the doc comments of what it exports.
//
//   node scripts/api.mjs            writes the pages; wants dist/ as built, whose declarations it reads
//   node scripts/api.mjs --check    fails with the name of a page that is not what would be written
//
//   package.json's exports ─▶ index.d.ts ─▶ each name's declaration ─▶ signature, comment, the types it names
//
// Declarations and not sources, because types that nobody wrote stand there too. A name that several paths export is
// told on the page of its room; the other pages link to it. A class that no path exports as a value is a type.
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

/** Whether a statement or one name in it is of types alone. */
const isTypeKind = (...kinds) => kinds.includes('type')

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
      for (const { local, imported, importKind } of statement.specifiers)
        this.#imported.set(local.name, [
          statement.source.value,
          imported?.name,
          isTypeKind(statement.importKind, importKind),
        ])
    else if (statement.type === 'ExportNamedDeclaration' && statement.declaration) {
      for (const name of this.#declare(statement.declaration, statement)) this.#exported.set(name, [undefined, name])
    } else if (statement.type === 'ExportNamedDeclaration')
      for (const { local, exported, exportKind } of statement.specifiers)
        this.#exported.set(exported.name, [
          statement.source?.value,
          local.name,
          isTypeKind(statement.exportKind, exportKind),
        ])
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

/** The sentences that a member of a table of errors can have: its own, or those that its function chooses from. */
const sentencesOf = (type) => {
  if (type?.type === 'TSFunctionType') return sentencesOf(type.returnType.typeAnnotation)
  if (type?.type === 'TSUnionType') return type.types.flatMap(sentencesOf)
  return type?.type === 'TSLiteralType' && typeof type.literal.value === 'string' ? [type.literal.value] : []
}

/** A name that a path exports, from where it is declared. */
class Entry {
  /** Whether a path exports it as more than a type: what is not can be neither constructed nor asked for statics. */
  isValue = false

  /**
   * @param {DeclarationFile} file
   * @param {string} name as it is declared
   * @param places its declarations
   * @param {string} exported as it is published
   */
  constructor(file, name, places, exported = name) {
    this.file = file
    this.declaredName = name
    this.name = exported
    this.places = places
    const [{ declaration }] = places
    this.declaredKind = declaration.type.includes('Function')
      ? 'function'
      : declaration.type === 'ClassDeclaration'
        ? 'class'
        : declaration.type === 'VariableDeclaration'
          ? 'constant'
          : 'type'
    this.comment = places.map(({ outer }) => file.commentAbove(outer.start)).find(Boolean)
  }

  get kind() {
    return this.isValue ? this.declaredKind : 'type'
  }

  #bodies() {
    return this.places.flatMap(({ declaration }) => {
      const { body, typeAnnotation } = declaration
      if (Array.isArray(body?.body)) return [body.body]
      return typeAnnotation?.type === 'TSTypeLiteral' ? [typeAnnotation.members] : []
    })
  }

  #isHidden(member) {
    const isOfClassItself = member.static === true || member.kind === 'constructor'
    return (
      isPrivate(member) ||
      (isOfClassItself && !this.isValue) ||
      this.file.commentAbove(member.start)?.isInternal === true
    )
  }

  /** @returns {Member[]} */
  get members() {
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
      .map((text) => (this.name === this.declaredName ? text : text.replace(this.declaredName, this.name)))
      .join('\n')
  }

  /**
   * What `keyof typeof TABLE` and `(typeof LIST)[number]` stand for, and unions of them: each member with its sentences, where a table of
   * errors says them. Undefined for every other declaration.
   * @returns {{ name: string, sentences: string[] }[] | undefined}
   */
  union() {
    return this.#membersOf(this.places[0]?.declaration.typeAnnotation)
  }

  #membersOf(type) {
    if (type?.type === 'TSUnionType') {
      const all = type.types.map((part) => this.#membersOf(part))
      return all.includes(undefined) ? undefined : all.flat()
    }
    if (type?.type === 'TSTemplateLiteralType') {
      const [before, behind] = type.quasis.map(({ value }) => value.raw)
      const [{ declaration }] = this.file.declared(type.types[0]?.typeName?.name) ?? [{}]
      if (type.types.length !== 1 || declaration === undefined) return undefined
      return this.#membersOf(declaration.typeAnnotation)?.map(({ name, sentences }) => ({
        name: `${before}${name}${behind}`,
        sentences,
      }))
    }
    if (type?.type === 'TSTypeOperator' && type.operator === 'keyof')
      return this.#typeOfConstant(type.typeAnnotation)?.members?.map((member) => ({
        name: nameOf(member),
        sentences: sentencesOf(member.typeAnnotation?.typeAnnotation),
      }))
    if (type?.type === 'TSIndexedAccessType' && type.indexType.type === 'TSNumberKeyword') {
      const list = this.#typeOfConstant(type.objectType)
      return (list?.typeAnnotation ?? list)?.elementTypes?.flatMap((element) =>
        element.type === 'TSLiteralType' ? [{ name: `${element.literal.value}`, sentences: [] }] : [],
      )
    }
    return undefined
  }

  /** The type of the constant of this file that `typeof` names. */
  #typeOfConstant(query) {
    const inner = query.type === 'TSParenthesizedType' ? query.typeAnnotation : query
    if (inner.type !== 'TSTypeQuery') return undefined
    for (const { declaration } of this.file.declared(inner.exprName.name) ?? [])
      for (const { id } of declaration.declarations ?? [])
        if (id.name === inner.exprName.name) return id.typeAnnotation?.typeAnnotation
    return undefined
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
    names.delete(this.declaredName)
    return [...names].filter((name) => !own.has(name))
  }
}

/** All members of a module that is exported under one name, `codes` for example. */
class NamespaceEntry {
  kind = 'constant'
  isValue = true
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

  union() {
    return undefined
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
      .map(([path, { types, default: program }]) => {
        const file = join(project, types)
        return {
          name: name + path.slice(1),
          page: `${path === '.' ? name : path.slice(2)}.md`,
          file,
          program: program && join(project, program),
          about: this.#about(file),
          exports: this.#file(file)
            .exportedNames()
            .map((exported) => this.#export(file, exported)),
        }
      })
    for (const entry of this.entries()) {
      const own = this.home(entry).exports.find((exported) => exported.entry === entry)
      if (own) entry.name = own.name
    }
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

  /**
   * Where a name that `file` sees is declared: [file, name], `*` for all of it; undefined outside the package.
   * @param onTheWay is told of each step of the way that is one of types alone
   */
  #declaredAt(path, name, isExport, onTheWay = () => {}) {
    const file = this.#file(path)
    const own = isExport ? (file.exported(name) ?? [undefined, name]) : [undefined, name]
    const next = own[0] === undefined ? (file.imported(own[1]) ?? [undefined, own[1]]) : own
    if (own[2] || next[2]) onTheWay()
    const [specifier, inner] = next
    if (specifier === undefined) return file.declared(inner) ? [path, inner] : undefined
    if (!specifier.startsWith('.')) return undefined
    const target = resolve(dirname(path), specifier).replace(/\.(ts|js)$/, '.d.ts')
    return inner === '*' ? [target, '*'] : this.#declaredAt(target, inner, true, onTheWay)
  }

  /** A name that a path exports: what it is called there, whether it is a value there, and what it stands for. */
  #export(path, exported) {
    let isType = false
    const at = this.#declaredAt(path, exported, true, () => {
      isType = true
    })
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
    const isValue = !isType && entry.declaredKind !== 'type'
    if (isValue) entry.isValue = true
    return { name: exported, isValue, entry }
  }

  /** The comment of a member, without one of its own that of what the entry extends or implements. */
  commentOf(entry, member) {
    if (member.comment) return member.comment
    for (const parent of entry.parents()) {
      const at = this.#declaredAt(entry.file.path, parent, false)
      if (at === undefined) continue
      const file = this.#file(at[0])
      const other = new Entry(file, at[1], file.declared(at[1]))
      other.isValue = entry.isValue
      const same = other.members.find(({ name }) => name === member.name)
      const comment = same && this.commentOf(other, same)
      if (comment) return comment
    }
    return undefined
  }

  /** The path whose page tells of an entry: of those that export it, the one of its own folder. */
  home(entry) {
    const all = this.paths.filter(({ exports }) => exports.some((exported) => exported.entry === entry))
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

  /** By page: the types that it names and no page tells of. */
  untold() {
    return this.paths.flatMap((path) => {
      const own = path.exports.map(({ entry }) => entry).filter((entry) => this.home(entry) === path)
      const names = new Set(own.flatMap((entry) => this.typesOf(entry).unpublished))
      return names.size > 0 ? [{ path, names: [...names].sort() }] : []
    })
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

/** A sentence's template as a cell of a table: how a fact is written is no matter here, and nouns stand in the plural. */
const cell = (/** @type {string} */ template) =>
  template
    .replace(/\{\w+:(\w+)\|(\w+)\}/g, (_, one, many) => (many.startsWith(one.slice(0, 2)) ? many : one))
    .replace(/\{(\w+):\w+\}/g, '{$1}')
    .replace(/[\\|*]/g, '\\$&')
    .replaceAll('<', '&lt;')

/** The codes of errors with their sentences. */
const errorTable = (members) =>
  [
    '| code | message |',
    '| --- | --- |',
    ...members.map(({ name, sentences }) => `| \`${name}\` | ${sentences.map(cell).join('<br>')} |`),
  ].join('\n')

function pageOf(api, path, signatures) {
  const parts = [
    `# ${path.name}`,
    `<!-- Made by scripts/api.mjs from the comments in src/. Do not edit. -->`,
    ...told(path.about),
  ]
  const link = (entry, name = entry.name) => {
    const { page } = api.home(entry)
    return `[\`${name}\`](${page === path.page ? '' : page}#${anchor(entry)})`
  }
  const sections = Object.entries(KINDS).map(([kind, title]) => ({
    title,
    exports: path.exports.filter(({ isValue, entry }) => (isValue ? entry.kind : 'type') === kind).sort(byName),
  }))
  const listed = ({ name, entry }) => {
    const also = name === entry.name ? '' : `\`${entry.name}\` of \`${api.home(entry).name}\`. `
    return `- ${link(entry, name)}: ${also}${summary(entry.comment)}`
  }
  for (const { title, exports } of sections)
    if (exports.length > 0) parts.push(`**${title}**`, exports.map(listed).join('\n'))
  const errors = []
  for (const { title, exports } of sections) {
    const own = exports.map(({ entry }) => entry).filter((entry) => api.home(entry) === path)
    if (own.length > 0) parts.push(`## ${title}`)
    for (const entry of own) {
      parts.push(`### ${entry.name}`, `\`\`\`typescript\n${signatures.get(entry)}\n\`\`\``, ...told(entry.comment))
      if (entry.declaredKind === 'class' && !entry.isValue) parts.push('Of this class, only the type is exported.')
      const union = entry.union() ?? []
      // A code is `room.reason`; what has no room is a part of one.
      if (union.some(({ name, sentences }) => name.includes('.') && sentences.length > 0)) {
        errors.push(...union)
        parts.push('The codes, with what each says: [Errors](#errors).')
      } else if (union.length > 0) parts.push(`One of ${union.map(({ name }) => `\`${name}\``).join(', ')}.`)
      const members = entry.members.flatMap((member) => {
        const comment = api.commentOf(entry, member)
        return comment ? [memberText(member.name, comment)] : []
      })
      if (members.length > 0) parts.push(members.join('\n'))
      const { published } = api.typesOf(entry)
      if (published.length > 0)
        parts.push(
          `Types: ${published
            .sort(byName)
            .map((type) => link(type))
            .join(', ')}`,
        )
    }
  }
  if (errors.length > 0)
    parts.push(
      '## Errors',
      'What the `code` of an error can be, and its `message` in English. `{…}` is the fact of that name in `facts`.',
      errorTable(errors),
    )
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

/** The names that a page lists as values. */
function valuesOn(/** @type {string} */ page) {
  const lists = page.split(/^## /m)[0]?.split(/^\*\*(?=\w+\*\*$)/m) ?? []
  return lists
    .filter((list) => !list.startsWith(KINDS.type))
    .flatMap((list) => [...list.matchAll(/^- \[`(\w+)`\]/gm)].map(([, name]) => name))
}

/** Where the values of a page are not what a program gets from the path, a sentence each. */
async function valuesAmiss(path, /** @type {string} */ page) {
  if (path.program === undefined) return []
  const exported = Object.keys(await import(pathToFileURL(path.program).href))
  const listed = valuesOn(page)
  const where = `${FOLDER}/${path.page}`
  return [
    ...exported
      .filter((name) => !listed.includes(name))
      .map((name) => `${where} does not list ${name}, which ${path.name} exports.`),
    ...listed
      .filter((name) => !exported.includes(name))
      .map((name) => `${where} lists the value ${name}, which ${path.name} does not export.`),
  ]
}

/** The source files that a page names: whoever reads it has none of them. */
const filesNamedOn = (/** @type {string} */ page) =>
  new Set([...page.matchAll(/`([\w/]+\.m?ts)`/g)].map(([, file]) => file))

/** What is not as it should be, a sentence each. */
export async function checkApi(/** @type {string} */ project) {
  const api = new Api(project)
  const pages = pagesOf(api)
  const folder = join(project, FOLDER)
  const wrong = []
  for (const [page, text] of pages) {
    const file = join(folder, page)
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text)
      wrong.push(`${FOLDER}/${page} is stale: npm run api writes it.`)
    for (const source of filesNamedOn(text)) wrong.push(`${FOLDER}/${page} names ${source}, a file of the sources.`)
  }
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (!pages.has(name)) wrong.push(`${FOLDER}/${name} is the page of no published path: npm run api removes it.`)
  for (const path of api.paths) wrong.push(...(await valuesAmiss(path, pages.get(path.page) ?? '')))
  for (const { path, names } of api.untold())
    wrong.push(
      `${FOLDER}/${path.page} names ${names.length} types that no path exports: ${names.join(', ')}. Export them as types, or mark the member @internal.`,
    )
  wrong.push(...api.undocumented().map((place) => `${place} has no doc comment.`))
  return wrong
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const wrong = await checkApi(root)
    for (const sentence of wrong) console.error(sentence)
    process.exitCode = wrong.length > 0 ? 1 : 0
  } else {
    const pages = pagesOf(new Api(root))
    rmSync(join(root, FOLDER), { recursive: true, force: true })
    mkdirSync(join(root, FOLDER), { recursive: true })
    for (const [page, text] of pages) writeFileSync(join(root, FOLDER, page), text)
  }
}
