/** The table beside the one of @ethereumjs/evm, which was typed by other people. */
import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { getOpcodesForHF, paramsEVM } from '@ethereumjs/evm'
import { describe, expect, it } from 'vitest'
import { FORK_NAMES, type ForkName, isAtLeast } from './forkNames.ts'
import { fork } from './forks.ts'

const HARDFORKS: Record<ForkName, Hardfork> = {
  frontier: Hardfork.Chainstart,
  homestead: Hardfork.Homestead,
  tangerineWhistle: Hardfork.TangerineWhistle,
  spuriousDragon: Hardfork.SpuriousDragon,
  byzantium: Hardfork.Byzantium,
  constantinople: Hardfork.Constantinople,
  petersburg: Hardfork.Petersburg,
  istanbul: Hardfork.Istanbul,
  berlin: Hardfork.Berlin,
  london: Hardfork.London,
  paris: Hardfork.Paris,
  shanghai: Hardfork.Shanghai,
  cancun: Hardfork.Cancun,
  prague: Hardfork.Prague,
  osaka: Hardfork.Osaka,
}

function peer(name: ForkName) {
  const common = new Common({ chain: Mainnet, hardfork: HARDFORKS[name], params: paramsEVM })
  return { common, opcodes: getOpcodesForHF(common).opcodes }
}

/** What the peer charges while running and we count as the opcode's own price. */
function chargedWhileRunning(name: string, forkName: ForkName, topicGas: number): number {
  if (name.startsWith('LOG')) return Number(name.slice(3)) * topicGas
  const access = /^(SLOAD|BALANCE|EXTCODE(SIZE|COPY|HASH)|CALL|CALLCODE|DELEGATECALL|STATICCALL)$/
  return isAtLeast(forkName, 'berlin') && access.test(name) ? 100 : 0
}

describe.each(FORK_NAMES)('%s', (name) => {
  const { common, opcodes } = peer(name)
  const { opcodes: ours, rules } = fork(name)

  it('has the same opcodes under the same names', () => {
    const theirs = [...opcodes.values()].map(
      ({ code, fullName }) => `${code} ${fullName.replace('DIFFICULTY', 'PREVRANDAO')}`,
    )
    expect(ours.flatMap((opcode) => (opcode === undefined ? [] : `${opcode.code} ${opcode.name}`))).toEqual(
      theirs.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
    )
  })
  it('has the same static prices', () => {
    const topicGas = Number(common.param('logTopicGas'))
    expect(opcodes.size).toBeGreaterThanOrEqual(130)
    for (const { code, fullName, fee } of opcodes.values()) {
      const expected = fee + chargedWhileRunning(fullName, name, topicGas)
      expect(`${fullName} ${ours[code]?.gas}`).toBe(`${fullName} ${expected}`)
    }
  })
  it('has the same rules, as far as the peer keeps them as numbers', () => {
    expect(rules.expByteGas).toBe(Number(common.param('expByteGas')))
    expect(rules.refundQuotient).toBe(Number(common.param('maxRefundQuotient')))
    expect(rules.coldAccess).toBe(common.isActivatedEIP(2929))
    expect(rules.initcodeLimit).toBe(common.isActivatedEIP(3860))
    expect(rules.selfdestructOnlyNew).toBe(common.isActivatedEIP(6780))
    expect(rules.allButOne64th).toBe(common.gteHardfork(Hardfork.TangerineWhistle))
    if (rules.maxCodeSize !== undefined) expect(rules.maxCodeSize).toBe(Number(common.param('maxCodeSize')))
    if (rules.storagePricing === 'net' && isAtLeast(name, 'istanbul')) {
      expect(rules.storageSentryGas).toBe(Number(common.param('sstoreSentryEIP2200Gas')))
      expect(rules.storageDirtyGas).toBe(Number(common.param('sstoreDirtyEIP2200Gas')))
      expect(rules.storageClearRefund).toBe(Number(common.param('sstoreClearRefundEIP2200Gas')))
    }
    if (name === 'constantinople') expect(rules.storageDirtyGas).toBe(Number(common.param('netSstoreDirtyGas')))
  })
})
