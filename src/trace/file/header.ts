/**
 * What a recording file says in words: everything but steps, side table and bytes. Bytes stand in one row of blobs;
 * here they are numbers of blobs, so that code which many frames run stands there once.
 * @module
 */
import { quantityToHex } from '../../base/hex.ts'
import { MOST_JUNK_SEED, MOST_POINTER_SHIFT } from '../../evm/brutalize.ts'
import type { AccountState, HaltReason, Status, WorldTouched } from '../../evm/index.ts'
import { FRAME_KINDS, MAX_DEPTH, parseForkName } from '../../opcodes/index.ts'
import type { RecordedFrame } from '../recordedFrame.ts'
import type { RecordedRun, Recording } from '../recording.ts'
import { Field } from './field.ts'

/** Facts of a recording beside its bytes. */
export interface RecordingFacts {
  /** The program that wrote the file. */
  readonly creator: string
  /** What was called, for people. */
  readonly call: string
  readonly run: RecordedRun
  readonly stepCount: number
  readonly sideLength: number
  readonly frames: readonly RecordedFrame[]
  readonly written: ReadonlyMap<number, Uint8Array>
  readonly unknown: ReadonlySet<number>
  readonly world: WorldTouched | undefined
}

const EMPTY = new Uint8Array(0)

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The blobs of a file: each array of bytes once. */
class BlobList {
  readonly blobs: Uint8Array[] = [EMPTY]
  readonly #numbers = new Map<Uint8Array, number>()

  add(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0
    let number = this.#numbers.get(bytes)
    if (number === undefined) {
      number = this.blobs.length
      this.blobs.push(bytes)
      this.#numbers.set(bytes, number)
    }
    return number
  }
}

