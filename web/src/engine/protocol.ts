/**
 * What page and engine say to each other: plain data that structured cloning carries.
 * @module
 */
import type { MemoryWindow, MomentHead, Prompt, StackItem } from 'memlane/debugger'
import type { Language, OwnerKind, Screen } from 'memlane/view'
import type { TourStep } from '../lessons/lesson.ts'
import type { Input, SourceKind, SourceText } from './input.ts'

/** A file of a recording or a trace. */
export interface OpenedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What an opened file asks to be run, where it is no recording. */
export type OpenedInput = Pick<
  Input,
  'name' | 'text' | 'others' | 'remappings' | 'solc' | 'contract' | 'optimize' | 'viaIr'
>

/** What is wrong, at its place in the text where there is one. */
export interface Problem {
  readonly text: string
  /** Counted from 1. */
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** Part of the input it is about. */
  readonly field?: string | undefined
}

export interface Parameter {
  readonly name: string
  readonly type: string
}

export interface ContractChoice {
  readonly name: string
  readonly constructorInputs: readonly Parameter[]
  readonly functions: readonly { readonly signature: string; readonly inputs: readonly Parameter[] }[]
}

/** The source of a recording, and what of it was called. */
export interface OpenedSource extends SourceText {
  readonly kind: SourceKind
  readonly contract?: string
  readonly call?: string
  /** Hex of what it was called with. */
  readonly calldata?: string
}

/** What can be called, of an input that compiles. */
export interface Choices {
  readonly contracts: readonly ContractChoice[]
  /** Which of them is called, and what of it; empty where there is none. */
  readonly contract: string
  readonly signature: string
}

/** What is known of a run as a whole. */
export interface Program {
  readonly call: string
  /** Whether it ended as it should. */
  readonly isFine: boolean
  readonly stepCount: number
  readonly lanes: Lanes
  readonly outcome: Screen
  readonly calls: readonly CallRow[]
  /** Whether there are lines of source. */
  readonly hasSource: boolean
  /** Whether there is Yul behind the code. */
  readonly hasYul: boolean
  /** Text of what was opened from a file, where that had one. */
  readonly source: OpenedSource | undefined
  readonly gas: { readonly lines: readonly GasLine[]; readonly opcodes: readonly GasLine[] }
}

/** The run in so many parts of equal length, each with its largest or its sum. */
export interface Lanes {
  readonly depth: readonly number[]
  readonly size: readonly number[]
  readonly expansion: readonly number[]
}

export interface CallRow {
  readonly id: number
  readonly depth: number
  readonly firstStep: number
  readonly text: string
  readonly gasUsed: bigint
  readonly memorySize: number
  readonly isFine: boolean
}

export interface GasLine {
  readonly key: string
  readonly text: string
  readonly file: string | undefined
  readonly line: number | undefined
  readonly gas: number
  readonly expansion: number
  readonly steps: number
}

/** How much of each pane is on the page. */
export interface Sizes {
  readonly memoryTop: number
  /** Rows of `rowBytes` each. */
  readonly memoryRows: number
  readonly rowBytes: 8 | 16 | 32
  readonly codeRows: number
}

/** What is known of the run's findings. */
export interface Findings {
  /** How many, or why nothing is known of them. */
  readonly text: string
  /** Whether a check here would say more. */
  readonly canCheck: boolean
  /** By step. */
  readonly rows: readonly FindingRow[]
}

export interface FindingRow {
  readonly step: number
  readonly severity: 'error' | 'warning' | 'note'
  /** `error R05` */
  readonly label: string
  readonly title: string
  /** `Stamp.sol:10` */
  readonly line: string | undefined
  /** What happened, why, and what to do. */
  readonly texts: readonly string[]
}

/** What the page shows of one moment. */
export interface Moment {
  readonly head: MomentHead
  /** `6 = 3 + 3`, and how the second came about. */
  readonly price: Price | undefined
  readonly frames: readonly FrameTab[]
  readonly shownFrame: number
  readonly memory: MemoryWindow
  readonly selection: SelectionFacts
  readonly stack: readonly StackItem[]
  readonly stackSize: number
  readonly code: readonly CodeRow[]
  readonly stores: readonly EffectRow[]
  readonly logs: readonly EffectRow[]
  readonly returndata: Uint8Array
  readonly calldata: Uint8Array
  readonly stops: readonly string[]
  readonly marks: readonly { readonly name: string; readonly step: number }[]
  readonly compared: number | undefined
  readonly follow: boolean
  /** Numbers of the findings of this step. */
  readonly findings: readonly number[]
  readonly prompt: Prompt['kind'] | undefined
  readonly notice: string | undefined
}

