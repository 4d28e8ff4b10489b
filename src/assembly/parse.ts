/**
 * Source → statements: what each instruction is, before any label has an address.
 *
 *   line         { label ":" | instruction } [ comment ]
 *   instruction  MNEMONIC | PUSHn value | "PUSH" value | "DATA" ( 0x hex | "text" )
 *   value        decimal | 0x hex | "@" label
 *   comment      ( ";" | "//" ) anything;  ";; section NAME" marks a section
 *
 * Hex has two digits for each byte, because half a byte is a slip. A statement ends with its line.
 * @module
 */
import { hexToBytes } from '../base/hex.ts'
import type { ByteCount, Word } from '../base/units.ts'
import { bytesToBigint, MAX_WORD, WORD_BYTES } from '../base/word.ts'
import type { Fork } from '../opcodes/forks.ts'
import { type Opcode, opcodeNamed } from '../opcodes/table.ts'
import { type Mistake, mistake } from './errors.ts'
import { nearest } from './nearest.ts'
import { type Place, type ProblemList, quoted } from './problem.ts'
import { bytesFor, encodePush, leastPushWidth } from './push.ts'
import { nextToken, sourceLines, type Token, type TokenKind } from './tokens.ts'

/** A push of a label's address, which is not known yet. */
export interface LabelPush extends Place {
  readonly label: string
  /** The opcode that the source names; `undefined` for PUSH, which is as narrow as the address allows. */
  readonly opcode: Opcode | undefined
}

/** One instruction or DATA. */
export interface Statement extends Place {
  /** As written, without label and comment. */
  readonly text: string
  readonly content: Uint8Array | LabelPush
}

/** `name:`, standing before statement number `statement`. */
export interface LabelMark extends Place {
  readonly name: string
  readonly statement: number
}

/** `;; section NAME`, standing before statement number `statement`. */
export interface SectionMark {
  readonly name: string
  readonly statement: number
  readonly line: number
}

export interface Program {
  readonly statements: readonly Statement[]
  readonly labels: readonly LabelMark[]
  readonly sections: readonly SectionMark[]
}

const SECTION_COMMENT = /^;;\s*section(?:\s(.*))?$/is

/**
 * The statements of `source`. What is wrong goes to `problems`, and parsing goes on behind it.
 * @param limit the most bytes of code, and the most labels and section marks
 * @throws {AssemblyError} when the list of problems is full, or a limit is passed.
 */
export function parse(source: string, fork: Fork, limit: ByteCount, problems: ProblemList): Program {
  const statements: Statement[] = []
  const labels: LabelMark[] = []
  const sections: SectionMark[] = []
  const parser = new InstructionParser(fork, problems)
  let size: ByteCount = 0
  let line = 0
  for (const text of sourceLines(source)) {
    parser.startLine(text, ++line)
    for (let token = parser.take(); token !== undefined; token = parser.take()) {
      const place = { line, column: token.start + 1 }
      if (token.kind === 'label') {
        labels.push({ name: token.text, statement: statements.length, ...place })
      } else if (token.kind === 'comment') {
        const section = SECTION_COMMENT.exec(token.text)
        if (section === null) continue
        const name = (section[1] ?? '').trim()
        if (name === '') problems.add(place, mistake('assembly.missingSectionName', {}))
        sections.push({ name, statement: statements.length, line })
      } else {
        const content = parser.instruction(token)
        if (content === undefined) continue
        statements.push({ text: text.slice(token.start, parser.position), content, ...place })
        size += content instanceof Uint8Array ? content.length : 1
      }
      if (size > limit) stopTooLarge(problems, place, limit)
      if (labels.length + sections.length > limit) problems.stop(place, mistake('assembly.tooManyMarks', { limit }))
    }
  }
  return { statements, labels, sections }
}

/** Reports that the statement at `place` takes the code over the limit. */
export function stopTooLarge(problems: ProblemList, place: Place, limit: ByteCount): void {
  problems.stop(place, mistake('assembly.codeTooLarge', { limit }))
}

/** Reports that `needed` bytes do not fit into the immediate of `opcode`. */
export function reportTooNarrow(
  problems: ProblemList,
  place: Place,
  opcode: Opcode,
  what: string,
  needed: ByteCount,
): void {
  const { name, immediate: width } = opcode
  problems.add(place, mistake('assembly.pushTooNarrow', { name, width, what, needed }))
}

/** Words that are no opcode: a push as narrow as its value, and bytes as they are. */
const PUSH_WORD = 'PUSH'
const DATA_WORD = 'DATA'

