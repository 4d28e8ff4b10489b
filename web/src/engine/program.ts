/**
 * What is said of a run as a whole, in a language.
 * @module
 */
import { memoryCost } from 'memlane/memory'
import { isSuccess, opcodeOfByte } from 'memlane/opcodes'
import {
  type CompiledContract,
  constructorInputs,
  decodeFrame,
  decodeOutput,
  decodeRevert,
  functionsOf,
  typeName,
} from 'memlane/solidity'
import { GasProfile, type GasRow } from 'memlane/trace'
import {
  type CallFacts,
  callLines,
  type Language,
  messagesIn,
  outcomeScreen,
  plain,
  type Screen,
  shownValue,
  span,
} from 'memlane/view'
import type { Build } from './build.ts'
import type { LoadedRun } from './loadedRun.ts'
import { chosenContract, defaultFunction } from './prepare.ts'
import type { CallRow, Choices, ContractChoice, FlowRow, GasLine, Input, Lanes, Program } from './protocol.ts'

/** Parts of the time line. */
const LANE_PARTS = 480
const MOST_GAS_ROWS = 200
const MOST_CALLS = 2000
const MOST_FLOW_ROWS = 2000
const DECODE_ITEMS = 50_000
const DECODE_BYTES = 2 * 1024 * 1024

export function programOf(run: LoadedRun, source: Program['source'], language: Language): Program {
  const { recording, contract, locator } = run
  const outermost = recording.frames[0]!
  const isFine = isSuccess(outermost.status)
  const profile = new GasProfile(recording, locator)
  return {
    call: run.call,
    isFine,
    stepCount: recording.stepCount,
    lanes: lanesOf(run),
    outcome: outcomeLines(run, language),
    calls: callRows(run, language),
    hasSource: locator !== undefined,
    source,
    gas: {
      lines: locator === undefined ? [] : gasLines(profile.rows('line')),
      opcodes: gasLines(profile.rows('opcode')),
    },
    hasYul: contract?.irOptimized !== undefined,
  }
}

export function choicesOf(build: Build, input: Input): Choices {
  if (build.kind !== 'solc' || build.isYul) return { contracts: [], contract: '', signature: '' }
  const contracts = contractsOf(build.compilation.contracts)
  const contract = chosenContract(build, input)
  const signature = contract && (input.call === '' ? defaultFunction(contract) : input.call)
  return { contracts, contract: contract?.name ?? '', signature: signature ?? '' }
}

function contractsOf(contracts: readonly CompiledContract[]): ContractChoice[] {
  return contracts
    .filter(({ runtime }) => runtime.bytes.length > 0)
    .map((contract) => ({
      name: contract.name,
      constructorInputs: constructorInputs(contract).map(({ name, type }) => ({ name, type: typeName(type) })),
      functions: functionsOf(contract).map(({ signature, inputs }) => ({
        signature,
        inputs: inputs.map(({ name, type }) => ({ name, type: typeName(type) })),
      })),
    }))
}

function lanesOf({ recording, debug: { gas, accesses } }: LoadedRun): Lanes {
  const { steps, stepCount } = recording
  const parts = Math.min(LANE_PARTS, stepCount)
  const depth = new Array<number>(parts).fill(0)
  const size = new Array<number>(parts).fill(0)
  const expansion = new Array<number>(parts).fill(0)
  const sizes = new Map<number, number>()
  for (let step = 0; step < stepCount; step++) {
    const part = Math.floor((step * parts) / stepCount)
    depth[part] = Math.max(depth[part]!, steps.depth(step))
    const frame = steps.frame(step)
    for (const { offset, length } of accesses.ofStep(step))
      sizes.set(frame, Math.max(sizes.get(frame) ?? 0, Math.ceil((offset + length) / 32) * 32))
    size[part] = Math.max(size[part]!, sizes.get(frame) ?? 0)
    expansion[part] = expansion[part]! + Number(gas.expansion(step))
  }
  return { depth, size, expansion }
}

