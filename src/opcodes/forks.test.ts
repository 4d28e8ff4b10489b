import { describe, expect, it } from 'vitest'
import { MemlaneError } from '../base/error.ts'
import { DEFAULT_FORK, FORK_NAMES, type ForkName, isAtLeast } from './forkNames.ts'
import { fork, parseForkName, type Rules } from './forks.ts'
import { COLD_ACCOUNT_SURCHARGE, COLD_SLOT_GAS, COLD_SLOT_SURCHARGE, WARM_ACCESS_GAS } from './prices.ts'
import { OPCODES, type Opcode } from './table.ts'

/**
 * What each fork consists of, as its meta proposal lists it (EIP-606, 608, 607, 609, 1013, 1716, 1679; from Berlin on the
 * execution specifications; EIP-7569, 7600, 7607): the proposals that can be told from an opcode or from a rule.
 */
const PROPOSALS: Readonly<Record<Exclude<ForkName, 'frontier'>, readonly number[]>> = {
  homestead: [2, 7, 8],
  tangerineWhistle: [150],
  spuriousDragon: [155, 160, 161, 170],
  byzantium: [100, 140, 196, 197, 198, 211, 214, 649, 658],
  constantinople: [145, 1014, 1052, 1234, 1283],
  petersburg: [],
  istanbul: [152, 1108, 1344, 1884, 2028, 2200],
  berlin: [2565, 2718, 2929, 2930],
  london: [1559, 3198, 3529, 3541, 3554],
  paris: [3675, 4399],
  shanghai: [3651, 3855, 3860, 4895],
  cancun: [1153, 4788, 4844, 5656, 6780, 7516],
  prague: [2537, 2935, 6110, 7002, 7251, 7549, 7623, 7685, 7691, 7702, 7840],
  osaka: [7594, 7823, 7825, 7883, 7892, 7918, 7934, 7935, 7939, 7951],
}

/** The byte that each proposal gives to each opcode that it brings, from its own text. */
const BROUGHT: Readonly<Record<number, readonly string[]>> = {
  7: ['f4 DELEGATECALL'],
  140: ['fd REVERT'],
  145: ['1b SHL', '1c SHR', '1d SAR'],
  211: ['3d RETURNDATASIZE', '3e RETURNDATACOPY'],
  214: ['fa STATICCALL'],
  1014: ['f5 CREATE2'],
  1052: ['3f EXTCODEHASH'],
  1153: ['5c TLOAD', '5d TSTORE'],
  1344: ['46 CHAINID'],
  1884: ['47 SELFBALANCE'],
  3198: ['48 BASEFEE'],
  3855: ['5f PUSH0'],
  4844: ['49 BLOBHASH'],
  5656: ['5e MCOPY'],
  7516: ['4a BLOBBASEFEE'],
  7939: ['1e CLZ'],
}

const LATER = Object.entries(PROPOSALS) as [Exclude<ForkName, 'frontier'>, readonly number[]][]

/** `1b SHL` */
const spelled = (opcode: Opcode) => `${opcode.code.toString(16).padStart(2, '0')} ${opcode.name}`

describe('forks', () => {
  it('follow each other from Frontier to Osaka', () => {
    expect(FORK_NAMES).toEqual(['frontier', ...LATER.map(([name]) => name)])
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
      contractNonce: 0,
      initcodeLimit: false,
      selfdestructOnlyNew: false,
      allButOne64th: false,
    })
  })
  // Prices are beside those of @ethereumjs/evm, in `peer.test.ts`.
  it.each(LATER)('%s brings the opcodes of its proposals, and all others stay as they were', (name, proposals) => {
    const before = fork(FORK_NAMES[FORK_NAMES.indexOf(name) - 1]!).opcodes
    const { opcodes } = fork(name)
    const added = opcodes.filter((opcode, code) => opcode !== undefined && before[code] === undefined)
    expect(added.map((opcode) => spelled(opcode!)).sort()).toEqual(
      proposals.flatMap((eip) => BROUGHT[eip] ?? []).sort(),
    )
    expect(before.map((old, code) => old && { ...opcodes[code], gas: old.gas, gasPerWord: old.gasPerWord })).toEqual(
      before.map((old) => old && { ...old }),
    )
  })
  it('every proposal that brings an opcode is in one fork', () => {
    const all = LATER.flatMap(([, proposals]) => proposals)
    expect(Object.keys(BROUGHT).map((eip) => all.filter((one) => one === Number(eip)).length)).toEqual(
      Object.keys(BROUGHT).map(() => 1),
    )
  })
  it.each<[string, keyof Rules, readonly (readonly [ForkName, unknown])[]]>([
    // "10 gas per byte of the exponent", then 50.
    [
      'EIP-160',
      'expByteGas',
      [
        ['tangerineWhistle', 10],
        ['spuriousDragon', 50],
      ],
    ],
    // 0x6000
    [
      'EIP-170',
      'maxCodeSize',
      [
        ['tangerineWhistle', undefined],
        ['spuriousDragon', 0x6000],
      ],
    ],
    // "prior to the execution of the initialisation code, be incremented over and above its normal starting value by one"
    [
      'EIP-161',
      'contractNonce',
      [
        ['tangerineWhistle', 0],
        ['spuriousDragon', 1],
      ],
    ],
    [
      'EIP-150',
      'allButOne64th',
      [
        ['homestead', false],
        ['tangerineWhistle', true],
      ],
    ],
    // 1283 brought net metering with 200 for a dirty slot, 1716 took it back, 2200 brought it again with 800.
    [
      'EIP-1283, 1716, 2200',
      'storagePricing',
      [
        ['byzantium', 'simple'],
        ['constantinople', 'net'],
        ['petersburg', 'simple'],
        ['istanbul', 'net'],
      ],
    ],
    [
      'EIP-1283, 2200, 2929',
      'storageDirtyGas',
      [
        ['constantinople', 200],
        ['istanbul', 800],
        ['berlin', 100],
      ],
    ],
    // "If gasleft is less than or equal to 2300, fail"
    [
      'EIP-2200',
      'storageSentryGas',
      [
        ['petersburg', 0],
        ['istanbul', 2300],
      ],
    ],
    [
      'EIP-2929',
      'coldAccess',
      [
        ['istanbul', false],
        ['berlin', true],
      ],
    ],
    // SSTORE_RESET_GAS + ACCESS_LIST_STORAGE_KEY_COST: 2900 + 1900
    [
      'EIP-3529',
      'storageClearRefund',
      [
        ['berlin', 15000],
        ['london', 2900 + 1900],
      ],
    ],
    [
      'EIP-3529',
      'refundQuotient',
      [
        ['berlin', 2],
        ['london', 5],
      ],
    ],
    [
      'EIP-3860',
      'initcodeLimit',
      [
        ['paris', false],
        ['shanghai', true],
      ],
    ],
    [
      'EIP-6780',
      'selfdestructOnlyNew',
      [
        ['shanghai', false],
        ['cancun', true],
      ],
    ],
  ])('%s: %s', (_, rule, values) => {
    for (const [name, value] of values) expect([name, fork(name).rules[rule]]).toEqual([name, value])
    expect(values.length).toBeGreaterThan(1)
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
