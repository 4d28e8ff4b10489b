/**
 * Reads a Yul program. The text may come from a file: its size is bounded, and however deep it nests, nothing here calls
 * itself. What solc would refuse is not all refused; what is accepted has the shape of a program.
 *
 * Nodes come in one fixed order, children before their parents, so that the same program printed twice gives lists whose
 * items belong to each other.
 * Source: https://docs.soliditylang.org/en/v0.8.37/yul.html#specification-of-yul
 * @module
 */
import type { SourceRange } from '../ast.ts'
import type { YulKind, YulNode, YulObject } from './node.ts'

export interface YulProgram {
  readonly nodes: readonly YulNode[]
  readonly objects: readonly YulObject[]
}

/** Why a text is no Yul program: one sentence. */
export interface NotYul {
  readonly reason: string
}

/** Real programs stay below 5 MiB. */
const MAX_TEXT = 64 * 1024 * 1024

export function parseYul(text: string): YulProgram | NotYul {
  if (text.length > MAX_TEXT) return { reason: `The text has ${text.length} characters; at most ${MAX_TEXT} are read.` }
  try {
    return new Parser(text).program()
  } catch (error) {
    if (error instanceof SyntaxProblem) return { reason: error.message }
    throw error
  }
}

class SyntaxProblem extends Error {}

type Building = { -readonly [Key in keyof YulNode]: YulNode[Key] } & { readonly arguments: YulNode[] }

/** What a closing brace ends. */
type Open =
  | { readonly kind: 'object'; readonly object: { name: string; start: number; end: number; depth: number } }
  | { readonly kind: 'block'; readonly block: Building }
  | {
      readonly kind: 'function'
      readonly block: Building
      readonly node: Building
      readonly outer: YulNode | undefined
    }
  /** Three blocks of a loop, with a condition behind the first. */
  | { readonly kind: 'for'; readonly block: Building; readonly stage: 1 | 2 | 3 }

const SPACE = /[ \t\r\n]+/y
const NAME = /[A-Za-z_$][A-Za-z0-9_$.]*/y
const NUMBER = /0x[0-9a-fA-F]+|[0-9]+/y
/** Strings hold no line breaks. */
const STRING = /(?:hex)?"(?:[^"\\\n]|\\[\s\S])*"|hex'[0-9a-fA-F_]*'/y
const SOURCE = /@src (-?\d{1,10}):(-?\d{1,10}):(-?\d{1,10})/
const AST_ID = /@ast-id (\d{1,10})/

/** Statements, and a part of `switch`, that are but a word. */
const BARE_STATEMENTS = ['default', 'break', 'continue', 'leave'] as const

/** What the blocks of a loop are, in the order of the text. */
const LOOP_BLOCKS = { 1: 'init', 2: 'post', 3: 'body' } as const

class Parser {
  readonly #text: string
  readonly #nodes: YulNode[] = []
  readonly #objects: YulObject[] = []
  readonly #open: Open[] = []
  #at = 0
  /** End of the last token. */
  #end = 0
  #source: SourceRange | undefined
  #astId: number | undefined
  #function: YulNode | undefined
  #block: YulNode | undefined

  constructor(text: string) {
    this.#text = text
  }

  program(): YulProgram {
    this.#skip()
    this.#object()
    while (this.#open.length > 0) {
      const top = this.#open.at(-1)!
      if (this.#eat('}')) this.#close()
      else if (top.kind === 'object') this.#inObject()
      else this.#statement()
    }
    if (this.#at < this.#text.length) throw this.#problem('the end')
    return { nodes: this.#nodes, objects: this.#objects }
  }

  #object(): void {
    const start = this.#at
    this.#expectWord('object')
    const name = this.#string().slice(1, -1)
    this.#expect('{')
    // Objects stand in objects only.
    const object = { name, start, end: 0, depth: this.#open.length }
    this.#objects.push(object)
    this.#open.push({ kind: 'object', object })
  }

  #inObject(): void {
    if (this.#eatWord('code')) {
      this.#function = undefined
      this.#openBlock()
    } else if (this.#eatWord('data')) {
      this.#string()
      this.#string()
    } else this.#object()
  }

  #openBlock(): void {
    const block = this.#begin('block')
    this.#expect('{')
    this.#open.push({ kind: 'block', block })
    this.#block = block
  }

  #close(): void {
    const closed = this.#open.pop()!
    if (closed.kind === 'object') {
      closed.object.end = this.#end
      return
    }
    this.#finish(closed.block)
    this.#block = closed.block.block
    if (closed.kind === 'function') {
      this.#finish(closed.node)
      this.#function = closed.outer
    } else if (closed.kind === 'for' && closed.stage < 3) {
      if (closed.stage === 1) this.#expression(undefined)
      this.#openLoopBlock(closed.stage === 1 ? 2 : 3)
    }
  }

