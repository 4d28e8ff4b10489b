/**
 * The state of the page, and what can be done with it.
 *
 *   input ── run ──▶ engine ──▶ program, once a run
 *                      └──────▶ moment, at every step; overlay, when the page comes to rest
 * @module
 */
import type { Language } from 'memlane/view'
import { createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Input, SourceKind } from '../engine/input.ts'
import type {
  Choices,
  Engine,
  Findings,
  KeyRow,
  Moment,
  OpenedFile,
  Overlay,
  Problem,
  Program,
  Sizes,
} from '../engine/protocol.ts'
import type { Lesson } from '../lessons/lesson.ts'
import { textsIn } from '../texts/index.ts'
import { EngineGoneError, ProblemsError } from './engineClient.ts'
import { Engines } from './engines.ts'
import { EXAMPLES, inputOf } from './examples.ts'
import { LinkError, linkOf, readLink } from './link.ts'

/** Milliseconds without a step after which owners are looked for. */
const REST = 80
const MOST_TEXT = 4 * 1024 * 1024
/** Files that are sources, by their ends. */
const SOURCE_KINDS: Readonly<Record<string, SourceKind>> = {
  sol: 'solidity',
  yul: 'yul',
  evm: 'mnemonics',
  hex: 'bytecode',
  bin: 'bytecode',
}

/** The address that `memlane serve` gives out with a target. */
const TARGET = '#target'

type MomentRequest = 'press' | 'goto' | 'select' | 'answer' | 'turn' | 'look' | 'finding'
type WithoutSizes<Args extends readonly unknown[]> = Args extends readonly [...infer Rest, Sizes] ? Rest : never

export type Playground = ReturnType<typeof createPlayground>