export interface Price {
  readonly cost: bigint
  readonly base: bigint
  readonly expansion: bigint
  readonly sizeBefore: number
  readonly sizeAfter: number
}

export interface FrameTab {
  readonly id: number
  readonly depth: number
  readonly name: string
  /** How many frames further out than the one that runs. */
  readonly outward: number
}

export interface SelectionFacts {
  readonly offset: number
  readonly byte: number | undefined
  /** The 32 bytes of its row of words. */
  readonly wordOffset: number
  readonly word: bigint
  readonly text: string
  readonly writers: readonly WriterRow[]
}

export interface WriterRow {
  readonly step: number
  readonly opcode: string
  readonly file: string | undefined
  readonly line: number | undefined
  readonly isVisible: boolean
  readonly from: string
}

export interface CodeRow {
  readonly pc: number
  readonly text: string
  readonly isNow: boolean
}

export interface EffectRow {
  readonly step: number
  readonly text: string
}

/** Who owns what in the memory that is shown, at the moment that is shown. */
export interface Overlay {
  readonly step: number
  readonly frame: number
  readonly entries: readonly OwnedEntry[]
  readonly history: readonly HistoryRow[]
  /** The values that the free pointer was given, in order. */
  readonly freePointer: readonly { readonly step: number; readonly to: number }[]
}

export interface OwnedEntry {
  readonly kind: OwnerKind
  readonly offset: number
  readonly bytes: number
  readonly object: string
  readonly value: string | undefined
  readonly allocatedBy: string | undefined
}

export interface HistoryRow {
  readonly step: number
  readonly offset: number
  readonly bytes: number
  readonly object: string
  /** Where the step left it. */
  readonly freePointer: number
  /** The step that gave it back. */
  readonly releasedAt: number | undefined
  readonly allocatedBy: string | undefined
}

/** A step that moved bytes between memory and elsewhere. */
export interface FlowRow {
  readonly step: number
  readonly depth: number
  readonly opcode: string
  readonly reads: string
  readonly writes: string
}

export interface Toured {
  readonly moment: Moment
  readonly text: string
}

export interface YulLine {
  readonly line: number
  readonly text: string
  readonly isNow: boolean
}

export interface KeyRow {
  readonly keys: string
  readonly text: string
}

/** What the engine does, each with what it is given and what it gives. */
export interface Engine {
  /** Compiles, and says what can be called. */
  compile(input: Input): Choices
  /** Compiles, runs and records; what was there before is replaced only if all goes well. */
  run(input: Input): Program
  open(file: OpenedFile): Program
  /** What a build-info asks for; `undefined` for a file that is none. */
  artifact(file: OpenedFile): OpenedInput | undefined
  speak(language: Language): Program
  press(key: string, sizes: Sizes): Moment
  goto(step: number, sizes: Sizes): Moment
  select(offset: number, sizes: Sizes): Moment
  answer(kind: Prompt['kind'], text: string, sizes: Sizes): Moment
  turn(outward: number, sizes: Sizes): Moment
  look(sizes: Sizes): Moment
  overlay(): Overlay
  flow(): readonly FlowRow[]
  /** Those of the file, or what a check says of a run that is not too long. */
  findings(): Findings
  /** Checks the run, however long it is. */
  check(): Findings
  /** Goes to the step of a finding, and selects the bytes that it is about. */
  finding(index: number, sizes: Sizes): Moment
  /** Lines of the Yul behind the code that runs, around the one of the step. */
  yul(rows: number): readonly YulLine[]
  /** Stands where a step of a lesson does; the text with its numbers. */
  tour(step: TourStep, sizes: Sizes): Toured
  /** What each key does. */
  keys(): readonly KeyRow[]
  save(): Uint8Array
}

export type Request = {
  [Name in keyof Engine]: { readonly id: number; readonly name: Name; readonly args: Parameters<Engine[Name]> }
}[keyof Engine]

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly problems: readonly Problem[] }
