/**
 * CREATE and CREATE2. Source: Yellow Paper, section 7; EIP-150, EIP-161, EIP-684, EIP-1014, EIP-2929, EIP-3860.
 * @module
 */
import type { Word } from '../base/units.ts'
import { Code, type MachineFrame } from '../machine/index.ts'
import * as op from '../opcodes/codes.ts'
import { charge, chargeMemory } from './charges.ts'
import { createdAddress, creationAddress } from './creation.ts'
import type { FrameHost } from './frameHost.ts'
import type { HaltReason } from './result.ts'

/** Far more than a creation may have. */
const MAX_HASHED_INITCODE = 1n << 24n

export function create(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  return start(host, frame, undefined)
}

export function create2(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  return start(host, frame, frame.operand(3))
}

function start(host: FrameHost, frame: MachineFrame, salt: Word | undefined): HaltReason | undefined {
  if (frame.isStatic) return 'staticViolation'
  const { machine } = host
  const { rules, opcodes } = host.fork
  const value = frame.operand(0)
  const offset = frame.operand(1)
  const length = frame.operand(2)
  const halt = chargeMemory(host, frame, offset, length)
  if (halt !== undefined) return halt
  const { maxCodeSize } = host
  if (rules.initcodeLimit && maxCodeSize !== undefined && length > BigInt(maxCodeSize) * 2n) return 'initcodeTooLarge'
  const perWord = opcodes[salt === undefined ? op.CREATE : op.CREATE2]!.gasPerWord
  if (!charge(frame, BigInt(perWord) * ((length + 31n) / 32n))) return 'outOfGas'

  const gas = rules.allButOne64th ? frame.gas - frame.gas / 64n : frame.gas
  frame.gas -= gas
  const self = host.account(frame)
  const initcode = new Code(machine.memory.copyOut(length === 0n ? 0 : frame.base + Number(offset), Number(length)))
  frame.drop(salt === undefined ? 3 : 4)
  host.enter({
    kind: salt === undefined ? 'create' : 'create2',
    self,
    caller: self.address,
    target: undefined,
    initcode,
    salt,
    value,
    gas,
    isStatic: false,
    depth: frame.depth + 1,
    input: 0,
    inputLength: 0,
    outputOffset: 0,
    outputLength: 0,
    checkpoint: undefined,
    request: undefined,
  })
  return undefined
}

/**
 * Where the creation at the frame's pc is going to be; `undefined` when its code lies past what memory can pay for, and
 * it fails before that matters.
 */
export function newAddress(host: FrameHost, frame: MachineFrame, salted: boolean): bigint | undefined {
  const creator = host.account(frame)
  if (!salted) return createdAddress(host.machine, creator.address, creator.nonce)
  const offset = frame.operand(1)
  const length = frame.operand(2)
  if (length > MAX_HASHED_INITCODE || offset > MAX_HASHED_INITCODE) return undefined
  const initcode = frame.readMemory(Number(offset), Number(length))
  const caller = creator.address
  return creationAddress(host.machine, { caller, salt: frame.operand(3), initcode: new Code(initcode) }, creator.nonce)
}
