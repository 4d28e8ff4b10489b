/** Contracts that break each rule, and contracts that only look like it, in the four builds. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkRecording, factsFrom, RULES } from '../../src/check/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { BuildLocator, encodeCreation, functionsOf } from '../../src/solidity/index.ts'
import { record } from '../../src/trace/index.ts'
import type { BuildMode } from '../support/solc.ts'
import { type Builds, compileModes, MODES } from '../support/twins.ts'

function source(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

let broken: Builds
let sound: Builds
beforeAll(async () => {
  broken = await compileModes(source('Broken.sol'))
  sound = await compileModes(source('Sound.sol'))
})

const ALL = new Set(RULES.map(({ id }) => id).filter((id) => id !== 'R15'))

/** `R05 by :48, met by :49`, of each cause, by function. */
function findings(builds: Builds, mode: BuildMode, name: string, isOffToo = false): Map<string, string[]> {
  const contract = builds[mode].contract(name)
  const builds_ = new BuildLocator(builds[mode])
  const evm = createEvm()
  const { created } = evm.call({ input: encodeCreation(contract) })
  const found = new Map<string, string[]>()
  for (const { name: called, selector, inputs } of functionsOf(contract)) {
    const input = `${selector}${'0'.repeat(63)}9`.slice(0, 10 + inputs.length * 64) as typeof selector
    const { recording } = record(evm, { to: created!, input, gas: 30_000_000n })
    const { causes } = checkRecording(recording, { factsOf: factsFrom(builds_), ...(isOffToo ? { rules: ALL } : {}) })
    found.set(
      called,
      causes.map(({ rule, first }) => {
        const line = (pc: number) => builds_.place(recording.frames[first.frame]!, pc)?.line ?? '?'
        return `${rule} ${first.severity} by :${line(first.at.pc)}`
      }),
    )
  }
  return found
}

/** The line of the statement that does it, by the text of it. */
function lineOf(text: string): number {
  return source('Broken.sol').slice(0, source('Broken.sol').indexOf(text)).split('\n').length
}

describe.each(MODES)('%s', (mode) => {
  it('finds each break by its rule, at its line', () => {
    const found = findings(broken, mode, 'Broken', true)
    const by = (name: string) => found.get(name)
    expect(by('r01_scratchTooLong')).toEqual([`R01 error by :${lineOf('mstore(0x30')}`])
    expect(by('r02_lengthOfEmptyArray')).toEqual([`R02 error by :${lineOf('mstore(0x60, 1)')}`])
    expect(by('r03_usedAfterRelease')).toEqual([`R03 error by :${lineOf('mstore(0x40, a)')}`])
    expect(by('r03_releasedWhileHeld')).toEqual([`R03 error by :${lineOf('mstore(0x40, free)')}`])
    expect(by('r05_oneWordTooFar')).toEqual([`R05 error by :${lineOf('mload(a), 0x20)), 99')}`])
    expect(by('r05_wholeWordForAByte')).toContain(`R05 error by :${lineOf('mstore(add(add(b, 0x20), 7), 0)')}`)
    expect(by('r05_oneWordTooEarly')).toContain(`R05 error by :${lineOf('mstore(sub(b, 0x20), 3)')}`)
    expect(by('r05_indexOfTheCaller')).toEqual([`R05 error by :${lineOf('mul(i, 0x20)), v)')}`])
    expect(by('r05_intoPacked')).toEqual([`R05 error by :${lineOf('98) }')}`])
    expect(by('r06_sizeWraps')).toEqual([`R06 error by :${lineOf('mstore(p, n)')}`])
    expect(by('r07_temporaryKept')).toEqual([`R07 error by :${lineOf('mstore(t, 0x1234)')}`])
    expect(by('r07_temporaryEncodedOver')).toEqual([`R07 error by :${lineOf('mstore(t, 1)')}`])
    // The optimizer of the IR pipeline reads through the pointer of what is allocated behind it, which is the same number.
    const tooLittle = (text: string) => (mode === 'via-IR optimized' ? [] : [`R07 warning by :${lineOf(text)}`])
    expect(by('r07_allocatedTooLittle')).toEqual(tooLittle('mstore(p, 0x11)'))
    expect(by('r07_contentBehindEnd')).toEqual(tooLittle('shl(216'))
    expect(by('r07_wordOverEnd')).toContain(`R07 warning by :${lineOf('0x123456789a')}`)
    expect(by('r08_halfFilled')).toEqual([`R08 warning by :${lineOf('h := keccak256(p, 0x40)')}`])
    expect(by('r09_shortenedOverOldBytes')).toEqual([`R09 warning by :${lineOf('return(p, 0x60)')}`])
    expect(by('r09_dirtyAddress')).toEqual([`R09 warning by :${lineOf('return(0, 0x20)')}`])
    // The IR pipeline copies in a function of its own, which belongs to the whole contract.
    const copied = mode.startsWith('via-IR') ? 'contract Broken' : '(, bytes memory answer)'
    expect(by('r10_allOfTheAnswer')).toEqual([`R10 warning by :${lineOf(copied)}`])
    expect(by('r11_copyOverReserved')).toContain(`R11 warning by :${lineOf('returndatacopy(0, 0, 0x80)')}`)
    expect(by('r12_oldBytesForAnAnswer')).toEqual([`R12 error by :${lineOf('pop(staticcall')}`])
    expect(by('r13_offsetOfTheCaller')).toEqual([`R13 warning by :${lineOf('mstore(add(mload(0x40), offset), 1)')}`])
    expect(by('r14_distanceWraps')).toEqual([`R14 error by :${lineOf('mstore(add(m, distance)')}`])
    expect(by('r17_copyUpwards')).toEqual([`R17 note by :${lineOf('mstore(add(add(s, 0x20), i)')}`])
    expect(by('r19_lengthNotReduced')).toContain(`R19 warning by :${lineOf('136)')}`)
  })

  it('says nothing of what is sound', () => {
    const loud = [...findings(sound, mode, 'Sound')].filter(([, lines]) => lines.length > 0)
    expect(loud).toEqual([])
  })
})
