/**
 * Protocol versions. A fork is the previous fork plus named changes: opcodes that appear (their rows say
 * since when), prices that move, and the numbers and switches (`Rules`) of what cannot be an opcode's price.
 * @module
 */
import { BugError } from '../base/error.ts'
import * as op from './codes.ts'
import { opcodesError } from './errors.ts'
import { FORK_NAMES, type ForkName } from './forkNames.ts'
import { HASH_WORD_GAS, INITCODE_WORD_GAS, WARM_ACCESS_GAS } from './prices.ts'
import { OPCODES, type Opcode } from './table.ts'

/** How SSTORE is priced. `net` compares with the value at the start of the transaction. */
export type StoragePricing = 'simple' | 'net'

/** What differs between forks and is not one opcode's static price. */
export interface Rules {
  /** Gas for each significant byte of EXP's exponent. */
  readonly expByteGas: number
  /** The first touch of an account or slot in a transaction costs more (EIP-2929). */
  readonly coldAccess: boolean
  /** How SSTORE is priced. (EIP-1283, EIP-2200) */
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
  /** Init code is limited to twice the code size. (EIP-3860) */
  readonly initcodeLimit: boolean
  /** SELFDESTRUCT removes only accounts created in the same transaction. (EIP-6780) */
  readonly selfdestructOnlyNew: boolean
  /** A call keeps 1/64 of its gas and asks for no more than there is. (EIP-150) */
  readonly allButOne64th: boolean
}

/** A protocol version: its opcodes with their prices, and its rules. */
export interface Fork {
  /** The name that `fork` takes. */
  readonly name: ForkName
  /** By opcode byte; `undefined` where this fork has no such opcode. */
  readonly opcodes: readonly (Opcode | undefined)[]
  /** What is not about single opcodes. */
  readonly rules: Rules
}

interface ForkChanges {
  readonly name: ForkName
  /** Static prices from this fork on. */
  readonly gas?: Readonly<Record<number, number>>
  readonly gasPerWord?: Readonly<Record<number, number>>
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
  initcodeLimit: false,
  selfdestructOnlyNew: false,
  allButOne64th: false,
}

const CHANGES: readonly ForkChanges[] = [
  { name: 'frontier', rules: FRONTIER_RULES },
  { name: 'homestead' }, // EIP-7
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
  { name: 'byzantium' }, // EIP-140, EIP-211, EIP-214
  {
    name: 'constantinople', // EIP-145, EIP-1014, EIP-1052, EIP-1283
    rules: { storagePricing: 'net', storageDirtyGas: 200 },
  },
  { name: 'petersburg', rules: { storagePricing: 'simple', storageDirtyGas: 0 } }, // EIP-1716 takes EIP-1283 back
  {
    name: 'istanbul', // EIP-1344, EIP-1884, EIP-2200
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
  { name: 'london', rules: { storageClearRefund: 4800, refundQuotient: 5 } },
  { name: 'paris' }, // EIP-4399: 0x44 reads PREVRANDAO where it read DIFFICULTY
  {
    name: 'shanghai', // EIP-3855, EIP-3860
    gasPerWord: { [op.CREATE]: INITCODE_WORD_GAS, [op.CREATE2]: INITCODE_WORD_GAS + HASH_WORD_GAS },
    rules: { initcodeLimit: true },
  },
  {
    name: 'cancun', // EIP-1153, EIP-4844, EIP-5656, EIP-6780, EIP-7516
    rules: { selfdestructOnlyNew: true },
  },
  { name: 'prague' }, // no opcode: EIP-2537, EIP-7623, EIP-7702
  { name: 'osaka' }, // EIP-7939
]

const FORKS: ReadonlyMap<ForkName, Fork> = buildForks()

function buildForks(): Map<ForkName, Fork> {
  const forks = new Map<ForkName, Fork>()
  const opcodes: (Opcode | undefined)[] = new Array(256).fill(undefined)
  let rules = FRONTIER_RULES
  for (const [index, changes] of CHANGES.entries()) {
    if (changes.name !== FORK_NAMES[index]) throw new BugError(`fork ${changes.name} stands out of order`)
    for (const opcode of OPCODES) if (opcode.since === changes.name) opcodes[opcode.code] = opcode
    for (const column of ['gas', 'gasPerWord'] as const)
      for (const [code, price] of Object.entries(changes[column] ?? {})) {
        const before = opcodes[Number(code)]
        if (before === undefined) throw new BugError(`${changes.name} prices an opcode that it does not have`)
        opcodes[Number(code)] = Object.freeze({ ...before, [column]: price })
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
  if (fork === undefined) throw opcodesError('opcodes.unknownFork', { fork: name, forks: FORK_NAMES })
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
  if (name === undefined) throw opcodesError('opcodes.unknownFork', { fork: text, forks: FORK_NAMES })
  return name
}
