/** Files, environment, artifacts. @module */
import { bytesToHex } from '../../../base/index.ts'
import { bytesAnswer, stringAnswer, wordAnswer } from '../answer.ts'
import type { CheatArguments } from '../cheatArguments.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatCall, type CheatRow, works } from '../cheatRow.ts'
import { parsedFlag, parsedHex, parsedNumber } from './text.ts'

/** How a type's value is read from a text, and how it is returned. */
const OF_TEXT: Readonly<Record<string, (text: string) => Uint8Array>> = {
  bool: (text) => wordAnswer(parsedFlag(text)),
  uint256: (text) => wordAnswer(parsedNumber(text, 'uint256')),
  int256: (text) => wordAnswer(parsedNumber(text, 'int256')),
  address: (text) => wordAnswer(BigInt(bytesToHex(parsedHex(text, 'address', 20)))),
  bytes32: (text) => parsedHex(text, 'bytes32', 32),
  string: stringAnswer,
  bytes: (text) => bytesAnswer(parsedHex(text, 'bytes')),
}

function variable({ cheats, given }: CheatCall): string | undefined {
  return cheats.ports.environment[given.text(0)]
}

const NAMES: Readonly<Record<string, string>> = {
  ...{ bool: 'envBool', uint256: 'envUint', int256: 'envInt', address: 'envAddress' },
  ...{ bytes32: 'envBytes32', string: 'envString', bytes: 'envBytes' },
}

const environment = Object.entries(OF_TEXT).flatMap(([type, read]): CheatRow[] => {
  const isDynamic = type === 'string' || type === 'bytes'
  const given = (values: CheatArguments) => (isDynamic ? bytesAnswer(values.bytes(1)) : values.bytes32(1))
  return [
    works(`${NAMES[type]}(string)`, (call) => {
      const value = variable(call)
      if (value === undefined) throw new CheatcodeError(`environment variable "${call.given.text(0)}" not found`)
      return read(value)
    }),
    works(`envOr(string,${type})`, (call) => {
      const value = variable(call)
      return value === undefined ? given(call.given) : read(value)
    }),
  ]
})

function code({ cheats, given }: CheatCall, part: 'creation' | 'runtime'): Uint8Array {
  const found = cheats.ports.artifact(given.text(0))
  if (found === undefined) throw new CheatcodeError(`no matching artifact found for \`${given.text(0)}\``)
  return bytesAnswer(found[part])
}

export const FILE_CHEATS: readonly CheatRow[] = [
  ...environment,
  works('envExists(string)', (call) => wordAnswer(variable(call) !== undefined)),
  works('getCode(string)', (call) => code(call, 'creation')),
  works('getDeployedCode(string)', (call) => code(call, 'runtime')),
  works('readFile(string)', ({ cheats, given }) => bytesAnswer(cheats.ports.readFile(given.text(0)))),
  works('readFileBinary(string)', ({ cheats, given }) => bytesAnswer(cheats.ports.readFile(given.text(0)))),
]
