/**
 * What the compiler had to say, with file and line.
 * @module
 */
import { fill, MemlaneError } from '../base/index.ts'
import type { SolcMessage } from './compiler.ts'
import { solidityErrors } from './errors.ts'
import type { SourceFile, SourcePosition } from './sourceFile.ts'

/** One message of the compiler. */
export interface Diagnostic {
  /** A build exists when none is an `error`. */
  readonly severity: 'error' | 'warning' | 'info'
  /** solc's kind of message, such as `ParserError`. */
  readonly kind: string
  /** One sentence of solc's, without place and kind. */
  readonly message: string
  /** solc's number for the message, such as `2314`. */
  readonly number: string | undefined
  /** `undefined` for a message about no place in particular. */
  readonly position: SourcePosition | undefined
}

export function diagnostic(message: SolcMessage, files: ReadonlyMap<string, SourceFile>): Diagnostic {
  const location = message.sourceLocation
  return {
    severity: message.severity,
    kind: message.type,
    message: message.message,
    number: message.errorCode,
    position: location && files.get(location.file)?.position(location.start),
  }
}

/** `MemoryLane.sol:7:9: ParserError: Expected ';' but got 'bytes32'` */
export function diagnosticText({ kind, message, position }: Diagnostic): string {
  const place = position ? `${position.file}:${position.line}:${position.column}: ` : ''
  return `${place}${kind}: ${message}`
}

/** The sources do not compile; `diagnostics` holds all that solc said, its warnings too. */
export class CompileError extends MemlaneError {
  override readonly name = 'CompileError'
  /** All messages, errors and others, in solc's order. */
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map(diagnosticText)
    const facts = { count: errors.length, errors, first: errors[0], others: errors.length - 1 }
    super('solidity.compileFailed', fill(solidityErrors['solidity.compileFailed'], facts), facts)
    this.diagnostics = diagnostics
  }
}