const OPERAND_KINDS: ReadonlySet<TokenKind> = new Set(['number', 'reference', 'string'])

/** Reads instructions from the tokens of a line. */
class InstructionParser {
  /** Behind the last token taken. */
  position = 0
  #text = ''
  #line = 0
  readonly #fork: Fork
  readonly #problems: ProblemList
  /** The bytes of instructions without immediate, made once: code may have a million of them. */
  readonly #single = Array.from({ length: 256 }, (_, code) => Uint8Array.of(code))

  constructor(fork: Fork, problems: ProblemList) {
    this.#fork = fork
    this.#problems = problems
  }

  startLine(text: string, line: number): void {
    this.#text = text
    this.#line = line
    this.position = 0
  }

  take(): Token | undefined {
    const token = nextToken(this.#text, this.position)
    if (token !== undefined) this.position = token.end
    return token
  }

  #takeIf(accepts: (token: Token) => boolean): Token | undefined {
    const token = nextToken(this.#text, this.position)
    if (token === undefined || !accepts(token)) return undefined
    this.position = token.end
    return token
  }

  /** The instruction that begins with `first`; `undefined` after reporting what is wrong with it. */
  instruction(first: Token): Statement['content'] | undefined {
    if (first.kind !== 'word') {
      this.#reportStray(first)
      return undefined
    }
    const name = first.text.toUpperCase()
    const content = this.#instructionNamed(name, first)
    const takes = name === PUSH_WORD || name === DATA_WORD || (opcodeNamed(name)?.immediate ?? 1) > 0 ? 1 : 0
    for (let token = this.#takeOperand(); token !== undefined; token = this.#takeOperand()) {
      // What follows a word that nobody knows may well be right.
      if (content === undefined) continue
      this.#report(token, mistake('assembly.unexpectedImmediate', { name, text: quoted(token.text), takes }))
    }
    return content
  }

  #instructionNamed(name: string, word: Token): Statement['content'] | undefined {
    if (name === DATA_WORD) return this.#data(word)
    if (name === PUSH_WORD) return this.#push(word, undefined)
    const opcode = opcodeNamed(name)
    if (opcode === undefined) return this.#reportUnknown(word)
    if (this.#fork.opcodes[opcode.code] === undefined) return this.#reportNotInFork(word, opcode)
    return opcode.immediate === 0 ? this.#single[opcode.code] : this.#push(word, opcode)
  }

  #push(word: Token, opcode: Opcode | undefined): Statement['content'] | undefined {
    const expected = 'a decimal number, 0x hex or @label'
    const token = this.#takeImmediate(word, expected)
    if (token === undefined) return undefined
    if (token.kind === 'reference') {
      const label = token.text.slice(1)
      if (label !== '') return { label, opcode, ...this.#place(token.start) }
      this.#report(token, mistake('assembly.missingLabelName', {}))
      return undefined
    }
    if (token.kind !== 'number') return this.#reportImmediate(word, token, expected)
    const value = this.#number(token)
    if (value === undefined) return undefined
    const needed = Math.max(bytesFor(value), leastPushWidth(this.#fork))
    if (opcode === undefined) return encodePush(value, needed)
    if (bytesFor(value) <= opcode.immediate) return encodePush(value, opcode.immediate)
    reportTooNarrow(this.#problems, this.#place(token.start), opcode, quoted(token.text), needed)
    return undefined
  }

  #data(word: Token): Uint8Array | undefined {
    const expected = 'bytes in 0x hex or a string in double quotes'
    const token = this.#takeImmediate(word, expected)
    if (token === undefined) return undefined
    if (token.text === '""') {
      this.#report(token, mistake('assembly.emptyData', {}))
      return undefined
    }
    if (token.kind === 'string') return this.#string(token)
    if (token.kind === 'number' && isHex(token.text)) return this.#hex(token)
    return this.#reportImmediate(word, token, expected)
  }

  #takeOperand(): Token | undefined {
    return this.#takeIf((token) => OPERAND_KINDS.has(token.kind))
  }

  /** The immediate that `word` must have. What is no instruction either (`-1`, `ff`) was meant as one. */
  #takeImmediate(word: Token, expected: string): Token | undefined {
    const operand = this.#takeOperand()
    if (operand !== undefined) return operand
    const meant = this.#takeIf(({ kind, text }) => kind === 'junk' || (kind === 'word' && !isMnemonic(text)))
    if (meant !== undefined) return this.#reportImmediate(word, meant, expected)
    const name = word.text.toUpperCase()
    this.#report(word, mistake('assembly.missingImmediate', { name, expected }))
    return undefined
  }

  #number(token: Token): Word | undefined {
    let value: bigint
    if (isHex(token.text)) {
      const bytes = this.#hex(token)
      if (bytes === undefined) return undefined
      const first = bytes.findIndex((byte) => byte !== 0)
      // Longer ones are too large already, and reading them would take quadratic time.
      value = first === -1 ? 0n : bytes.length - first > WORD_BYTES ? MAX_WORD + 1n : bytesToBigint(bytes)
    } else {
      if (!/^[0-9]+$/.test(token.text)) {
        this.#report(token, mistake('assembly.invalidNumber', { text: quoted(token.text) }))
        return undefined
      }
      const digits = token.text.replace(/^0+/, '')
      value = digits.length > MAX_DECIMAL_DIGITS ? MAX_WORD + 1n : BigInt(digits)
    }
    if (value <= MAX_WORD) return value
    this.#report(token, mistake('assembly.numberTooLarge', { text: quoted(token.text) }))
    return undefined
  }

