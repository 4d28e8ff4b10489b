/**
 * Lines of mnemonics as the sources of a run.
 * @module
 */
import type { Assembly, ListingEntry } from '../assembly/index.ts'
import type { Pc } from '../base/index.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { SourceLocator, SourcePlace } from './sourceLocator.ts'

/** Places of a run's instructions in mnemonics: of every frame whose code is the assembled one. */
export class AssemblyLocator implements SourceLocator {
  readonly #file: string
  readonly #assembly: Assembly
  readonly #entryAt = new Map<Pc, ListingEntry>()
  /** By code: whether it is the assembled one. */
  readonly #known = new Map<Uint8Array, boolean>()

  /** @param file the name that places have */
  constructor(file: string, assembly: Assembly) {
    this.#file = file
    this.#assembly = assembly
    for (const entry of assembly.listing) this.#entryAt.set(entry.pc, entry)
  }

  /** Sections of mnemonics are what functions are elsewhere. */
  place({ code }: Pick<RecordedFrame, 'code'>, pc: Pc): SourcePlace | undefined {
    const entry = this.#entryAt.get(pc)
    if (entry === undefined || !this.#isOurs(code)) return undefined
    const { line, column, text } = entry
    const section = this.#assembly.sections.find(({ start, end }) => pc >= start && pc < end)
    return { file: this.#file, line, column, text, function: section?.name }
  }

  contract(): undefined {
    return undefined
  }

  #isOurs(code: Uint8Array): boolean {
    let ours = this.#known.get(code)
    if (ours === undefined) {
      const wanted = this.#assembly.code
      ours = code.length === wanted.length && code.every((byte, index) => byte === wanted[index])
      this.#known.set(code, ours)
    }
    return ours
  }
}
