/**
 * The few globals that the library takes from any modern JavaScript host.
 * The core has neither DOM nor Node types, so that everything below `cli` runs in a browser.
 */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>)
  }
  class Instance {
    constructor(module: Module, imports?: object)
    readonly exports: Record<string, unknown>
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number })
    readonly buffer: ArrayBuffer
    /** Grows by `pages` of 64 KiB, detaches `buffer`, and returns the page count before. */
    grow(pages: number): number
  }
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}

/** The part of the streams standard that compression takes. */
interface ByteStream {
  readonly writable: {
    getWriter(): {
      write(bytes: Uint8Array): Promise<void>
      close(): Promise<void>
      abort(reason?: unknown): Promise<void>
    }
  }
  readonly readable: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>
      cancel(reason?: unknown): Promise<void>
    }
  }
}

declare class CompressionStream implements ByteStream {
  constructor(format: 'deflate-raw')
  readonly writable: ByteStream['writable']
  readonly readable: ByteStream['readable']
}

declare class DecompressionStream implements ByteStream {
  constructor(format: 'deflate-raw')
  readonly writable: ByteStream['writable']
  readonly readable: ByteStream['readable']
}
