/**
 * solc in a worker of its own: it is 9 MB, blocks while it compiles, and rethrows rejections that are not its own.
 * @module
 */

interface Soljson {
  cwrap(name: string, result: 'string', parameters: readonly string[]): (...args: readonly unknown[]) => string
}

export interface SolcRequest {
  readonly id: number
  /** Empty: where the Solidity project publishes the version. */
  readonly url: string
  readonly version: string
  readonly input: string
}

export type SolcReply = { readonly id: number; readonly version: string; readonly output: string } | SolcFailure
export interface SolcFailure {
  readonly id: number
  readonly failure: string
}

interface Loaded {
  readonly version: string
  compile(input: string): string
}

const loaded = new Map<string, Promise<Loaded>>()
/** Output by version and input: two engines ask for the same. */
const done = new Map<string, string>()
const MOST_KEPT = 8

/** Where the Solidity project publishes its compilers. */
const PUBLISHED = 'https://binaries.soliditylang.org/bin/'

async function publishedUrl(version: string): Promise<string> {
  const response = await fetch(`${PUBLISHED}list.json`)
  const { releases } = (await response.json()) as { readonly releases?: Readonly<Record<string, string>> }
  const file = releases?.[version]
  // A name from outside: it must stay in its folder.
  if (file === undefined || !/^soljson-v[\w.+-]+\.js$/.test(file)) throw new Error('there is no such version')
  return PUBLISHED + file
}

async function load(url: string): Promise<Loaded> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`)
  const text = await response.text()
  // soljson is a script that leaves its module in a variable; a worker of this kind has no other way to load one.
  const module = new Function(`${text}\nreturn Module`)() as Soljson
  const compile = module.cwrap('solidity_compile', 'string', ['string', 'number', 'number'])
  const version = module.cwrap('solidity_version', 'string', [])()
  return { version, compile: (input) => compile(input, 0, 0) }
}

async function answer({ id, url: given, version: wanted, input }: SolcRequest): Promise<SolcReply> {
  try {
    const url = given === '' ? wanted : given
    let compiler = loaded.get(url)
    if (compiler === undefined)
      loaded.set(url, (compiler = given === '' ? publishedUrl(wanted).then(load) : load(given)))
    const { version, compile } = await compiler.catch((error: unknown) => {
      loaded.delete(url)
      throw error
    })
    const key = `${url}\n${input}`
    let output = done.get(key)
    if (output === undefined) {
      output = compile(input)
      if (done.size >= MOST_KEPT) done.delete(done.keys().next().value!)
      done.set(key, output)
    }
    return { id, version, output }
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) }
  }
}

/** Engines come with a port each. */
self.addEventListener('message', ({ data: port }: MessageEvent<MessagePort | 'load'>) => {
  if (!(port instanceof MessagePort)) return
  port.onmessage = async ({ data }: MessageEvent<SolcRequest>) => port.postMessage(await answer(data))
})
