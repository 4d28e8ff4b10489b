/**
 * What the form asks for, compiled and run.
 * @module
 */
import {
  assembled,
  type Built,
  builtOf,
  type Compilers,
  type LaunchPorts,
  launch,
  parseHexText,
  readCall,
} from 'memlane/launch'
import type { Input } from './input.ts'
import { codeOf, launchInputOf } from './launchInput.ts'
import { type LoadedRun, loadedRun } from './loadedRun.ts'

/** Builds what the form holds, once for as long as it stays the same. */
export class FormRunner {
  readonly #ports: LaunchPorts
  #last: { readonly key: string; readonly built: Built } | undefined

  constructor(compilers: Compilers) {
    this.#ports = { compilers, forMaps: true }
  }

  /**
   * The build; `undefined` for what is not compiled.
   * @throws {LaunchError} with the places of what is wrong.
   */
  async build(form: Input): Promise<Built | undefined> {
    const code = codeOf(form)
    switch (code.kind) {
      case 'mnemonics':
        assembled(code.name, code.text, form.fork)
        return undefined
      case 'bytecode':
        parseHexText({ file: code.name }, code.text)
        return undefined
      default: {
        const input = launchInputOf({ ...form, from: '', value: '', gas: '' }, undefined)
        const key = JSON.stringify([code, input.build, input.world])
        if (this.#last?.key !== key) this.#last = { key, built: await builtOf(code, input, this.#ports) }
        return this.#last.built
      }
    }
  }

  /** @throws {LaunchError | PageError} naming the field that is wrong. */
  async run(form: Input): Promise<LoadedRun> {
    const input = launchInputOf(form, undefined)
    if ('text' in input.code) return loadedRun(await launch(input, this.#ports))
    // What is wrong with the fields is told before anything is compiled.
    readCall(input.call)
    const built = await this.build(form)
    return loadedRun(await launch(launchInputOf(form, built), { ...this.#ports, built }))
  }
}