function outcomeLines(run: LoadedRun, language: Language): Screen {
  const messages = messagesIn(language)
  const { recording, compilation, called, result } = run
  const frame = recording.frames[0]!
  const gasUsed = frame.gas - frame.gasLeft
  const revert =
    frame.status === 'revert' ? { reason: decodeRevert(compilation, frame.output), data: frame.output } : undefined
  const memorySize = frame.memory.length
  const lines = [
    ...outcomeScreen(
      {
        call: run.call,
        status: frame.status,
        halt: frame.halt,
        revert,
        gasUsed,
        gasRefund: result?.gasRefund ?? 0n,
        memoryGas: memoryCost(BigInt(memorySize / 32)),
        memorySize,
      },
      messages,
    ),
  ]
  if (called !== undefined && frame.status === 'return') {
    const values = decodeOutput(called, frame.output)
    if (values.kind === 'struct')
      for (const [index, { name, type }] of called.outputs.entries())
        lines.push([
          span(`${typeName(type)}${name === '' ? '' : ` ${name}`} = `, 'dim'),
          span(shownValue(values.members[index]!.value, messages)),
        ])
  }
  return lines
}

function callRows({ recording, compilation, locator }: LoadedRun, language: Language): CallRow[] {
  const messages = messagesIn(language)
  const budget = { items: DECODE_ITEMS, bytes: DECODE_BYTES }
  return recording.frames.slice(0, MOST_CALLS).map((frame) => {
    const contract = compilation?.contractOf(frame)
    const memorySize = frame.memory.length
    const facts: CallFacts = {
      ...frame,
      parent: undefined,
      contract: contract?.name ?? locator?.contract(frame),
      content: compilation && decodeFrame(compilation, contract, frame, budget),
      gasUsed: frame.gas - frame.gasLeft,
      memorySize,
      memoryGas: memoryCost(BigInt(memorySize / 32)),
      laterOpcode: undefined,
      revert:
        frame.status === 'revert'
          ? { reason: decodeRevert(compilation, frame.output, budget), data: frame.output }
          : undefined,
    }
    const [, line = []] = callLines({ calls: [facts], more: 0 }, messages)
    // The figures stand in columns of their own on the page.
    const text = plain(line).replace(/^\s*[\d,]+\s+[\d,.]+ \w+\s+[\d,]+\s+/, '')
    return {
      id: frame.id,
      depth: frame.depth,
      firstStep: frame.startedBy ?? frame.firstStep,
      text,
      gasUsed: facts.gasUsed,
      memorySize,
      isFine: isSuccess(frame.status),
    }
  })
}

function gasLines(rows: readonly GasRow[]): GasLine[] {
  return [...rows]
    .filter(({ gas }) => gas > 0)
    .sort((a, b) => b.gas - a.gas)
    .slice(0, MOST_GAS_ROWS)
    .map(({ key, place, gas, expansion, steps }) => ({
      key,
      text: place?.text.trim() ?? '',
      file: place?.file,
      line: place?.line,
      gas,
      expansion,
      steps,
    }))
}

/** Steps that bring bytes into memory, out of it, or along. */
export function flowRows({ recording, debug }: LoadedRun): FlowRow[] {
  const { steps } = recording
  const rows: FlowRow[] = []
  for (let step = 0; step < recording.stepCount && rows.length < MOST_FLOW_ROWS; step++) {
    const row = opcodeOfByte(steps.opcode(step))
    // What moves as many bytes as its operands say; MLOAD and the stores move a word or a byte.
    if (row === undefined || !row.ranges.some((range) => 'length' in range)) continue
    const touched = debug.accesses.ofStep(step)
    const shown = (kind: 'read' | 'write') =>
      touched
        .filter((access) => access.kind === kind)
        .map(({ offset, length }) => `0x${offset.toString(16)}:${length}`)
        .join(' ')
    rows.push({ step, depth: steps.depth(step), opcode: row.name, reads: shown('read'), writes: shown('write') })
  }
  return rows
}
