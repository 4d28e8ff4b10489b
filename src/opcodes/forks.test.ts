import { describe, expect, it } from 'vitest'
import { MemlaneError } from '../base/error.ts'
import {
  COLD_ACCOUNT_SURCHARGE,
  COLD_SLOT_GAS,
  COLD_SLOT_SURCHARGE,
  DEFAULT_FORK,
  FORK_NAMES,
  type ForkName,
  fork,
  isAtLeast,
  parseForkName,
  type Rules,
  WARM_ACCESS_GAS,
} from './forks.ts'
import { OPCODES } from './table.ts'

interface Changes {
  readonly adds: readonly string[]
  /** `NAME before → after` */
  readonly gas: readonly string[]
  readonly rules: Partial<Rules>
}

const none: Changes = { adds: [], gas: [], rules: {} }

/** All that each fork changed in its predecessor, typed from the proposals it consists of. */
const CHANGES: readonly (readonly [ForkName, Changes])[] = [
  ['homestead', { ...none, adds: ['DELEGATECALL'] }], // EIP-7
  [
    'tangerineWhistle', // EIP-150
    {
      ...none,
      gas: [
        'BALANCE 20 → 400',
        'EXTCODESIZE 20 → 700',
        'EXTCODECOPY 20 → 700',
        'SLOAD 50 → 200',
        'CALL 40 → 700',
        'CALLCODE 40 → 700',
        'DELEGATECALL 40 → 700',
        'SELFDESTRUCT 0 → 5000',
      ],
      rules: { allButOne64th: true },
    },
  ],
  ['spuriousDragon', { ...none, rules: { expByteGas: 50, maxCodeSize: 24576 } }], // EIP-160, EIP-170
  // EIP-140, EIP-211, EIP-214
  ['byzantium', { ...none, adds: ['RETURNDATASIZE', 'RETURNDATACOPY', 'STATICCALL', 'REVERT'] }],
  [
    'constantinople', // EIP-145, EIP-1014, EIP-1052, EIP-1283
    {
      ...none,
      adds: ['SHL', 'SHR', 'SAR', 'EXTCODEHASH', 'CREATE2'],
      rules: { storagePricing: 'net', storageDirtyGas: 200 },
    },
  ],
  ['petersburg', { ...none, rules: { storagePricing: 'simple', storageDirtyGas: 0 } }], // EIP-1716
  [
    'istanbul', // EIP-1344, EIP-1884, EIP-2200
    {
      adds: ['CHAINID', 'SELFBALANCE'],
      gas: ['BALANCE 400 → 700', 'EXTCODEHASH 400 → 700', 'SLOAD 200 → 800'],
      rules: { storagePricing: 'net', storageDirtyGas: 800, storageSentryGas: 2300 },
    },
  ],
  [
    'berlin', // EIP-2929
    {
      ...none,
      gas: [
        'BALANCE 700 → 100',
        'EXTCODESIZE 700 → 100',
        'EXTCODECOPY 700 → 100',
        'EXTCODEHASH 700 → 100',
        'SLOAD 800 → 100',
        'CALL 700 → 100',
        'CALLCODE 700 → 100',
        'DELEGATECALL 700 → 100',
        'STATICCALL 700 → 100',
      ],
      rules: { coldAccess: true, storageDirtyGas: 100 },
    },
  ],
  // EIP-3198, EIP-3529
  ['london', { ...none, adds: ['BASEFEE'], rules: { storageClearRefund: 4800, refundQuotient: 5 } }],
  ['paris', none],
  ['shanghai', { ...none, adds: ['PUSH0'], rules: { initcodeMetering: true } }], // EIP-3855, EIP-3860
  [
    'cancun', // EIP-1153, EIP-4844, EIP-5656, EIP-6780, EIP-7516
    {
      ...none,
      adds: ['BLOBHASH', 'BLOBBASEFEE', 'TLOAD', 'TSTORE', 'MCOPY'],
      rules: { selfdestructOnlyNew: true },
    },
  ],
  ['prague', none],
  ['osaka', { ...none, adds: ['CLZ'] }], // EIP-7939
]

