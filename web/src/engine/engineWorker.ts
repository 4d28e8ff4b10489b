/**
 * The library in a worker: it answers the page's requests. Only those that compile or read files take turns with others.
 *
 *   page ── request ──▶ engine ──▶ reply
 *                         └── a port to solc's own worker
 * @module
 */

import { MemlaneError } from 'memlane'
import { KEYS } from 'memlane/debugger'
import { LaunchError, type LaunchProblem } from 'memlane/launch'
import { encodeRecording } from 'memlane/trace'
import { type Language, messagesIn, sentence } from 'memlane/view'
import { textsIn } from '../texts/index.ts'
import { checkRun, findFindings, findingsFacts, findingsToKeep } from './findings.ts'
import type { Input } from './input.ts'
import { FORM_FIELDS } from './launchInput.ts'
import type { LoadedRun } from './loadedRun.ts'
import { applySizes, momentOf } from './moment.ts'
import { openArtifact, openFile } from './opened.ts'
import { overlayOf } from './overlay.ts'
import { choicesOf, flowRows, programOf } from './program.ts'
import type { Choices, Engine, Moment, Problem, Program, Reply, Request, Sizes } from './protocol.ts'
import { PageError } from './reasons.ts'
import { FormRunner } from './runForm.ts'
import { portCompilers } from './solc.ts'
import { takeTourStep } from './tour.ts'
import { yulLines } from './yulLines.ts'

/** The first message to an engine. */
export interface EngineStart {
  readonly port: MessagePort
  readonly solcUrl: string
  readonly solcVersion: string
  readonly language: Language
}

/** What is done for a request: its reply may take a while. */
type Answers = {
  readonly [Name in keyof Engine]: (
    ...args: Parameters<Engine[Name]>
  ) => ReturnType<Engine[Name]> | Promise<ReturnType<Engine[Name]>>
}

class Answerer implements Answers {
  readonly #runner: FormRunner
  #language: Language
  #run: LoadedRun | undefined
  #source: Program['source']

  constructor({ port, solcUrl, solcVersion, language }: EngineStart) {
    this.#runner = new FormRunner(portCompilers(port, solcUrl, solcVersion))
    this.#language = language
  }

  get language(): Language {
    return this.#language
  }

  async compile(input: Input): Promise<Choices> {
    return choicesOf(await this.#runner.build(input), input)
  }

  async run(input: Input): Promise<Program> {
    this.#run = await this.#runner.run(input)
    this.#source = undefined
    return this.#program()
  }

  async open(file: Parameters<Engine['open']>[0]): Promise<Program> {
    const { run, source } = await openFile(file)
    this.#run = run
    this.#source = source
    return this.#program()
  }

  artifact(file: Parameters<Engine['artifact']>[0]): ReturnType<Engine['artifact']> {
    return openArtifact(file)
  }

  speak(language: Language): Program {
    this.#language = language
    return this.#program()
  }

  press(key: string, sizes: Sizes): Moment {
    return this.#after(sizes, (debug) => debug.press(key))
  }

  goto(step: number, sizes: Sizes): Moment {
    return this.#after(sizes, (debug) => debug.goto(step))
  }

  select(offset: number, sizes: Sizes): Moment {
    return this.#after(sizes, (debug) => debug.select(offset))
  }

  answer(kind: Parameters<Engine['answer']>[0], text: string, sizes: Sizes): Moment {
    return this.#after(sizes, (debug) => {
      debug.notice = undefined
      debug.answer(kind, text)
    })
  }

  turn(outward: number, sizes: Sizes): Moment {
    return this.#after(sizes, (debug) => {
      debug.outward = Math.max(0, Math.min(outward, debug.timeline.frames.length - 1))
    })
  }

  look(sizes: Sizes): Moment {
    return this.#after(sizes, () => {})
  }

  #after(sizes: Sizes, act: (debug: LoadedRun['debug']) => void): Moment {
    const { debug } = this.#loaded
    applySizes(debug, sizes)
    act(debug)
    return momentOf(debug, sizes, this.#language)
  }

  overlay(): ReturnType<typeof overlayOf> {
    return overlayOf(this.#loaded, this.#language)
  }

  flow(): ReturnType<Engine['flow']> {
    return flowRows(this.#loaded)
  }

  async findings(): Promise<ReturnType<Engine['findings']>> {
    const run = this.#loaded
    await findFindings(run)
    return findingsFacts(run, this.#language)
  }

  async check(): Promise<ReturnType<Engine['check']>> {
    const run = this.#loaded
    await checkRun(run)
    return findingsFacts(run, this.#language)
  }

  finding(index: number, sizes: Sizes): Moment {
    return this.#after(sizes, (debug) => {
      const finding = debug.findings[index]
      if (finding !== undefined) debug.showFinding(finding)
    })
  }

  async tour(step: Parameters<Engine['tour']>[0], sizes: Sizes): Promise<ReturnType<Engine['tour']>> {
    const run = this.#loaded
    applySizes(run.debug, sizes)
    const text = await takeTourStep(run, step, this.#language)
    return { moment: momentOf(run.debug, sizes, this.#language), text }
  }

  yul(rows: number): Promise<ReturnType<Engine['yul']>> {
    return yulLines(this.#loaded, rows)
  }

  keys(): ReturnType<Engine['keys']> {
    const { keys } = messagesIn(this.#language).debugger
    return KEYS.map(([names, text]) => ({ keys: names, text: keys[text] }))
  }

  save(): Promise<Uint8Array> {
    const { recording, call, sources } = this.#loaded.launch
    const findings = findingsToKeep(this.#loaded)
    return encodeRecording(recording, {
      ...{ call, creator: 'memlane playground' },
      ...(sources && { sources }),
      ...(findings === undefined ? {} : { findings }),
    })
  }

  #program(): Program {
    return programOf(this.#loaded, this.#source, this.#language)
  }

  get #loaded(): LoadedRun {
    if (this.#run === undefined) throw new PageError('noRecording')
    return this.#run
  }
}

function problemsOf(error: unknown, language: Language): Problem[] {
  if (error instanceof PageError) return [{ text: textsIn(language).reasons[error.reason](error.facts) }]
  const problems: readonly LaunchProblem[] | undefined =
    error instanceof LaunchError ? error.problems : error instanceof MemlaneError ? [error] : undefined
  if (problems === undefined)
    return [{ text: textsIn(language).bug(error instanceof Error ? error.message : String(error)) }]
  return problems.map((problem) => {
    const { at } = problem
    const place = at && !('by' in at || 'shown' in at) ? { line: at.line, column: at.column } : {}
    const field = at && 'field' in at ? FORM_FIELDS[at.field] : undefined
    return { text: sentence(problem, language), ...place, ...(field !== undefined && { field }) }
  })
}

function serve(start: EngineStart): void {
  const answerer = new Answerer(start)
  self.addEventListener('message', async ({ data: { id, name, args } }: MessageEvent<Request>) => {
    let reply: Reply
    try {
      const act = answerer[name] as (...args: readonly unknown[]) => unknown
      reply = { id, value: await act.apply(answerer, args) }
    } catch (error) {
      reply = { id, problems: problemsOf(error, answerer.language) }
    }
    self.postMessage(reply)
  })
}

self.addEventListener('message', ({ data }: MessageEvent<EngineStart>) => serve(data), { once: true })