  #hex(token: Token): Uint8Array | undefined {
    const text = quoted(token.text)
    const digits = token.text.length - 2
    if (digits === 0 || !/^[0-9a-fA-F]*$/.test(token.text.slice(2))) {
      this.#report(token, mistake('assembly.invalidNumber', { text }))
      return undefined
    }
    if (digits % 2 === 0) return hexToBytes(token.text)
    const padded = `0x0${quoted(token.text.slice(2))}`
    this.#report(token, mistake('assembly.oddHex', { text, digits, padded }))
    return undefined
  }

  /** A string's UTF-8 bytes. */
  #string(token: Token): Uint8Array | undefined {
    const parts: string[] = []
    let start = 1
    for (let position = start; position < token.text.length; position++) {
      const character = token.text[position]
      if (character !== '"' && character !== '\\') continue
      parts.push(token.text.slice(start, position))
      if (character === '"') return new TextEncoder().encode(parts.join(''))
      position++
      start = position + 1
      const escaped = token.text[position]
      if (escaped === undefined) break
      const meaning = ESCAPES.get(escaped)
      if (meaning !== undefined) parts.push(meaning)
      else {
        const known = [...ESCAPES.keys()].map((key) => `\\${key}`).join(' ')
        this.#reportAt(token.start + position - 1, mistake('assembly.invalidEscape', { escaped, known }))
        return undefined
      }
    }
    this.#report(token, mistake('assembly.unterminatedString', {}))
    return undefined
  }

  #reportStray(token: Token): void {
    const text = quoted(token.text)
    if (!OPERAND_KINDS.has(token.kind)) {
      this.#report(token, mistake('assembly.unexpectedText', { text }))
      return
    }
    const word = token.kind === 'string' ? DATA_WORD : PUSH_WORD
    this.#report(token, mistake('assembly.unexpectedImmediate', { text, word }))
  }

  #reportUnknown(word: Token): undefined {
    const name = quoted(word.text)
    const known = this.#fork.opcodes.filter((opcode) => opcode !== undefined).map((opcode) => opcode.name)
    const suggestion = nearest(word.text.toUpperCase(), [...known, PUSH_WORD, DATA_WORD])
    this.#report(word, mistake('assembly.unknownMnemonic', { name, suggestion }))
  }

  #reportNotInFork(word: Token, opcode: Opcode): undefined {
    const { since } = opcode
    this.#report(word, mistake('assembly.notInFork', { name: opcode.name, fork: this.#fork.name, since }))
  }

  #reportImmediate(word: Token, token: Token, expected: string): undefined {
    const name = word.text.toUpperCase()
    this.#report(token, mistake('assembly.invalidImmediate', { name, expected, text: quoted(token.text) }))
  }

  #report(token: Token, mistake: Mistake): void {
    this.#reportAt(token.start, mistake)
  }

  #reportAt(position: number, mistake: Mistake): void {
    this.#problems.add(this.#place(position), mistake)
  }

  #place(position: number): Place {
    return { line: this.#line, column: position + 1 }
  }
}

/** What may stand behind a backslash in a string, and what it means. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** 2^256 has 78 digits. */
const MAX_DECIMAL_DIGITS = 78

function isHex(text: string): boolean {
  return text.startsWith('0x')
}

function isMnemonic(text: string): boolean {
  const name = text.toUpperCase()
  return name === PUSH_WORD || name === DATA_WORD || opcodeNamed(name) !== undefined
}
