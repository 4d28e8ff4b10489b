// Runs functions of a contract and checks what they did.
import { checkRecording, factsFrom } from 'memlane/check'
import { createEvm } from 'memlane/evm'
import { BuildLocator } from 'memlane/solidity'
import { record } from 'memlane/trace'
import { CALL, deploy } from '../accuracy/runs.mjs'

/** @typedef {import('memlane/check').Cause} Cause */
/** @typedef {import('memlane/check').CheckOptions} CheckOptions */
/** @typedef {import('memlane/check').CheckReport} CheckReport */
/** @typedef {import('memlane/solidity').Compilation} Compilation */
/** @typedef {import('memlane/trace').Recording} Recording */
/** @typedef {NonNullable<import('memlane/evm').CallParameters['input']>} Input */

/** Runs and checks one build of a contract. What is found out about its code is kept from call to call. */
export class Checked {
  /** @type {CheckReport[]} of the constructors */
  made = []
  #evm = createEvm()
  #to
  #build
  #locator
  /** @type {CheckOptions} */
  #options

  /** @param {Compilation} build @param {string} name @param {Omit<CheckOptions, 'factsOf'>} options */
  constructor(build, name, options = {}) {
    this.#build = build
    this.#locator = new BuildLocator(build)
    this.#options = { ...options, factsOf: factsFrom(this.#locator) }
    this.#to = deploy(this.#evm, build, build.contract(name), (recording) => this.made.push(this.#check(recording)))
  }

  /** @param {Input} input */
  call(input) {
    const { result, recording } = record(this.#evm, { ...CALL, to: this.#to, input })
    return { result, recording, report: this.#check(recording) }
  }

  /** @param {Recording} recording */
  #check(recording) {
    return checkRecording(recording, this.#options)
  }

  /** Where a step stands: `File.sol:12`. @param {Recording} recording @param {number} frame @param {number} pc */
  place(recording, frame, pc) {
    const recorded = recording.frames[frame]
    return recorded && this.#locator.place(recorded, pc)
  }

  /** Code and instruction of a cause: its block of assembly if any, and the range of the sources. @param {Recording} recording @param {Cause} cause */
  codeOf(recording, { first }) {
    const frame = recording.frames[first.frame]
    const contract = frame && this.#build.contractOf(frame)
    if (!frame || !contract) return undefined
    const code = frame.kind.startsWith('create') ? contract.creation : contract.runtime
    return { code, isAssembly: (this.#options.factsOf?.(frame)?.assemblyAt(first.at.pc) ?? 0) !== 0 }
  }
}
