/**
 * All cheatcodes, by selector. The table in docs/foundry.md is made from it.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hex } from '../../base/index.ts'
import { CheatcodeError } from './cheatError.ts'
import type { CheatRow } from './cheatRow.ts'
import { ACCOUNT_CHEATS } from './codes/accounts.ts'
import { ASSERT_CHEATS } from './codes/asserts.ts'
import { BLOCK_CHEATS } from './codes/block.ts'
import { EXPECTATION_CHEATS } from './codes/expectations.ts'
import { FILE_CHEATS } from './codes/files.ts'
import { FLOW_CHEATS } from './codes/flow.ts'
import { KEY_CHEATS } from './codes/keys.ts'
import { MOCK_CHEATS } from './codes/mocks.ts'
import { PRANK_CHEATS } from './codes/pranks.ts'
import { TEXT_CHEATS } from './codes/text.ts'

/** Signatures that are known, and why they are refused. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'it runs programs of the machine: `memlane test` does not': ['ffi(string[])', 'tryFfi(string[])'],
  'it sends transactions: `memlane test` does not': [
    ...['broadcast()', 'broadcast(address)', 'broadcast(uint256)'],
    ...['startBroadcast()', 'startBroadcast(address)', 'startBroadcast(uint256)', 'stopBroadcast()'],
  ],
  'forks are not there yet': [
    ...['createFork(string)', 'createFork(string,uint256)', 'createSelectFork(string)'],
    ...['createSelectFork(string,uint256)', 'selectFork(uint256)', 'activeFork()', 'rollFork(uint256)'],
    ...['rpcUrl(string)', 'rpcUrls()'],
  ],
  'it is not there yet': [
    ...['record()', 'accesses(address)', 'stopRecord()', 'startStateDiffRecording()', 'stopAndReturnStateDiff()'],
    ...[
      'copyStorage(address,address)',
      'setArbitraryStorage(address)',
      'deployCode(string)',
      'deployCode(string,bytes)',
    ],
    ...['assumeNoRevert()', 'writeFile(string,string)', 'writeJson(string,string)', 'writeJson(string,string,string)'],
    ...[
      'parseJson(string)',
      'parseJson(string,string)',
      'parseJsonUint(string,string)',
      'parseJsonString(string,string)',
    ],
    ...['parseJsonBytes32(string,string)', 'parseJsonBool(string,string)', 'parseJsonAddress(string,string)'],
    ...[
      'serializeString(string,string,string)',
      'serializeUint(string,string,uint256)',
      'serializeJson(string,string)',
    ],
    ...['serializeAddress(string,string,address)', 'serializeBool(string,string,bool)', 'readLine(string)'],
    ...[
      'parseToml(string)',
      'parseToml(string,string)',
      'deriveKey(string,uint32)',
      'attachDelegation((uint8,bytes32,bytes32,uint64,address))',
    ],
    ...['signDelegation(address,uint256)', 'signAndAttachDelegation(address,uint256)', 'getRawBlockHeader(uint256)'],
  ],
}

const refused: readonly CheatRow[] = Object.entries(REFUSED).flatMap(([note, signatures]) =>
  signatures.map(
    (signature): CheatRow => ({
      signature,
      state: 'refused',
      note,
      run: () => {
        throw new CheatcodeError(note)
      },
    }),
  ),
)

/** In the order of the docs. */
export const CHEAT_ROWS: readonly CheatRow[] = [
  ...PRANK_CHEATS,
  ...EXPECTATION_CHEATS,
  ...MOCK_CHEATS,
  ...BLOCK_CHEATS,
  ...ACCOUNT_CHEATS,
  ...KEY_CHEATS,
  ...FLOW_CHEATS,
  ...ASSERT_CHEATS,
  ...TEXT_CHEATS,
  ...FILE_CHEATS,
  ...refused,
]

/** By `0x` and eight digits. */
export const CHEATS: ReadonlyMap<Hex, CheatRow> = new Map(
  CHEAT_ROWS.map((row) => [bytesToHex(keccak_256(new TextEncoder().encode(row.signature)).subarray(0, 4)), row]),
)