/** The header as JSON, and the blobs that it names. */
export function writeHeader(
  recording: Recording,
  creator: string,
  call: string,
): { readonly json: string; readonly blobs: readonly Uint8Array[] } {
  const list = new BlobList()
  const account = (state: AccountState | undefined) =>
    state === undefined
      ? null
      : { balance: quantityToHex(state.balance), nonce: quantityToHex(state.nonce), code: list.add(state.code) }
  const { run, world } = recording
  const { transaction } = run
  const header = {
    creator,
    call,
    run: {
      from: run.from,
      fork: run.fork,
      ...(run.brutalized && {
        brutalized: { junkSeed: run.brutalized.junkSeed ?? null, pointerShift: run.brutalized.pointerShift },
      }),
      ...(transaction && {
        transaction: {
          ...(transaction.hash && { hash: transaction.hash }),
          gasLimit: quantityToHex(transaction.gasLimit),
          gasUsed: quantityToHex(transaction.gasUsed),
          gasRefund: quantityToHex(transaction.gasRefund),
        },
      }),
    },
    steps: recording.stepCount,
    sideBytes: recording.side.length,
    frames: recording.frames.map((frame) => ({
      parent: frame.parent ?? null,
      depth: frame.depth,
      kind: frame.kind,
      address: frame.address,
      codeAddress: frame.codeAddress,
      caller: frame.caller,
      value: quantityToHex(frame.value),
      gas: quantityToHex(frame.gas),
      isStatic: frame.isStatic,
      firstStep: frame.firstStep,
      endStep: frame.endStep,
      status: frame.status,
      halt: frame.halt ?? null,
      gasLeft: quantityToHex(frame.gasLeft),
      code: list.add(frame.code),
      input: list.add(frame.input),
      output: list.add(frame.output),
      memory: list.add(frame.memory),
      stack: frame.stack.map(quantityToHex),
    })),
    written: [...recording.written].map(([step, bytes]) => [step, list.add(bytes)]),
    unknown: [...recording.unknown],
    world:
      world === undefined
        ? null
        : {
            accounts: world.accounts.map(({ address, before, after }) => [address, account(before), account(after)]),
            slots: world.slots.map(({ address, slot, before, after }) => [
              address,
              ...[slot, before, after].map(quantityToHex),
            ]),
          },
    blobs: [] as number[],
  }
  header.blobs = list.blobs.map(({ length }) => length)
  return { json: JSON.stringify(header), blobs: list.blobs }
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const STATUSES: readonly Status[] = ['stop', 'return', 'revert', 'halt']
const SOURCES: readonly RecordedRun['from'][] = ['memlane', 'eip3155', 'structLogs']
// biome-ignore format: a list of the type's members
const HALTS: readonly HaltReason[] = [
  'outOfGas', 'stackUnderflow', 'stackOverflow', 'invalidJump', 'invalidOpcode', 'staticViolation',
  'returnDataOutOfBounds', 'initcodeTooLarge', 'codeTooLarge', 'invalidCodePrefix', 'createCollision', 'nonceOverflow',
  'memoryLimit',
]

/** Longest first: what the lengths of all blobs say must be there. */
export function blobLengths(header: unknown): number[] {
  return new Field(header, 'header')
    .of('blobs')
    .list()
    .map((length) => length.count(2 ** 32))
}

/** The header's facts; `blobs` are those it names. @throws {MemlaneError} `trace.damagedRecording` naming the field. */
export function readHeader(header: unknown, blobs: readonly Uint8Array[]): RecordingFacts {
  const root = new Field(header, 'header')
  const stepCount = root.of('steps').count(2 ** 32 - 1)
  const blob = (field: Field): Uint8Array => blobs[field.count(blobs.length - 1)]!
  const account = (field: Field): AccountState | undefined =>
    field.isNull
      ? undefined
      : {
          balance: field.of('balance').quantity(256),
          nonce: field.of('nonce').quantity(64),
          code: blob(field.of('code')),
        }
  const world = root.of('world')
  return {
    creator: root.of('creator').text(),
    call: root.of('call').text(),
    run: runOf(root.of('run')),
    stepCount,
    sideLength: root.of('sideBytes').count(Number.MAX_SAFE_INTEGER),
    frames: root
      .of('frames')
      .list()
      .map((frame, id) => frameOf(frame, id, stepCount, blob)),
    written: new Map(
      root
        .of('written')
        .list()
        .map((pair) => {
          const [step, bytes] = pair.list()
          return [(step ?? pair).count(stepCount), blob(bytes ?? pair)]
        }),
    ),
    unknown: new Set(
      root
        .of('unknown')
        .list()
        .map((step) => step.count(stepCount)),
    ),
    world: world.isNull
      ? undefined
      : {
          accounts: world
            .of('accounts')
            .list()
            .map((row) => {
              const [address = row, before = row, after = row] = row.list()
              return { address: address.hex(20), before: account(before), after: account(after) }
            }),
          slots: world
            .of('slots')
            .list()
            .map((row) => {
              const [address = row, slot = row, before = row, after = row] = row.list()
              return {
                address: address.hex(20),
                slot: slot.quantity(256),
                before: before.quantity(256),
                after: after.quantity(256),
              }
            }),
        },
  }
}

function runOf(run: Field): RecordedRun {
  const transaction = run.of('transaction')
  const fork = run.of('fork')
  const brutalized = brutalizedOf(run.of('brutalized'))
  const base = { from: run.of('from').choice(SOURCES), fork: forkOf(fork), ...(brutalized && { brutalized }) }
  if (transaction.isNull) return base
  const hash = transaction.of('hash')
  return {
    ...base,
    transaction: {
      ...(hash.isNull ? {} : { hash: hash.hex(32) }),
      gasLimit: transaction.of('gasLimit').quantity(256),
      gasUsed: transaction.of('gasUsed').quantity(256),
      gasRefund: transaction.of('gasRefund').quantity(256),
    },
  }
}

function brutalizedOf(field: Field): RecordedRun['brutalized'] {
  if (field.isNull) return undefined
  const seed = field.of('junkSeed')
  return {
    junkSeed: seed.isNull ? undefined : seed.count(MOST_JUNK_SEED),
    pointerShift: field.of('pointerShift').count(MOST_POINTER_SHIFT),
  }
}

function forkOf(field: Field): RecordedRun['fork'] {
  try {
    return parseForkName(field.text())
  } catch {
    return field.fail('a fork')
  }
}

function frameOf(frame: Field, id: number, stepCount: number, blob: (field: Field) => Uint8Array): RecordedFrame {
  const parent = frame.of('parent')
  const halt = frame.of('halt')
  const firstStep = frame.of('firstStep').count(stepCount)
  return {
    id,
    parent: parent.isNull ? undefined : parent.count(Math.max(0, id - 1)),
    depth: frame.of('depth').count(MAX_DEPTH),
    kind: frame.of('kind').choice(FRAME_KINDS),
    address: frame.of('address').hex(20),
    codeAddress: frame.of('codeAddress').hex(20),
    caller: frame.of('caller').hex(20),
    value: frame.of('value').quantity(256),
    gas: frame.of('gas').quantity(256),
    isStatic: frame.of('isStatic').flag(),
    code: blob(frame.of('code')),
    input: blob(frame.of('input')),
    status: frame.of('status').choice(STATUSES),
    halt: halt.isNull ? undefined : halt.choice(HALTS),
    gasLeft: frame.of('gasLeft').quantity(256),
    output: blob(frame.of('output')),
    memory: blob(frame.of('memory')),
    stack: frame
      .of('stack')
      .list()
      .map((word) => word.quantity(256)),
    firstStep,
    endStep: frame.of('endStep').count(stepCount),
    startedBy: parent.isNull ? undefined : firstStep - 1,
  }
}