describe('forks', () => {
  it('follow each other from Frontier to Osaka', () => {
    expect(FORK_NAMES).toEqual(['frontier', ...CHANGES.map(([name]) => name)])
    expect(DEFAULT_FORK).toBe('osaka')
    for (const name of FORK_NAMES) expect(fork(name).name).toBe(name)
  })
  it('begin with 130 opcodes at their first prices', () => {
    const { opcodes, rules } = fork('frontier')
    expect(opcodes).toHaveLength(256)
    const there = opcodes.filter((opcode) => opcode !== undefined)
    expect(there).toHaveLength(130)
    for (const opcode of there) expect(OPCODES).toContain(opcode)
    expect(rules).toEqual({
      expByteGas: 10,
      coldAccess: false,
      storagePricing: 'simple',
      storageSentryGas: 0,
      storageDirtyGas: 0,
      storageClearRefund: 15000,
      refundQuotient: 2,
      maxCodeSize: undefined,
      initcodeMetering: false,
      selfdestructOnlyNew: false,
      allButOne64th: false,
    })
  })
  it.each(CHANGES)('%s changes this and nothing else', (name, changes) => {
    const before = fork(FORK_NAMES[FORK_NAMES.indexOf(name) - 1])
    const { opcodes, rules } = fork(name)
    const adds: string[] = []
    const gas: string[] = []
    for (let code = 0; code < 256; code++) {
      const old = before.opcodes[code]
      const now = opcodes[code]
      if (old === undefined) {
        if (now !== undefined) adds.push(now.name)
      } else {
        expect({ ...now, gas: old.gas }).toEqual(old)
        if (now?.gas !== old.gas) gas.push(`${old.name} ${old.gas} → ${now?.gas}`)
      }
    }
    expect({ adds, gas, rules }).toEqual({ ...changes, rules: { ...before.rules, ...changes.rules } })
  })
  it('end with every opcode of the table, each at its own code', () => {
    const { opcodes } = fork('osaka')
    for (const { code, name } of OPCODES) expect(opcodes[code]).toMatchObject({ code, name })
    expect(opcodes.filter((opcode) => opcode !== undefined)).toHaveLength(OPCODES.length)
  })
  it('cannot be changed by who reads them', () => {
    const { opcodes } = fork('osaka')
    expect(Object.isFrozen(opcodes)).toBe(true)
    expect(Object.isFrozen(opcodes[0x51])).toBe(true)
  })
})

it('cold prices add up to those of EIP-2929', () => {
  expect(WARM_ACCESS_GAS).toBe(100)
  expect(WARM_ACCESS_GAS + COLD_ACCOUNT_SURCHARGE).toBe(2600)
  expect(WARM_ACCESS_GAS + COLD_SLOT_SURCHARGE).toBe(2100)
  expect(COLD_SLOT_GAS).toBe(2100)
})

describe('parseForkName', () => {
  it.each([
    ['osaka', 'osaka'],
    ['Osaka', 'osaka'],
    ['TANGERINEWHISTLE', 'tangerineWhistle'],
    ['EIP150', 'tangerineWhistle'],
    ['EIP158', 'spuriousDragon'],
    ['ConstantinopleFix', 'petersburg'],
    ['Merge', 'paris'],
  ])('%s is %s', (text, name) => expect(parseForkName(text)).toBe(name))
  it.each(['', 'osaka ', 'amsterdam', 'constructor', 'toString'])('refuses %j', (text) => {
    expect(() => parseForkName(text)).toThrow(MemlaneError)
    expect(() => parseForkName(text)).toThrow(
      `There is no fork ${JSON.stringify(text)}; choose one of ${FORK_NAMES.join(', ')}.`,
    )
  })
})

it('fork refuses what is no name, which only untyped callers can give', () => {
  const name: ForkName = JSON.parse('"Osaka"')
  expect(() => fork(name)).toThrow('There is no fork "Osaka"; choose one of frontier, homestead,')
})

describe('isAtLeast', () => {
  it('compares positions in history', () => {
    expect(isAtLeast('berlin', 'berlin')).toBe(true)
    expect(isAtLeast('london', 'berlin')).toBe(true)
    expect(isAtLeast('istanbul', 'berlin')).toBe(false)
    expect(isAtLeast('frontier', 'osaka')).toBe(false)
  })
})
