import { describe, expect, it } from 'vitest'
import { compilers } from '../../../test/support/solc.ts'
import { wordAt } from '../../base/index.ts'
import type { Recording } from '../../trace/index.ts'
import {
  type CampaignOptions,
  campaign,
  type LaunchInput,
  prepare,
  prepareCampaign,
  replay,
  type Stage,
} from '../index.ts'

function inputOf(source: string, contract: LaunchInput['contract'] = {}): LaunchInput {
  return { code: { kind: 'solidity', entry: 'A.sol', sources: { 'A.sol': source } }, contract }
}

/** A contract in place, with nothing called of it. */
function stageOf(source: string): Promise<Stage> {
  return prepare({ ...inputOf(source), call: { calldata: '0x' } }, { compilers })
}

/** Finds a frame at whose end the word is not zero that Solidity keeps zero. */
function zeroWordWritten({ frames }: Recording): readonly string[] {
  return frames.some(({ memory }) => memory.length >= 0x80 && wordAt(memory, 0x60) !== 0n) ? ['zero word'] : []
}

const QUICK: CampaignOptions = { calls: 600, seed: 'one', judge: zeroWordWritten }
const QUIET: CampaignOptions = { calls: 100, seed: 'one', judge: () => [] }

describe('campaign', () => {
  it('finds what needs two calls, the first with a constant of the code, and makes it small', async () => {
    const stage = await stageOf(`contract A {
      bool armed; uint256 noise;
      function other(uint256 x, string calldata s) external { noise += x % 7 + bytes(s).length; }
      function arm(uint64 key) external { if (key == 0x1d0_c0ffee) armed = true; }
      function act(uint256[] calldata list) external view {
        if (armed && list.length > 2) assembly { mstore(0x60, 1) }
      }
    }`)
    const { found, calls, functions, coverage } = await campaign(stage, QUICK)
    expect(calls).toBe(600)
    expect(functions.reduce((sum, one) => sum + one.calls, 0)).toBe(600)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ key: 'zero word', isSmallest: true })
    expect(found[0]?.calls.map((call) => [call.function, call.arguments])).toEqual([
      ['arm(uint64)', [String(0x1d0_c0ffee)]],
      ['act(uint256[])', ['[0, 0, 0]']],
    ])
    expect(coverage[0]).toMatchObject({ contract: 'A', isCreation: false })
    const { memory } = coverage[0]!
    expect(memory.ran + memory.notRan.length).toBe(memory.count)
    // The stage has seen nothing of it: there is no account with storage.
    expect(stage.evm.state.account(stage.parameters.to!)?.storage).toEqual({})
  })
  it('finds a lie about a length, in calldata that the contract reads by itself', async () => {
    const stage = await stageOf(`contract A {
      function f(bytes[] calldata list) external pure {
        assembly {
          if list.length {
            let data := add(list.offset, calldataload(list.offset))
            if gt(calldataload(data), calldatasize()) { mstore(0x60, 1) }
          }
        }
      }
    }`)
    const { found } = await campaign(stage, { ...QUICK, calls: 1500 })
    expect(found).toHaveLength(1)
    const [call] = found[0]!.calls
    expect(call).toMatchObject({ function: 'f(bytes[])', isHostile: true, arguments: undefined })
    const launch = await replay(stage, [call!])
    expect(zeroWordWritten(launch.recording)).toEqual(['zero word'])
  })
  it('gives the same for the same seed, and other calls for another', async () => {
    const source = `contract A { uint256 s; function f(uint256 x, bytes calldata b) external payable {
      unchecked { s += x * b.length; } if (x % 3 == 1 && b.length > 40) assembly { mstore(0x60, x) } } }`
    const results = ['one', 'one', 'two'].map(async (seed) =>
      campaign(await stageOf(source), { ...QUICK, seed, calls: 300 }),
    )
    const [first, again, other] = await Promise.all(results)
    expect(again).toEqual(first)
    expect(other?.functions).not.toEqual(first?.functions)
    expect(first?.found.map(({ calls }) => calls.map((call) => call.arguments))).toEqual(
      [['1', `0x${'00'.repeat(41)}`]].map((one) => [one]),
    )
  })
  it('sends ether and calls from others where a bug needs them, and only there', async () => {
    const stage = await stageOf(`contract A {
      address immutable owner = msg.sender;
      function pay() external payable { if (msg.value > 5 && msg.sender != owner) assembly { mstore(0x60, 1) } }
      function free() external view { if (msg.sender == owner) assembly { mstore(0x60, 1) } }
    }`)
    const judge: CampaignOptions['judge'] = (recording, call) =>
      zeroWordWritten(recording).map((key) => `${key} by ${call.function}`)
    const { found } = await campaign(stage, { ...QUICK, judge })
    const byKey = new Map(found.map(({ key, calls }) => [key, calls]))
    expect(byKey.get('zero word by pay()')).toMatchObject([{ value: 6n }])
    expect(byKey.get('zero word by pay()')?.[0]?.from).not.toBe(stage.parameters.from)
    expect(byKey.get('zero word by free()')).toMatchObject([{ value: 0n, from: stage.parameters.from }])
  })
  it('cuts an endless loop short, judges what it did, and calls the rest', async () => {
    const stage = await stageOf(`contract A {
      function spin(uint256 x) external pure { assembly { for {} 1 {} { mstore(0x60, add(x, 1)) } } }
      function fine() external pure returns (uint256) { return 1; }
    }`)
    const limits = { steps: 2000, tries: 50 }
    const { functions, found } = await campaign(stage, { ...QUIET, judge: zeroWordWritten, limits })
    const [fine, spin] = functions
    expect(fine).toMatchObject({ function: 'fine()', shortened: 0, failures: [] })
    expect(fine?.succeeded).toBe(fine?.calls)
    expect(spin).toMatchObject({ function: 'spin(uint256)', succeeded: 0, unjudged: 0 })
    expect(spin?.shortened).toBeGreaterThan(10)
    expect(spin?.failures[0]?.end).toMatchObject({ status: 'halt', halt: 'outOfGas' })
    expect(found[0]?.calls).toMatchObject([{ function: 'spin(uint256)', arguments: ['0'], gas: 6000n }])
  })
  it('says of functions that nobody can call how they failed', async () => {
    const stage = await stageOf(`contract A {
      address owner = address(1);
      function locked(uint256) external view { require(msg.sender == owner, "not you"); }
      function huge(uint8[5000] calldata) external pure {}
      function open() external {}
    }`)
    const { functions } = await campaign(stage, QUIET)
    expect(functions.map((one) => [one.function, one.calls > 0, one.passed > 0, one.notCalled])).toEqual([
      ['huge(uint8[5000])', false, false, 'tooLarge'],
      ['locked(uint256)', true, false, undefined],
      ['open()', true, true, undefined],
    ])
    expect(functions[1]?.failures[0]?.end.revert?.reason).toMatchObject({
      kind: 'error',
      message: { kind: 'string', text: 'not you' },
    })
  })
  it('calls receive and fallback, and one function where it is named', async () => {
    const source = `contract A {
      receive() external payable {}
      fallback(bytes calldata data) external returns (bytes memory) { if (data.length > 40) assembly { mstore(0x60, 1) } return data; }
      function f() external {} function g() external {}
    }`
    const all = await campaign(await stageOf(source), QUICK)
    expect(all.functions.map((one) => one.function)).toEqual(['f()', 'g()', 'fallback', 'receive'])
    expect(all.found[0]?.calls).toMatchObject([{ function: 'fallback', arguments: undefined, isHostile: false }])
    const one = await campaign(await stageOf(source), { ...QUIET, functions: ['g'] })
    expect(one.functions).toMatchObject([{ function: 'g()', calls: 100 }])
    await expect(campaign(await stageOf(source), { ...QUIET, functions: ['h'] })).rejects.toMatchObject({
      code: 'solidity.noFunction',
    })
  })
  it('has nothing to do where nothing can be called', async () => {
    const { calls, functions, found } = await campaign(await stageOf('contract A { uint256 x; }'), QUIET)
    expect({ calls, functions, found }).toEqual({ calls: 0, functions: [], found: [] })
  })
  it('calls bytecode by what it seems to compare selectors with', async () => {
    // PUSH4 0x12345678, the selector, EQ; with it, the word behind the selector goes to 0x60.
    const text =
      'PUSH 0 CALLDATALOAD PUSH 224 SHR PUSH4 0x12345678 EQ PUSH @hit JUMPI STOP hit: JUMPDEST PUSH 4 CALLDATALOAD PUSH 0x60 MSTORE'
    const stage = await prepare({ code: { kind: 'mnemonics', name: 'a.evm', text } })
    const { found, functions } = await campaign(stage, QUICK)
    expect(functions.map((one) => one.function)).toEqual(['calldata', '0x12345678'])
    expect(found[0]?.calls).toMatchObject([{ function: '0x12345678' }])
    await expect(campaign(stage, { ...QUIET, functions: ['f'] })).rejects.toMatchObject({
      code: 'launch.needsSolidity',
    })
  })
  it('tells where it is, ends early, and keeps no more keys than it may', async () => {
    const stage = await stageOf('contract A { function f(uint256 x) external {} }')
    const signal = { aborted: false, reason: undefined, addEventListener() {}, removeEventListener() {} }
    const told: number[] = []
    let key = 0
    const result = await campaign(stage, {
      ...QUIET,
      calls: 1000,
      signal,
      judge: () => [`key ${key++}`],
      limits: { keys: 5 },
      onProgress: ({ done, count, phase }) => {
        told.push(done)
        expect([count, phase]).toEqual([1000, 'calls'])
        if (done >= 64) signal.aborted = true
      },
    })
    expect(told).toEqual([32, 64])
    expect(result).toMatchObject({ calls: 64, isAborted: true, more: 59 })
    expect(result.found.map((one) => one.key)).toEqual(['key 0', 'key 1', 'key 2', 'key 3', 'key 4'])
  })
  it('refuses options that are out of range, and a stage that creates', async () => {
    const stage = await stageOf('contract A { function f() external {} }')
    for (const wrong of [{ calls: -1 }, { calls: 0.5 }, { limits: { steps: 0 } }, { limits: { step: 5 } }, { seed: 5 }])
      await expect(campaign(stage, { ...QUIET, ...wrong } as CampaignOptions)).rejects.toMatchObject({
        code: 'launch.badCampaign',
      })
    const creation = await prepare({ ...inputOf('contract A {}'), call: { function: 'constructor' } }, { compilers })
    await expect(campaign(creation, QUIET)).rejects.toMatchObject({ code: 'launch.nothingInPlace' })
  })
})

