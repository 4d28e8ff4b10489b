/**
 * The calls of a test as a tree.
 *
 *   [28255] VaultTest::testInner()
 *     ├─ [22722] Vault::withdraw(5)
 *     │   └─ ← [Revert] Mine(5)
 *     └─ ← [Revert] Mine(5)
 * @module
 */
import { bytesToHex } from '../../base/index.ts'
import { checksummed, forgeValue, revertReason, type TestResult, type TestTrace } from '../../foundry/index.ts'
import { isCreation, isSuccess } from '../../opcodes/index.ts'
import {
  CONSOLE_ADDRESS,
  type Compilation,
  type CompiledContract,
  consoleMessage,
  decodeFrame,
} from '../../solidity/index.ts'
import type { Messages } from '../messages/index.ts'
import { type Line, type Screen, span } from '../span.ts'
import { printable } from '../width.ts'

type Call = TestTrace['calls'][number]

const CHEATCODES = '0x7109709ecfa91a80626ff3989d68f67f5b1dd12d'
/** Characters of one line: arguments can be megabytes. */
const MOST_TEXT = 4000

/** setUp from -vvvv on where the test failed, with -vvvvv always. */
export function traceScreen(test: TestResult, build: Compilation, verbosity: number, messages: Messages): Screen {
  const { trace, setUpTrace, labels } = test
  if (trace === undefined && setUpTrace === undefined) return []
  const names = new CallNames(build, labels)
  const showsSetUp = setUpTrace !== undefined && (verbosity >= 5 || (verbosity >= 4 && test.status === 'failure'))
  return [
    [span(messages.tests.traces)],
    ...(showsSetUp ? [...treeOf(setUpTrace, names), []] : []),
    ...(trace === undefined ? [] : [...treeOf(trace, names), []]),
  ]
}

function treeOf({ calls, more }: TestTrace, names: CallNames): Screen {
  const children = new Map<number | undefined, Call[]>()
  for (const call of calls) children.set(call.parent, [...(children.get(call.parent) ?? []), call])
  const lines: Line[] = []
  const visit = (call: Call, before: string, bar: string): void => {
    const ink = isSuccess(call.status) ? 'good' : 'bad'
    lines.push([span(before), span(`[${call.gas - call.gasLeft}] `, 'dim'), span(names.call(call), ink)])
    for (const child of children.get(call.id) ?? []) visit(child, `${bar}  ├─ `, `${bar}  │ `)
    lines.push([span(`${bar}  └─ ← `), span(names.end(call), ink)])
  }
  for (const call of children.get(undefined) ?? []) visit(call, '  ', '  ')
  if (more > 0) lines.push([span(`  … ${more}`)])
  return lines
}

/** What calls are called. */
class CallNames {
  readonly #build: Compilation
  readonly #labels: Readonly<Record<string, string>>
  readonly #contracts = new Map<Uint8Array, CompiledContract | undefined>()

  constructor(build: Compilation, labels: Readonly<Record<string, string>>) {
    this.#build = build
    this.#labels = labels
  }

  call(call: Call): string {
    const contract = this.#contractOf(call)
    const target =
      this.#labels[call.codeAddress] ?? contract?.name ?? (call.codeAddress === CHEATCODES ? 'VM' : undefined)
    if (isCreation(call.kind)) return shown(`→ new ${target ?? '<unknown>'}@${checksummed(call.address)}`)
    if (call.codeAddress === CONSOLE_ADDRESS && call.input !== undefined) {
      const message = consoleMessage(call.input)
      if (message !== undefined) return shown(`console::log(${JSON.stringify(message.text)})`)
    }
    const value = call.value > 0n ? `{value: ${call.value}}` : ''
    const kind = call.kind === 'call' ? '' : ` [${call.kind}]`
    return shown(`${target ?? checksummed(call.codeAddress)}::${this.#function(call, contract, value)}${kind}`)
  }

  end(call: Call): string {
    const { status, output, halt, kind } = call
    if (status === 'stop') return '[Stop]'
    if (status === 'return') {
      if (isCreation(kind)) return `[Return] ${output?.length ?? 0} bytes of code`
      return shown(`[Return] ${this.#outputs(call)}`.trimEnd())
    }
    if (status === 'halt') return `[${halt}]`
    return shown(`[Revert] ${output === undefined ? '' : revertReason(output, this.#build)}`)
  }

  #function(call: Call, contract: CompiledContract | undefined, value: string): string {
    const { input = new Uint8Array(0) } = call
    const content = this.#content(call, contract)
    if (content !== undefined)
      return `${content.function}${value}(${content.arguments.map((each) => forgeValue(each.value)).join(', ')})`
    if (input.length < 4) return `fallback${value}(${input.length === 0 ? '' : bytesToHex(input)})`
    return `${bytesToHex(input.subarray(0, 4)).slice(2)}${value}(${bytesToHex(input.subarray(4)).slice(2)})`
  }

  #outputs(call: Call): string {
    const { output = new Uint8Array(0) } = call
    const content = this.#content(call, this.#contractOf(call))
    if (content?.outputs !== undefined) return content.outputs.map((each) => forgeValue(each.value)).join(', ')
    return output.length === 0 ? '' : bytesToHex(output)
  }

  #content(call: Call, contract: CompiledContract | undefined) {
    const { input, output } = call
    if (input === undefined || output === undefined) return undefined
    return decodeFrame(this.#build, contract, { ...call, input, output })
  }

  #contractOf({ code, kind }: Call): CompiledContract | undefined {
    if (code.length < 2) return undefined
    if (!this.#contracts.has(code)) this.#contracts.set(code, this.#build.contractOf({ kind, code }))
    return this.#contracts.get(code)
  }
}

function shown(text: string): string {
  return printable(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text)
}
