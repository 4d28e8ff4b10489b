/**
 * Protocol versions. A fork is the previous fork plus named changes: opcodes that appear, static prices
 * that move, and the numbers and switches (`Rules`) of what cannot be a static price.
 * @module
 */
import { BugError, MemlaneError } from '../base/error.ts'
import * as op from './codes.ts'
import { OPCODES, type Opcode } from './table.ts'

export const FORK_NAMES = [
  'frontier',
  'homestead',
  'tangerineWhistle',
  'spuriousDragon',
  'byzantium',
  'constantinople',
  'petersburg',
  'istanbul',
  'berlin',
  'london',
  'paris',
  'shanghai',
  'cancun',
  'prague',
  'osaka',
] as const

export type ForkName = (typeof FORK_NAMES)[number]

/** The fork that everything here assumes when none is named. */
export const DEFAULT_FORK: ForkName = 'osaka'

/** How SSTORE is priced. `net` compares with the value at the start of the transaction. */
export type StoragePricing = 'simple' | 'net'

/** What differs between forks and is not one opcode's static price. */
export interface Rules {
  /** Gas for each significant byte of EXP's exponent. */
  readonly expByteGas: number
  /** The first touch of an account or slot in a transaction costs more (EIP-2929). */
  readonly coldAccess: boolean
  readonly storagePricing: StoragePricing
  /** SSTORE halts when no more than this much gas is left; 0 never halts. (EIP-2200) */
  readonly storageSentryGas: number
  /** Price of a store that changes nothing, or a slot that this transaction changed before. */
  readonly storageDirtyGas: number
  /** Refund for clearing a slot. */
  readonly storageClearRefund: number
  /** At most `gasUsed / refundQuotient` is refunded. */
  readonly refundQuotient: number
  /** Largest deployed code in bytes; `undefined` is unlimited. (EIP-170) */
  readonly maxCodeSize: number | undefined
  /** Nonce of a contract when its creation begins. (EIP-161) */
  readonly contractNonce: number
  /** Initcode is limited to twice the code size and pays 2 gas a word. (EIP-3860) */
  readonly initcodeMetering: boolean
  /** SELFDESTRUCT removes only accounts created in the same transaction. (EIP-6780) */
  readonly selfdestructOnlyNew: boolean
  /** A call keeps 1/64 of its gas and asks for no more than there is. (EIP-150) */
  readonly allButOne64th: boolean
}

export interface Fork {
  readonly name: ForkName
  /** By opcode byte; `undefined` where this fork has no such opcode. */
  readonly opcodes: readonly (Opcode | undefined)[]
  readonly rules: Rules
}

interface ForkChanges {
  readonly name: ForkName
  /** Opcodes that appear. */
  readonly adds?: readonly number[]
  /** Static prices from this fork on. */
  readonly gas?: Readonly<Record<number, number>>
  readonly rules?: Partial<Rules>
}

const FRONTIER_RULES: Rules = {
  expByteGas: 10,
  coldAccess: false,
  storagePricing: 'simple',
  storageSentryGas: 0,
  storageDirtyGas: 0,
  storageClearRefund: 15000,
  refundQuotient: 2,
  maxCodeSize: undefined,
  contractNonce: 0,
  initcodeMetering: false,
  selfdestructOnlyNew: false,
  allButOne64th: false,
}

/** Warm price of an account or slot since Berlin; the surcharges of a cold one are added while running. */
export const WARM_ACCESS_GAS = 100
/** Added to the warm price by the first touch of an account in a transaction. (EIP-2929: 2600 in all) */
export const COLD_ACCOUNT_SURCHARGE = 2500
/** Added to the warm price by the first touch of a slot in a transaction. (EIP-2929: 2100 in all) */
export const COLD_SLOT_SURCHARGE = 2000
/** What an SSTORE pays for a slot's first touch: there is no warm price under it. (EIP-2929) */
export const COLD_SLOT_GAS = 2100