  #openLoopBlock(stage: 1 | 2 | 3): void {
    const block = this.#begin('block')
    block.name = LOOP_BLOCKS[stage]
    this.#expect('{')
    this.#open.push({ kind: 'for', block, stage })
    this.#block = block
  }

  #statement(): void {
    const character = this.#text[this.#at]
    if (character === '{') this.#openBlock()
    else if (this.#eatWord('function')) this.#functionHead()
    else if (this.#eatWord('let')) this.#declaration()
    else if (this.#eatWord('if') || this.#eatWord('switch') || this.#eatWord('case')) this.#expression(undefined)
    else if (this.#eatWord('for')) this.#openLoopBlock(1)
    else {
      const word = BARE_STATEMENTS.find((word) => this.#eatWord(word))
      if (word === undefined) this.#assignmentOrCall()
      else this.#bareStatement(word)
    }
  }

  #bareStatement(word: string): void {
    const node = this.#begin('statement', this.#end)
    node.name = word
    this.#finish(node)
  }

  #functionHead(): void {
    const node = this.#begin('function', this.#end - 'function'.length)
    node.astId = this.#astId
    this.#astId = undefined
    node.name = this.#name()
    this.#expect('(')
    if (!this.#eat(')')) {
      node.variables = this.#names()
      this.#expect(')')
    }
    if (this.#eat('->')) node.returns = this.#names()
    const outer = this.#function
    this.#function = node
    const block = this.#begin('block')
    this.#expect('{')
    this.#open.push({ kind: 'function', block, node, outer })
    this.#block = block
  }

  #declaration(): void {
    const node = this.#begin('declaration', this.#end - 'let'.length)
    node.variables = this.#names()
    if (this.#eat(':=')) node.value = this.#expression(node)
    this.#finish(node)
  }

  #assignmentOrCall(): void {
    const node = this.#begin('assignment')
    const [at, end, source] = [this.#at, this.#end, this.#source]
    this.#name()
    if (this.#text[this.#at] === '(') {
      this.#at = at
      this.#end = end
      this.#source = source
      this.#expression(undefined)
      return
    }
    this.#at = at
    this.#end = end
    this.#source = source
    node.variables = this.#names()
    this.#expect(':=')
    node.value = this.#expression(node)
    this.#finish(node)
  }

  /** Calls nest as deep as the text says: those that are open are kept in a list. */
  #expression(parent: Building | undefined): YulNode {
    const open: Building[] = []
    for (;;) {
      let node = this.#operand(open.at(-1) ?? parent)
      if (node.kind === 'call' && !this.#eat(')')) {
        open.push(node)
        continue
      }
      this.#finish(node)
      for (;;) {
        const call = open.at(-1)
        if (!call) return node
        call.arguments.push(node)
        if (this.#eat(',')) break
        this.#expect(')')
        node = call
        open.pop()
        this.#finish(node)
      }
    }
  }

  /** A literal, a variable, or a call up to and with its opening parenthesis. */
  #operand(parent: YulNode | undefined): Building {
    const node = this.#begin('literal')
    node.parent = parent
    const literal = this.#match(NUMBER) ?? this.#match(STRING)
    if (literal !== undefined) {
      node.name = literal
      return node
    }
    node.name = this.#name()
    if (node.name === 'true' || node.name === 'false') return node
    // What stands behind a variable, comments too, belongs to what follows.
    const isCall = this.#text[this.#at] === '('
    node.kind = isCall ? 'call' : 'identifier'
    if (isCall) this.#expect('(')
    else node.end = this.#end
    return node
  }

  #begin(kind: YulKind, start = this.#at): Building {
    return {
      kind,
      start,
      end: 0,
      source: this.#source,
      astId: undefined,
      name: '',
      variables: [],
      returns: [],
      value: undefined,
      arguments: [],
      parent: undefined,
      function: this.#function,
      block: this.#block,
    }
  }

  #finish(node: Building): void {
    if (node.end === 0) node.end = this.#end
    this.#nodes.push(node)
  }

  #names(): string[] {
    const names = [this.#name()]
    while (this.#eat(',')) names.push(this.#name())
    return names
  }

  #name(): string {
    const name = this.#match(NAME)
    if (name === undefined) throw this.#problem('a name')
    return name
  }

  #string(): string {
    const string = this.#match(STRING)
    if (string === undefined) throw this.#problem('a string')
    return string
  }

  #expectWord(word: string): void {
    if (!this.#eatWord(word)) throw this.#problem(word)
  }

  #expect(text: string): void {
    if (!this.#eat(text)) throw this.#problem(text)
  }

  #eatWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    const next = this.#text[this.#at + word.length]
    if (next !== undefined && /[A-Za-z0-9_$.]/.test(next)) return false
    this.#take(word.length)
    return true
  }

  #eat(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false
    this.#take(text.length)
    return true
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)?.[0]
    if (match !== undefined) this.#take(match.length)
    return match
  }

  #take(length: number): void {
    this.#at += length
    this.#end = this.#at
    this.#skip()
  }

  /** Over space and comments, reading what those say about the sources. */
  #skip(): void {
    const text = this.#text
    for (;;) {
      SPACE.lastIndex = this.#at
      if (SPACE.test(text)) this.#at = SPACE.lastIndex
      const isLine = text.startsWith('//', this.#at)
      if (!isLine && !text.startsWith('/*', this.#at)) return
      const found = text.indexOf(isLine ? '\n' : '*/', this.#at + 2)
      const end = found < 0 ? text.length : found + (isLine ? 0 : 2)
      this.#comment(text.slice(this.#at, end))
      this.#at = end
    }
  }

  #comment(comment: string): void {
    const source = SOURCE.exec(comment)
    if (source) {
      const [file, start, end] = source.slice(1).map(Number) as [number, number, number]
      this.#source = file < 0 || start < 0 || end < start ? undefined : { file, start, end }
    }
    const id = AST_ID.exec(comment)
    if (id) this.#astId = Number(id[1])
  }

  #problem(expected: string): SyntaxProblem {
    const found = JSON.stringify(this.#text.slice(this.#at, this.#at + 24))
    return new SyntaxProblem(`At character ${this.#at}, ${expected} was expected, not ${found}.`)
  }
}