export function createPlayground(language: Language) {
  const engines = new Engines(language)
  const [input, setInput] = createStore<Input>(inputOf(EXAMPLES[0]!))
  const [program, setProgram] = createSignal<Program>()
  const [moment, setMoment] = createSignal<Moment>()
  const [choices, setChoices] = createSignal<Choices>()
  const [overlay, setOverlay] = createSignal<Overlay>()
  /** `undefined` while the run is checked. */
  const [findings, setFindings] = createSignal<Findings>()
  const [problems, setProblems] = createSignal<readonly Problem[]>([])
  const [said, setSaid] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)
  const [lang, setLang] = createSignal<Language>(language)
  const [lesson, setLesson] = createSignal<{ readonly of: Lesson; readonly index: number; readonly text: string }>()
  const [keys, setKeys] = createSignal<readonly KeyRow[]>()
  const texts = () => textsIn(lang())
  let sizes: Sizes = { memoryTop: 0, memoryRows: 24, rowBytes: 16, codeRows: 40 }
  let turn = 0
  let atRest: number | undefined

  // ── Moments ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Asks the engine for another moment; of several in a row only the last is shown. */
  async function ask<Name extends MomentRequest>(
    name: Name,
    ...args: WithoutSizes<Parameters<Engine[Name]>>
  ): Promise<void> {
    const engine = engines.shown
    if (engine === undefined) return
    const mine = ++turn
    try {
      const made = await engine.call(name, ...([...args, sizes] as unknown as Parameters<Engine[Name]>))
      if (mine === turn && engine === engines.shown) show(made as Moment)
    } catch (error) {
      tell(error)
    }
  }

  function show(made: Moment): void {
    sizes = { ...sizes, memoryTop: made.memory.top }
    setMoment(made)
    clearTimeout(atRest)
    atRest = window.setTimeout(() => void findOwners(), REST)
  }

  async function findOwners(): Promise<void> {
    const engine = engines.shown
    if (engine === undefined || program()?.hasSource !== true) return
    try {
      const found = await engine.call('overlay')
      if (engine === engines.shown) setOverlay(found)
    } catch (error) {
      tell(error)
    }
  }

  /** Asks for the findings of the run that is shown; its bytes are marked when they are there. */
  async function findFindings(by: 'findings' | 'check'): Promise<void> {
    const engine = engines.shown
    if (engine === undefined) return
    try {
      const found = await engine.call(by)
      if (engine !== engines.shown) return
      setFindings(found)
      if (found.rows.length > 0) await ask('look')
    } catch (error) {
      // That nothing is known of them is no reason to hide the run.
      if (engine === engines.shown && error instanceof ProblemsError)
        setFindings({ text: error.message, canCheck: false, rows: [] })
      else if (engine === engines.shown) tell(error)
    }
  }

  function check(): Promise<void> {
    setFindings(undefined)
    return findFindings('check')
  }

  /** The panes have other sizes, or memory was scrolled. */
  function resize(changed: Partial<Sizes>): void {
    const next = { ...sizes, ...changed }
    if (Object.entries(next).every(([name, value]) => sizes[name as keyof Sizes] === value)) return
    sizes = next
    void ask('look')
  }

  // ── Runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  interface Start {
    readonly step?: number
    readonly selection?: number
    readonly compared?: number | undefined
  }

  async function make(
    work: (engine: Parameters<Parameters<Engines['make']>[0]>[0]) => Promise<Program>,
    start: Start = {},
  ): Promise<boolean> {
    if (isBusy()) return false
    setBusy(true)
    setSaid(undefined)
    try {
      sizes = { ...sizes, memoryTop: 0 }
      const made = await engines.make(async (engine) => {
        const found = await work(engine)
        let first = await engine.call('goto', start.step ?? 0, sizes)
        if (start.compared !== undefined) first = await engine.call('answer', 'diff', String(start.compared), sizes)
        if (start.selection !== undefined) first = await engine.call('select', start.selection, sizes)
        return { found, first }
      })
      turn++
      setOverlay(undefined)
      setFindings(undefined)
      setProblems([])
      setProgram(made.found)
      show(made.first)
      void findFindings('findings')
      return true
    } catch (error) {
      tell(error)
      return false
    } finally {
      setBusy(false)
    }
  }

  function run(start?: Start): Promise<boolean> {
    if (input.text.length > MOST_TEXT) {
      setProblems([{ text: texts().textTooLong }])
      return Promise.resolve(false)
    }
    const asked = JSON.parse(JSON.stringify(input)) as Input
    return make(async (engine) => {
      // What can be called is known even where the call then fails.
      setChoices(await engine.call('compile', asked))
      return engine.call('run', asked)
    }, start)
  }

  function stop(): void {
    engines.stop()
  }

  function tell(error: unknown): void {
    if (error instanceof ProblemsError) setProblems(error.problems)
    else if (error instanceof EngineGoneError) setSaid(isBusy() ? texts().stopped : texts().engineDied)
    else setProblems([{ text: texts().bug(error instanceof Error ? error.message : String(error)) }])
  }

  /** Another text takes the input's place, with everything as it is at the beginning. */
  function take(next: Input): void {
    setLesson(undefined)
    setInput(next)
    setProblems([])
  }

  async function openFile(file: File): Promise<void> {
    const end = file.name.split('.').at(-1)?.toLowerCase() ?? ''
    const kind = SOURCE_KINDS[end]
    if (kind !== undefined) {
      if (file.size > MOST_TEXT) {
        setProblems([{ text: texts().textTooLong }])
        return
      }
      take(inputOf({ name: file.name, kind, text: await file.text() }))
      await run()
      return
    }
    const opened = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
    if (end === 'json' && (await openArtifact(opened))) return
    await openBytes(opened)
  }

  /** Whether the file was a build, which then runs. */
  async function openArtifact(file: OpenedFile): Promise<boolean> {
    const engine = engines.shown
    if (engine === undefined) return false
    try {
      const found = await engine.call('artifact', file)
      if (found === undefined) return false
      take({ ...inputOf({ name: found.name, kind: 'solidity', text: found.text }), ...found })
      await run()
    } catch (error) {
      tell(error)
    }
    return true
  }

  async function openBytes(file: OpenedFile): Promise<boolean> {
    const isOpen = await make((engine) => engine.call('open', file))
    const source = program()?.source
    if (!isOpen) return false
    const {
      contract = '',
      call = '',
      calldata = '',
      ...text
    } = source ?? { name: file.name, kind: 'bytecode' as const, text: '' }
    take({ ...inputOf(text), contract, call, calldata })
    return true
  }

  async function save(): Promise<Blob | undefined> {
    const bytes = await engines.shown?.call('save')
    return bytes && new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' })
  }

  // ── Links, language ──────────────────────────────────────────────────────────────────────────────────────────────────

  function link(): Promise<string> {
    const now = moment()
    return linkOf({
      input: JSON.parse(JSON.stringify(input)) as Input,
      step: now?.head.step ?? 0,
      selection: now?.selection.offset ?? 0,
      compared: now?.compared,
    })
  }

  // ── Lessons ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  async function startLesson(id: string): Promise<void> {
    const { LESSONS } = await import('../lessons/index.ts')
    const lesson = LESSONS.find((one) => one.id === id)
    if (lesson === undefined) return
    take({ ...inputOf(EXAMPLES[0]!), ...lesson.input })
    if (await run()) await tourTo(lesson, 0)
  }

  async function tourTo(of: Lesson, index: number): Promise<void> {
    const engine = engines.shown
    const step = of.steps[index]
    if (engine === undefined || step === undefined) return
    const mine = ++turn
    try {
      const { moment: made, text } = await engine.call('tour', step, sizes)
      if (engine !== engines.shown) return
      setLesson({ of, index, text })
      // Something was asked for meanwhile: what comes of that stands where this stands.
      if (mine === turn) show(made)
    } catch (error) {
      tell(error)
    }
  }

  /** Runs what the address holds, or else the first example. */
  async function begin(hash: string): Promise<void> {
    if (hash === TARGET) {
      const response = await fetch('target.memlane').catch(() => undefined)
      if (response?.ok) {
        await openBytes({ name: 'target.memlane', bytes: new Uint8Array(await response.arrayBuffer()) })
        return
      }
    }
    const wanted = /^#lesson=([\w-]+)$/.exec(hash)?.[1]
    if (wanted !== undefined) {
      await startLesson(wanted)
      if (lesson() !== undefined) return
    }
    try {
      const shared = await readLink(hash === TARGET ? '' : hash)
      if (shared !== undefined) {
        take(shared.input)
        await run(shared)
        return
      }
    } catch (error) {
      if (!(error instanceof LinkError)) throw error
      await run()
      setSaid(error.isNewer ? texts().newerLink : texts().badLink)
      return
    }
    await run()
  }

  async function speak(next: Language): Promise<void> {
    setLang(next)
    setKeys(undefined)
    engines.speak(next)
    const engine = engines.shown
    if (engine === undefined) return
    try {
      setProgram(await engine.call('speak', next))
      if (findings() !== undefined) void findFindings('findings')
      const touring = lesson()
      if (touring === undefined) await ask('look')
      else await tourTo(touring.of, touring.index)
    } catch (error) {
      tell(error)
    }
  }

  async function loadKeys(): Promise<void> {
    const found = await engines.shown?.call('keys')
    if (found !== undefined) setKeys(found)
  }

  return {
    input,
    setInput,
    program,
    moment,
    choices,
    overlay,
    findings,
    check,
    finding: (index: number) => ask('finding', index),
    problems,
    setProblems,
    said,
    setSaid,
    isBusy,
    language: lang,
    texts,
    keys,
    loadKeys,
    take,
    run,
    stop,
    begin,
    openFile,
    openBytes,
    save,
    link,
    speak,
    resize,
    lesson,
    startLesson,
    tourTo,
    leaveLesson: () => setLesson(undefined),
    yul: (rows: number) => engines.shown?.call('yul', rows),
    flow: () => engines.shown?.call('flow'),
    press: (key: string) => ask('press', key),
    goto: (step: number) => ask('goto', step),
    select: (offset: number) => ask('select', offset),
    answer: (kind: Parameters<Engine['answer']>[0], text: string) => ask('answer', kind, text),
    turn: (outward: number) => ask('turn', outward),
  }
}
