/**
 * A link that holds everything: code, input, step and selection. Nothing is stored anywhere else.
 *
 *   #1.<base64url of deflated JSON>        1 is the version of the form
 * @module
 */
import type { Input } from '../engine/input.ts'

export interface Shared {
  readonly input: Input
  readonly step: number
  readonly selection: number
  readonly compared: number | undefined
}

export const LINK_VERSION = 1
/** Characters of a link that are read. */
const MOST_CHARACTERS = 2_000_000
const MOST_BYTES = 8 * 1024 * 1024

export class LinkError extends Error {
  override readonly name = 'LinkError'
  readonly isNewer: boolean

  constructor(isNewer: boolean) {
    super(isNewer ? 'a newer link' : 'a damaged link')
    this.isNewer = isNewer
  }
}

export async function linkOf(shared: Shared): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(shared)), new CompressionStream('deflate-raw'))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return `#${LINK_VERSION}.${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

/** `undefined` for a link that holds nothing. @throws {LinkError} for one that cannot be read. */
export async function readLink(hash: string): Promise<Shared | undefined> {
  if (hash.length <= 1) return undefined
  const [, version = '', body = ''] = /^#(\d{1,6})\.([\w-]+)$/.exec(hash) ?? []
  if (Number(version) > LINK_VERSION) throw new LinkError(true)
  if (body === '' || body.length > MOST_CHARACTERS) throw new LinkError(false)
  try {
    const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = await through(
      Uint8Array.from(binary, (character) => character.charCodeAt(0)),
      new DecompressionStream('deflate-raw'),
    )
    const shared: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isShared(shared)) return shared
  } catch {
    // Said below.
  }
  throw new LinkError(false)
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  change: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(change).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length
    if (length > MOST_BYTES) throw new LinkError(false)
    parts.push(part.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const TEXT_FIELDS = [
  'name',
  'text',
  'contract',
  'call',
  'calldata',
  'value',
  'from',
  'gas',
  'fork',
  'solc',
] as const satisfies readonly (keyof Input)[]
const LIST_FIELDS = ['callArguments', 'constructorArguments', 'remappings'] as const satisfies readonly (keyof Input)[]
const KINDS: readonly unknown[] = ['solidity', 'yul', 'mnemonics', 'bytecode']

function isShared(value: unknown): value is Shared {
  if (typeof value !== 'object' || value === null) return false
  const { input, step, selection, compared } = value as Record<string, unknown>
  const isCount = (count: unknown) => Number.isSafeInteger(count) && (count as number) >= 0
  if (!isCount(step) || !isCount(selection) || !(compared === undefined || isCount(compared))) return false
  if (typeof input !== 'object' || input === null) return false
  const fields = input as Record<string, unknown>
  return (
    KINDS.includes(fields.kind) &&
    TEXT_FIELDS.every((name) => typeof fields[name] === 'string') &&
    LIST_FIELDS.every((name) => Array.isArray(fields[name]) && fields[name].every((one) => typeof one === 'string')) &&
    Array.isArray(fields.others) &&
    fields.others.every((one) => typeof one?.name === 'string' && typeof one?.text === 'string') &&
    typeof fields.optimize === 'boolean' &&
    typeof fields.viaIr === 'boolean'
  )
}
