/**
 * What is said of a run as a whole, in a language.
 * @module
 */

import { type Built, likelyFunction, outputsOf, runOfRecording } from 'memlane/launch'
import { isSuccess, opcodeOfByte } from 'memlane/opcodes'
import { type CompiledContract, constructorInputs, functionsOf, typeName } from 'memlane/solidity'
import { GasProfile, type GasRow } from 'memlane/trace'
import { callText, type Language, messagesIn, outcomeScreen, type Screen, shownValue, span } from 'memlane/view'
import type { Input } from './input.ts'
import { likelyContract } from './launchInput.ts'
import type { LoadedRun } from './loadedRun.ts'
import type { CallRow, Choices, ContractChoice, FlowRow, GasLine, Lanes, Program } from './protocol.ts'

/** Parts of the time line. */
const LANE_PARTS = 480
const MOST_GAS_ROWS = 200
const MOST_CALLS = 2000
const MOST_FLOW_ROWS = 2000

export function programOf(run: LoadedRun, source: Program['source'], language: Language): Program {
  const { recording, locator, launch } = run
  const profile = new GasProfile(recording, locator)
  return {
    call: launch.call,
    isFine: isSuccess(recording.frames[0]!.status),
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
    hasYul: launch.source?.contract.irOptimized !== undefined,
  }
}

export function choicesOf(built: Built | undefined, input: Input): Choices {
  if (built === undefined || input.kind !== 'solidity') return { contracts: [], contract: '', signature: '' }
  const contract = likelyContract(built, input)
  const signature = contract && (input.call === '' ? likelyFunction(contract) : input.call)
  return {
    contracts: contractsOf(built.compilation.contracts),
    contract: contract?.name ?? '',
    signature: signature ?? '',
  }
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

function outcomeLines({ launch }: LoadedRun, language: Language): Screen {
  const messages = messagesIn(language)
  const { outcome, source, recording } = launch
  const frame = recording.frames[0]!
  const outputs = frame.status === 'return' ? (outputsOf(source, frame.output) ?? []) : []
  return [
    ...(outcome ? outcomeScreen(outcome, messages) : []),
    ...outputs.map(({ type, name, value }) => [
      span(`${type}${name === '' ? '' : ` ${name}`} = `, 'dim'),
      span(shownValue(value, messages)),
    ]),
  ]
}

function callRows({ launch }: LoadedRun, language: Language): CallRow[] {
  const { frames } = launch.recording
  const { calls } = runOfRecording(launch).calls
  return calls.slice(0, MOST_CALLS).map((call) => {
    const { id, depth, gasUsed, memorySize, status } = call
    const frame = frames[id]!
    return {
      ...{ id, depth, gasUsed, memorySize },
      firstStep: frame.startedBy ?? frame.firstStep,
      text: callText(call, messagesIn(language)),
      isFine: isSuccess(status),
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
