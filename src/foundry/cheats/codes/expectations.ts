/** What tests expect of calls to come. @module */
import type { Address } from '../../../base/index.ts'
import type { CheatArguments } from '../cheatArguments.ts'
import { type CheatCall, type CheatRow, differs, works } from '../cheatRow.ts'
import type { LogChecks } from '../expectedLogs.ts'
import type { RevertWanted } from '../expectedRevert.ts'

/** By the type of an argument, what it says. */
const REVERT_PARTS: Readonly<Record<string, (given: CheatArguments, index: number) => RevertWanted>> = {
  bytes4: (given, index) => ({ reason: given.bytes4(index) }),
  bytes: (given, index) => ({ reason: given.bytes(index) }),
  address: (given, index) => ({ reverter: given.address(index) }),
  uint64: (given, index) => ({ count: given.count(index) }),
}

function reverts(name: string, types: readonly string[], more: RevertWanted = {}): CheatRow {
  return works(`${name}(${types.join(',')})`, ({ cheats, request, given }) => {
    const parts = types.map((type, index) => REVERT_PARTS[type]!(given, index))
    cheats.revert.expect(request.depth, Object.assign({}, ...parts, more) as RevertWanted)
  })
}

const REVERTS = [
  ...[[], ['bytes4'], ['bytes'], ['address'], ['bytes4', 'address'], ['bytes', 'address'], ['uint64']],
  ...[
    ['bytes4', 'uint64'],
    ['bytes', 'uint64'],
    ['address', 'uint64'],
  ],
  ...[
    ['bytes4', 'address', 'uint64'],
    ['bytes', 'address', 'uint64'],
  ],
]

const ALL: LogChecks = [true, true, true, true, true]

function emits(name: string, types: readonly string[]): CheatRow {
  const chosen = types.filter((type) => type === 'bool').length
  return works(`${name}(${types.join(',')})`, ({ cheats, request, given }) => {
    const flags = Array.from({ length: chosen }, (_, index) => given.flag(index))
    const checks: LogChecks =
      chosen === 0
        ? ALL
        : chosen === 4
          ? [true, flags[0]!, flags[1]!, flags[2]!, flags[3]!]
          : [flags[0]!, flags[1]!, flags[2]!, flags[3]!, flags[4]!]
    const at = types.indexOf('address')
    const count = types.indexOf('uint64')
    cheats.expectedLogs.expect(request.depth, {
      checks,
      emitter: at < 0 ? undefined : given.address(at),
      ...(count < 0 ? {} : { count: given.count(count) }),
    })
  })
}

const FOUR = ['bool', 'bool', 'bool', 'bool']
const TAILS = [[], ['address'], ['uint64'], ['address', 'uint64']]

interface CallParts {
  readonly address: Address
  readonly data: Uint8Array
}

const calls = (
  name: string,
  types: readonly string[],
  of: (given: CheatArguments) => CallParts & { value?: bigint; gas?: bigint; leastGas?: bigint },
): CheatRow[] => [
  works(`${name}(${types.join(',')})`, ({ cheats, given }) => cheats.expectedCalls.expect(of(given))),
  works(`${name}(${[...types, 'uint64'].join(',')})`, ({ cheats, given }: CheatCall) =>
    cheats.expectedCalls.expect({ ...of(given), count: given.count(types.length) }),
  ),
]

export const EXPECTATION_CHEATS: readonly CheatRow[] = [
  ...REVERTS.map((types) => reverts('expectRevert', types)),
  reverts('expectPartialRevert', ['bytes4'], { isPartial: true }),
  reverts('expectPartialRevert', ['bytes4', 'address'], { isPartial: true }),
  ...[[], ['bytes4'], ['bytes']].map((types) => reverts('_expectCheatcodeRevert', types, { ofCheatcode: true })),
  ...TAILS.flatMap((more) => [
    emits('expectEmit', more),
    emits('expectEmit', [...FOUR, ...more]),
    emits('expectEmitAnonymous', more),
    emits('expectEmitAnonymous', [...FOUR, 'bool', ...more]),
  ]),
  ...calls('expectCall', ['address', 'bytes'], (given) => ({ address: given.address(0), data: given.bytes(1) })),
  ...calls('expectCall', ['address', 'uint256', 'bytes'], (given) => ({
    ...{ address: given.address(0), value: given.word(1), data: given.bytes(2) },
  })),
  ...calls('expectCall', ['address', 'uint256', 'uint64', 'bytes'], (given) => ({
    ...{ address: given.address(0), value: given.word(1), gas: given.word(2), data: given.bytes(3) },
  })),
  ...calls('expectCallMinGas', ['address', 'uint256', 'uint64', 'bytes'], (given) => ({
    ...{ address: given.address(0), value: given.word(1), leastGas: given.word(2), data: given.bytes(3) },
  })),
  differs('expectSafeMemory(uint64,uint64)', 'nothing is looked at: `memlane test --check` sees more', () => {}),
  differs('expectSafeMemoryCall(uint64,uint64)', 'nothing is looked at: `memlane test --check` sees more', () => {}),
  differs('stopExpectSafeMemory()', 'nothing is looked at: `memlane test --check` sees more', () => {}),
]
