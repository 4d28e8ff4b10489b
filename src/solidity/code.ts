/**
 * A contract's code as compiled, creation or runtime: its bytes and what the compiler says about each pc.
 * @module
 */
import { type Address, hexToBytes, type Pc } from '../base/index.ts'
import { codes } from '../opcodes/index.ts'
import type { CodeRange, SolcCode } from './compiler.ts'
import { SourceMap } from './sourceMap.ts'

/** A function by its first instruction. */
export interface CodeFunction {
  /** solc's name: `@memoryLane_38` for one of the sources, such as `abi_decode_t_uint16` for a generated one. */
  readonly name: string
  /** AST id of the definition; `undefined` for a generated function. */
  readonly id: number | undefined
}

const ADDRESS_BYTES = 20
/** No library is called so: their names have a colon. */
const OWN_ADDRESS = 'own address'

/** One code of a contract as solc gives it: bytes, source map, functions, and the places that are filled in later. */
export class Code {
  /** Places to be linked hold zeros. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Libraries, as `file:name`, whose address is still missing from `bytes`. */
  readonly unlinked: readonly string[]
  readonly #compressedMap: string
  #sourceMap: SourceMap | undefined
  readonly #functions = new Map<Pc, CodeFunction>()
  readonly #links: ReadonlyMap<string, readonly CodeRange[]>
  /** Bytes that differ in deployed code: immutables, linked addresses. */
  readonly #variable: readonly CodeRange[]
  /** The same by what belongs there: a library, the AST id of an immutable, the contract's own address. */
  readonly #places: ReadonlyMap<string, readonly CodeRange[]>

  /**
   * Of `bytecode` or `deployedBytecode` in solc's output; without it, code of no bytes.
   * @throws {MemlaneError} `base.invalidHex` when the object is no hex.
   */
  constructor(code: SolcCode | undefined) {
    const object = (code?.object ?? '').replace(/__\$[0-9a-f]{34}\$__/g, '00'.repeat(ADDRESS_BYTES))
    const links = Object.entries(code?.linkReferences ?? {})
    this.bytes = hexToBytes(`0x${object}`)
    this.#links = new Map(
      links.flatMap(([file, names]) =>
        Object.entries(names).map(([name, places]): [string, readonly CodeRange[]] => [`${file}:${name}`, places]),
      ),
    )
    this.unlinked = [...this.#links.keys()]
    this.#compressedMap = code?.sourceMap ?? ''
    for (const [name, { entryPoint, id }] of Object.entries(code?.functionDebugData ?? {})) {
      if (typeof entryPoint === 'number') this.#functions.set(entryPoint, { name, id: id ?? undefined })
    }
    this.#places = new Map([
      ...Object.entries(code?.immutableReferences ?? {}),
      ...this.#links,
      [OWN_ADDRESS, ownAddress(this.bytes)],
    ])
    this.#variable = [...this.#places.values()].flat()
  }

  /**
   * Read when it is first asked for: of a build's many contracts few run.
   * @internal
   */
  get sourceMap(): SourceMap {
    return (this.#sourceMap ??= new SourceMap(this.#compressedMap, this.bytes))
  }

  /** The function that begins at `pc`, where solc's debug data names one. */
  functionAt(pc: Pc): CodeFunction | undefined {
    return this.#functions.get(pc)
  }

  /** A copy of the bytes with the addresses of libraries where they belong; those without one stay zeros. */
  linked(addresses: ReadonlyMap<string, Address>): Uint8Array<ArrayBuffer> {
    const bytes = this.bytes.slice()
    for (const [library, places] of this.#links) {
      const address = addresses.get(library)
      if (address !== undefined) for (const { start } of places) bytes.set(hexToBytes(address), start)
    }
    return bytes
  }

  /** What stands in `deployed`, which is this code, at the places that are filled in: by what belongs there. */
  filling(deployed: Uint8Array): ReadonlyMap<string, Uint8Array> {
    const values = new Map<string, Uint8Array>()
    for (const [name, [place]] of this.#places) {
      if (place) values.set(name, deployed.slice(place.start, place.start + place.length))
    }
    return values
  }

  /** A copy of the bytes with `values` where they belong; places that none of them is for stay zeros. */
  filled(values: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
    const bytes = this.bytes.slice()
    for (const [name, places] of this.#places) {
      const value = values.get(name)
      for (const { start, length } of places) if (value?.length === length) bytes.set(value, start)
    }
    return bytes
  }

  /** Whether `code` starts with this code, whatever its immutables and linked addresses are. */
  startsIn(code: Uint8Array): boolean {
    if (this.bytes.length === 0 || code.length < this.bytes.length) return false
    const deployed = code.slice(0, this.bytes.length)
    for (const { start, length } of this.#variable) deployed.fill(0, start, start + length)
    return this.#withoutVariables().every((byte, index) => byte === deployed[index])
  }

  #withoutVariables(): Uint8Array {
    const bytes = this.bytes.slice()
    for (const { start, length } of this.#variable) bytes.fill(0, start, start + length)
    return bytes
  }
}

/** A library's code begins by pushing its own address, filled in when it is deployed, to detect direct calls. */
function ownAddress(bytes: Uint8Array): CodeRange[] {
  const pushed = bytes.subarray(1, 1 + ADDRESS_BYTES)
  const isLibrary = bytes[0] === codes.PUSH1 + ADDRESS_BYTES - 1 && pushed.every((byte) => byte === 0)
  return isLibrary ? [{ start: 1, length: ADDRESS_BYTES }] : []
}