describe('prepareCampaign', () => {
  it('finds arguments that a constructor takes', async () => {
    const source = `contract A { uint256 public cap; constructor(address owner, uint256 c, string memory name) {
      require(owner != address(0) && c > 1000 && bytes(name).length > 2); cap = c; } }`
    const { stage, constructorArguments } = await prepareCampaign(inputOf(source), { compilers }, '1')
    expect(constructorArguments).toHaveLength(3)
    const again = await prepareCampaign(inputOf(source), { compilers }, '1')
    expect(again.constructorArguments).toEqual(constructorArguments)
    const { functions } = await campaign(stage, QUIET)
    expect(functions).toMatchObject([{ function: 'cap()' }])
    const given = { constructorArguments: [`0x${'11'.repeat(20)}`, '2000', 'abc'] }
    const named = await prepareCampaign(inputOf(source, given), { compilers }, '1')
    expect(named.constructorArguments).toBeUndefined()
  })
  it('says how a constructor ended that reverts whatever it is given', async () => {
    const source = 'contract A { constructor(uint256) { revert("never"); } }'
    await expect(prepareCampaign(inputOf(source), { compilers }, '1')).rejects.toMatchObject({
      code: 'launch.deploymentFailed',
      facts: { contract: 'A', reason: 'never' },
    })
  })
  it('takes other code as it is', async () => {
    const code = { kind: 'bytecode', name: 'stop', text: '00' } as const
    expect(await prepareCampaign({ code }, {}, '1')).toMatchObject({ constructorArguments: undefined })
  })
})
