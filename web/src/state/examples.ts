/**
 * What can be looked at without having anything.
 * @module
 */
import arrays from '@examples/MemDynamicArray.sol?raw'
import lane from '@examples/MemoryLane.sol?raw'
import mnemonics from '@examples/memorylane.evm?raw'
import layout from '@examples/WtfMemoryLayout.sol?raw'
import type { Input, SourceKind } from '../engine/input.ts'

export interface Example {
  readonly name: string
  readonly kind: SourceKind
  readonly text: string
}

export const EXAMPLES: readonly Example[] = [
  { name: 'MemoryLane.sol', kind: 'solidity', text: lane },
  { name: 'MemDynamicArray.sol', kind: 'solidity', text: arrays },
  { name: 'WtfMemoryLayout.sol', kind: 'solidity', text: layout },
  { name: 'memorylane.evm', kind: 'mnemonics', text: mnemonics },
  { name: 'answer.hex', kind: 'bytecode', text: '0x602a60005260206000f3' },
  {
    name: 'scratch.yul',
    kind: 'yul',
    text: '{\n  // The free memory pointer, by hand.\n  mstore(0x40, 0x80)\n  let p := mload(0x40)\n  mstore(0x40, add(p, 0x40))\n  mstore(p, 1)\n  mstore(add(p, 0x20), 0xff)\n  return(p, 0x40)\n}\n',
  },
]

export function inputOf({ name, kind, text }: Example): Input {
  return {
    kind,
    name,
    text,
    others: [],
    remappings: [],
    solc: '',
    contract: '',
    call: '',
    callArguments: [],
    constructorArguments: [],
    calldata: '',
    value: '',
    from: '',
    gas: '',
    fork: 'osaka',
    optimize: false,
    viaIr: false,
  }
}

/** Named as files are, so that errors and maps can say where. */
export const FILE_NAMES: Readonly<Record<SourceKind, string>> = {
  solidity: 'Contract.sol',
  yul: 'Code.yul',
  mnemonics: 'code.evm',
  bytecode: 'code.hex',
}
