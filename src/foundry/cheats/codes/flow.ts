/** What becomes of the test, randomness, gas. @module */
import { bytesAnswer, stringAnswer, wordAnswer, wordsAnswer } from '../answer.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatCall, type CheatRow, differs, works } from '../cheatRow.ts'

const GAS_COUNTS = 'gas counts all the same'
const NOT_WRITTEN = 'the snapshot is not written to `snapshots/`'

function used({ cheats }: CheatCall): Uint8Array {
  if (cheats.lastCall === undefined) throw new CheatcodeError('no external call was made yet')
  return wordAnswer(cheats.lastCall.used)
}

/** The world as it was, and the block. */
function back({ cheats, request, world, given }: CheatCall, isLast: boolean): Uint8Array {
  const environment = cheats.snapshots.revert(given.word(0), world)
  if (environment === undefined) return wordAnswer(false)
  cheats.setEnvironment(request, environment)
  if (isLast) cheats.snapshots.drop(given.word(0))
  return wordAnswer(true)
}

function nothing(signature: string): CheatRow {
  return works(signature, () => {})
}

export const FLOW_CHEATS: readonly CheatRow[] = [
  works('assume(bool)', ({ cheats, given }) => {
    if (!given.flag(0)) cheats.reject()
  }),
  works('skip(bool)', ({ cheats, given }) => {
    if (given.flag(0)) cheats.skip('')
  }),
  works('skip(bool,string)', ({ cheats, given }) => {
    if (given.flag(0)) cheats.skip(given.text(1))
  }),
  works('randomUint()', ({ cheats }) => wordAnswer(cheats.random.next())),
  works('randomUint(uint256)', ({ cheats, given }) => {
    const bits = given.word(0)
    if (bits > 256n) throw new CheatcodeError('number of bits cannot exceed 256')
    return wordAnswer(BigInt.asUintN(Number(bits), cheats.random.next()))
  }),
  works('randomUint(uint256,uint256)', ({ cheats, given }) => {
    if (given.word(0) > given.word(1)) throw new CheatcodeError('min must be less than or equal to max')
    return wordAnswer(cheats.random.between(given.word(0), given.word(1)))
  }),
  works('randomInt()', ({ cheats }) => wordAnswer(cheats.random.next())),
  works('randomInt(uint256)', ({ cheats, given }) => {
    const bits = given.word(0)
    if (bits > 256n) throw new CheatcodeError('number of bits cannot exceed 256')
    return wordAnswer(BigInt.asIntN(Number(bits), cheats.random.next()))
  }),
  works('randomAddress()', ({ cheats }) => wordAnswer(BigInt.asUintN(160, cheats.random.next()))),
  works('randomBool()', ({ cheats }) => wordAnswer(cheats.random.next() % 2n === 1n)),
  works('randomBytes(uint256)', ({ cheats, given }) => {
    if (given.word(0) > 2n ** 20n) throw new CheatcodeError('more than 1 MiB of random bytes')
    return bytesAnswer(cheats.random.bytes(given.count(0)))
  }),
  works('randomBytes4()', ({ cheats }) => wordAnswer((cheats.random.next() >> 224n) << 224n)),
  works('randomBytes8()', ({ cheats }) => wordAnswer((cheats.random.next() >> 192n) << 192n)),
  works('lastCallGas()', ({ cheats }) => {
    const { lastCall } = cheats
    if (lastCall === undefined) throw new CheatcodeError('no external call was made yet')
    return wordsAnswer(lastCall.limit, lastCall.used, 0n, 0n, lastCall.left)
  }),
  differs('snapshotGasLastCall(string)', NOT_WRITTEN, used),
  differs('snapshotGasLastCall(string,string)', NOT_WRITTEN, used),
  differs('snapshotValue(string,uint256)', NOT_WRITTEN, () => {}),
  differs('snapshotValue(string,string,uint256)', NOT_WRITTEN, () => {}),
  differs('startSnapshotGas(string)', NOT_WRITTEN, () => {}),
  differs('startSnapshotGas(string,string)', NOT_WRITTEN, () => {}),
  differs('stopSnapshotGas()', `${NOT_WRITTEN}, and 0 comes back`, () => wordAnswer(0n)),
  differs('stopSnapshotGas(string)', `${NOT_WRITTEN}, and 0 comes back`, () => wordAnswer(0n)),
  differs('stopSnapshotGas(string,string)', `${NOT_WRITTEN}, and 0 comes back`, () => wordAnswer(0n)),
  works('pauseGasMetering()', ({ cheats, request }) => cheats.metering.pause(request)),
  works('resumeGasMetering()', ({ cheats, request }) => cheats.metering.resume(request)),
  differs('resetGasMetering()', GAS_COUNTS, () => {}),
  ...['snapshot()', 'snapshotState()'].map((signature) =>
    works(signature, ({ cheats, world }) => wordAnswer(cheats.snapshots.add(world, cheats.environment))),
  ),
  ...['revertTo(uint256)', 'revertToState(uint256)'].map((signature) => works(signature, (call) => back(call, false))),
  ...['revertToAndDelete(uint256)', 'revertToStateAndDelete(uint256)'].map((signature) =>
    works(signature, (call) => back(call, true)),
  ),
  ...['deleteSnapshot(uint256)', 'deleteStateSnapshot(uint256)'].map((signature) =>
    works(signature, ({ cheats, given }) => wordAnswer(cheats.snapshots.drop(given.word(0)))),
  ),
  ...['deleteSnapshots()', 'deleteStateSnapshots()'].map((signature) =>
    works(signature, ({ cheats }) => cheats.snapshots.clear()),
  ),
  nothing('pauseTracing()'),
  nothing('resumeTracing()'),
  nothing('breakpoint(string)'),
  nothing('breakpoint(string,bool)'),
  nothing('sleep(uint256)'),
  works('unixTime()', ({ cheats }) => wordAnswer(BigInt(cheats.ports.now()))),
  works('projectRoot()', ({ cheats }) => stringAnswer(cheats.ports.root)),
  // 0: a test or a script under test, 1: a test. 2: coverage; 3: a gas snapshot; 4 and up: scripts.
  works('isContext(uint8)', ({ given }) => wordAnswer(given.word(0) <= 1n)),
]
