// Memory bugs put into the bytecode that was compiled from a library's assembly, in place: no byte moves.

/** @typedef {{ kind: string, store: number, pc: number, bytes: readonly number[] }} CodeMutation bytes that stand at a place of the code instead, because of a store */

const PUSH1 = 0x60
const PUSH32 = 0x7f
const MSTORE = 0x52
const ADD = 0x01
const POP = 0x50
const JUMPDEST = 0x5b
const POINTER = 0x40
const WORD = 0x20
/** DUP and SWAP. @param {number} byte */
const isMove = (byte) => byte >= 0x80 && byte <= 0x9f

/**
 * Mutations of stores at some places of a code.
 * @param {Uint8Array} code @param {ReadonlySet<number>} places executed, of the library's assembly
 * @returns {CodeMutation[]}
 */
export function codeMutationsOf(code, places) {
  /** Where each instruction before begins. @type {number[]} */
  const begins = []
  /** @type {CodeMutation[]} */
  const all = []
  for (let pc = 0; pc < code.length; pc++) {
    const byte = code[pc] ?? 0
    if (byte === MSTORE && places.has(pc)) all.push(...ofStore(code, begins).map((one) => ({ ...one, store: pc })))
    begins.push(pc)
    if (byte >= PUSH1 && byte <= PUSH32) pc += byte - PUSH1 + 1
  }
  return all
}

/** @typedef {Omit<CodeMutation, 'store'>} Change */

/** @param {Uint8Array} code @param {readonly number[]} begins @returns {Change[]} */
function ofStore(code, begins) {
  const before = begins.at(-1) ?? 0
  if (code[before] !== PUSH1) return offsets(code, begins, '', 1)
  if (code[before + 1] !== POINTER) return []
  return [
    // What was to be stored is dropped.
    { kind: 'free pointer not raised', pc: before, bytes: [POP, JUMPDEST, JUMPDEST] },
    ...offsets(code, begins, 'free pointer raised too little', 2),
  ]
}

/**
 * The constant that the sum in front is of, a word more or less.
 * @param {Uint8Array} code @param {readonly number[]} begins @param {string} less what a word less is called @param {number} back
 * @returns {Change[]}
 */
function offsets(code, begins, less, back) {
  if (code[begins.at(-back) ?? 0] !== ADD) return []
  let place = back + 1
  while (place < back + 3 && isMove(code[begins.at(-place) ?? 0] ?? 0)) place++
  const push = begins.at(-place) ?? 0
  const constant = code[push + 1] ?? 0
  if (code[push] !== PUSH1 || constant % WORD !== 0 || constant > 0xc0) return []
  const early = constant < WORD ? [] : [{ kind: less || 'a word too early', pc: push + 1, bytes: [constant - WORD] }]
  return less === '' ? [{ kind: 'a word too far', pc: push + 1, bytes: [constant + WORD] }, ...early] : early
}

/** What solc said, with a mutation in the code of a contract and in what deploys it. @param {{ object?: string | undefined }} deployed @param {{ object?: string | undefined }} creation @param {CodeMutation} mutation */
export function patch(deployed, creation, { pc, bytes }) {
  const text = Buffer.from(bytes).toString('hex')
  const { object: whole = '' } = deployed
  const changed = whole.slice(0, 2 * pc) + text + whole.slice(2 * pc + text.length)
  const { object: all = '' } = creation
  const at = all.indexOf(whole)
  if (at < 0) throw new Error('The code is not in what deploys it.')
  creation.object = all.slice(0, at) + changed + all.slice(at + whole.length)
  deployed.object = changed
}