const CHANGES: readonly ForkChanges[] = [
  { name: 'frontier', rules: FRONTIER_RULES },
  { name: 'homestead', adds: [op.DELEGATECALL] }, // EIP-7
  {
    name: 'tangerineWhistle', // EIP-150
    gas: {
      [op.EXTCODESIZE]: 700,
      [op.EXTCODECOPY]: 700,
      [op.BALANCE]: 400,
      [op.SLOAD]: 200,
      [op.CALL]: 700,
      [op.CALLCODE]: 700,
      [op.DELEGATECALL]: 700,
      [op.SELFDESTRUCT]: 5000,
    },
    rules: { allButOne64th: true },
  },
  { name: 'spuriousDragon', rules: { expByteGas: 50, maxCodeSize: 24576, contractNonce: 1 } }, // EIP-160, EIP-161, EIP-170
  // EIP-140, EIP-211, EIP-214
  { name: 'byzantium', adds: [op.REVERT, op.RETURNDATASIZE, op.RETURNDATACOPY, op.STATICCALL] },
  {
    name: 'constantinople', // EIP-145, EIP-1014, EIP-1052, EIP-1283
    adds: [op.SHL, op.SHR, op.SAR, op.CREATE2, op.EXTCODEHASH],
    rules: { storagePricing: 'net', storageDirtyGas: 200 },
  },
  { name: 'petersburg', rules: { storagePricing: 'simple', storageDirtyGas: 0 } }, // EIP-1716 takes EIP-1283 back
  {
    name: 'istanbul', // EIP-1344, EIP-1884, EIP-2200
    adds: [op.CHAINID, op.SELFBALANCE],
    gas: { [op.SLOAD]: 800, [op.BALANCE]: 700, [op.EXTCODEHASH]: 700 },
    rules: { storagePricing: 'net', storageDirtyGas: 800, storageSentryGas: 2300 },
  },
  {
    name: 'berlin', // EIP-2929
    gas: Object.fromEntries(
      [
        ...[op.SLOAD, op.BALANCE, op.EXTCODESIZE, op.EXTCODECOPY, op.EXTCODEHASH],
        ...[op.CALL, op.CALLCODE, op.DELEGATECALL, op.STATICCALL],
      ].map((code) => [code, WARM_ACCESS_GAS]),
    ),
    rules: { coldAccess: true, storageDirtyGas: 100 },
  },
  // EIP-3198, EIP-3529
  { name: 'london', adds: [op.BASEFEE], rules: { storageClearRefund: 4800, refundQuotient: 5 } },
  { name: 'paris' }, // EIP-4399: 0x44 reads PREVRANDAO where it read DIFFICULTY
  { name: 'shanghai', adds: [op.PUSH0], rules: { initcodeMetering: true } }, // EIP-3855, EIP-3860
  {
    name: 'cancun', // EIP-1153, EIP-4844, EIP-5656, EIP-6780, EIP-7516
    adds: [op.TLOAD, op.TSTORE, op.MCOPY, op.BLOBHASH, op.BLOBBASEFEE],
    rules: { selfdestructOnlyNew: true },
  },
  { name: 'prague' }, // no opcode: EIP-2537, EIP-7623, EIP-7702
  { name: 'osaka', adds: [op.CLZ] }, // EIP-7939
]

const LATER_OPCODES = new Set(CHANGES.flatMap((changes) => changes.adds ?? []))

const FORKS: ReadonlyMap<ForkName, Fork> = buildForks()

function buildForks(): Map<ForkName, Fork> {
  const forks = new Map<ForkName, Fork>()
  const opcodes: (Opcode | undefined)[] = new Array(256).fill(undefined)
  for (const opcode of OPCODES) if (!LATER_OPCODES.has(opcode.code)) opcodes[opcode.code] = opcode
  let rules = FRONTIER_RULES
  for (const [index, changes] of CHANGES.entries()) {
    if (changes.name !== FORK_NAMES[index]) throw new BugError(`fork ${changes.name} stands out of order`)
    for (const code of changes.adds ?? []) opcodes[code] = OPCODES.find((opcode) => opcode.code === code)
    for (const [code, gas] of Object.entries(changes.gas ?? {})) {
      const before = opcodes[Number(code)]
      if (before === undefined) throw new BugError(`${changes.name} prices an opcode that it does not have`)
      opcodes[Number(code)] = Object.freeze({ ...before, gas })
    }
    rules = { ...rules, ...changes.rules }
    forks.set(changes.name, Object.freeze({ name: changes.name, opcodes: Object.freeze([...opcodes]), rules }))
  }
  return forks
}

/**
 * The fork of that name.
 * @throws {MemlaneError} `opcodes.unknownFork` when an untyped caller gives another name.
 */
export function fork(name: ForkName): Fork {
  const fork = FORKS.get(name)
  if (fork === undefined) throw unknownFork(name)
  return fork
}

/** Other spellings that tools and test files use, in lower case. */
const ALIASES: ReadonlyMap<string, ForkName> = new Map([
  ['eip150', 'tangerineWhistle'],
  ['tangerine', 'tangerineWhistle'],
  ['eip158', 'spuriousDragon'],
  ['spurious', 'spuriousDragon'],
  ['constantinoplefix', 'petersburg'],
  ['merge', 'paris'],
])

/**
 * The fork that a user's word names, in any letter case; `EIP150`, `Merge` and the like are understood.
 * @throws {MemlaneError} `opcodes.unknownFork` with the list of forks.
 */
export function parseForkName(text: string): ForkName {
  const lower = text.toLowerCase()
  const name = FORK_NAMES.find((name) => name.toLowerCase() === lower) ?? ALIASES.get(lower)
  if (name === undefined) throw unknownFork(text)
  return name
}

function unknownFork(text: string): MemlaneError {
  return new MemlaneError(
    'opcodes.unknownFork',
    `There is no fork ${JSON.stringify(text)}; choose one of ${FORK_NAMES.join(', ')}.`,
    { fork: text, forks: FORK_NAMES },
  )
}

/** Whether `name` is `other` or came after it. */
export function isAtLeast(name: ForkName, other: ForkName): boolean {
  return FORK_NAMES.indexOf(name) >= FORK_NAMES.indexOf(other)
}
