/**
 * What stands before the first test contract is deployed: forge's accounts.
 * Source: forge 1.7.1.
 * @module
 */
import { type Address, formatAddress, MAX_WORD } from '../../base/index.ts'
import type { Evm } from '../../evm/index.ts'
import { CHEATCODE_ADDRESS } from '../../solidity/index.ts'
import type { ProjectSettings } from '../project/profile.ts'
import { createdBy, LIBRARY_DEPLOYER } from './libraries.ts'

/** Where cheatcodes are called. */
export const CHEATCODES: Address = CHEATCODE_ADDRESS

const CREATE2_FACTORY: Address = '0x4e59b44847b379578588920ca78fbf26c0b4956c'
/** Who deployed that factory on every chain, by a signature that nobody has a key for. */
const CREATE2_FACTORY_MAKER: Address = '0x3fab184622dc19b6109349b94811493bf2a45362'
const CREATE2_FACTORY_CODE =
  '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3'

/** Before anything is deployed. Who deploys is rich until it has; so no constructor lacks ether. */
export function layGround(
  { state }: Evm,
  settings: ProjectSettings,
): { readonly sender: Address; readonly test: Address } {
  const sender = formatAddress(BigInt(settings.sender))
  const test = createdBy(sender, 1n)
  state.setAccount(CHEATCODES, { code: '0x00' })
  state.setAccount(sender, { balance: MAX_WORD, nonce: 1n })
  state.setAccount(LIBRARY_DEPLOYER, { balance: MAX_WORD })
  state.setAccount(test, { balance: settings.initialBalance })
  return { sender, test }
}

/** Behind the test contract's deployment, before setUp. */
export function settleGround({ state }: Evm, { initialBalance }: ProjectSettings, sender: Address): void {
  state.setAccount(sender, { balance: initialBalance })
  state.setAccount(LIBRARY_DEPLOYER, { balance: initialBalance })
  state.setAccount(CREATE2_FACTORY, { code: CREATE2_FACTORY_CODE, nonce: 1n })
  state.setAccount(CREATE2_FACTORY_MAKER, { nonce: 1n })
}
