/** Answers in place of calls. @module */
import type { CheatArguments } from '../cheatArguments.ts'
import { type CheatCall, type CheatRow, works } from '../cheatRow.ts'
import type { Mock } from '../mocks.ts'

function mock({ cheats, world }: CheatCall, mocked: Mock): void {
  const { address } = mocked
  world.warm(address)
  // A call that solc checks first has to find code.
  if (world.code(address).length === 0) world.setCode(address, '0x00')
  cheats.mocks.add(mocked)
}

/** Without and with a value, by calldata and by selector. */
function mocks(name: string, isRevert: boolean): CheatRow[] {
  const row = (types: string, of: (given: CheatArguments) => Omit<Mock, 'isRevert'>): CheatRow =>
    works(`${name}(${types})`, (call) => mock(call, { ...of(call.given), isRevert }))
  return [
    row('address,bytes,bytes', (given) => ({
      ...{ address: given.address(0), data: given.bytes(1), value: undefined, outputs: [given.bytes(2)] },
    })),
    row('address,bytes4,bytes', (given) => ({
      ...{ address: given.address(0), data: given.bytes4(1), value: undefined, outputs: [given.bytes(2)] },
    })),
    row('address,uint256,bytes,bytes', (given) => ({
      ...{ address: given.address(0), value: given.word(1), data: given.bytes(2), outputs: [given.bytes(3)] },
    })),
    row('address,uint256,bytes4,bytes', (given) => ({
      ...{ address: given.address(0), value: given.word(1), data: given.bytes4(2), outputs: [given.bytes(3)] },
    })),
  ]
}

export const MOCK_CHEATS: readonly CheatRow[] = [
  ...mocks('mockCall', false),
  ...mocks('mockCallRevert', true),
  works('mockCalls(address,bytes,bytes[])', (call) =>
    mock(call, {
      ...{ address: call.given.address(0), data: call.given.bytes(1), value: undefined },
      ...{ outputs: call.given.items(2), isRevert: false },
    }),
  ),
  works('mockCalls(address,uint256,bytes,bytes[])', (call) =>
    mock(call, {
      ...{ address: call.given.address(0), value: call.given.word(1), data: call.given.bytes(2) },
      ...{ outputs: call.given.items(3), isRevert: false },
    }),
  ),
  works('mockFunction(address,address,bytes)', ({ cheats, given }) =>
    cheats.mocks.addFunction({ callee: given.address(0), target: given.address(1), data: given.bytes(2) }),
  ),
  works('clearMockedCalls()', ({ cheats }) => cheats.mocks.clear()),
]
