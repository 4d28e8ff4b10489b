import { describe, expect, it } from 'vitest'
import { compilers } from '../../test/support/solc.ts'
import { MemlaneError } from '../base/index.ts'
import type { Hooks } from '../evm/index.ts'
import { encodeRecording } from '../trace/index.ts'
import { sentence } from '../view/index.ts'
import {
  fromData,
  LaunchError,
  type LaunchInput,
  type LaunchPorts,
  launch,
  openLaunch,
  prepare,
  runStage,
  toData,
} from './index.ts'

const CODE: LaunchInput['code'] = { kind: 'mnemonics', name: 'a.evm', text: 'PUSH 1 PUSH 0x40 MSTORE' }
const SOURCES = {
  'A.sol': `
    import "./B.sol";
    contract First { function f() external {} }
    contract Last is Base { constructor(uint256 start) { total = start; } function g(uint256 x) external returns (uint256) { uint256[] memory list = new uint256[](2); list[1] = x; total += list[1]; return total; } }
    library Sums {}`,
  'B.sol': 'contract Base { uint256 total; }',
}
const LAST: LaunchInput = {
  code: { kind: 'solidity', entry: 'A.sol', sources: SOURCES },
  contract: { name: 'Last', constructorArguments: ['7'] },
  call: { function: 'g', arguments: ['5'] },
}

async function refusal(input: unknown, ports: LaunchPorts = { compilers }): Promise<LaunchError> {
  try {
    await launch(input as LaunchInput, ports)
  } catch (error) {
    expect(error).toBeInstanceOf(LaunchError)
    return error as LaunchError
  }
  throw new Error('nothing was refused')
}

describe('launch', () => {
  it('runs mnemonics and keeps every step', async () => {
    const { recording, outcome, locator } = await launch({ code: CODE })
    expect(outcome).toMatchObject({ call: 'a.evm', status: 'stop', memorySize: 96 })
    expect(recording.stepCount).toBe(4)
    expect(locator?.place(recording.frameAt(2), recording.steps.pc(2))).toMatchObject({ file: 'a.evm', line: 1 })
  })
  it('takes JSON, and is the same through it', async () => {
    const [plain, through] = await Promise.all([
      launch(LAST, { compilers }),
      launch(JSON.parse(JSON.stringify(LAST)), { compilers }),
    ])
    expect(plain.outcome).toMatchObject({ call: 'Last.g(5)', status: 'return' })
    expect(plain.recording.frames[0]!.output.at(-1)).toBe(12)
    expect(through.outcome).toEqual(plain.outcome)
    expect(through.recording.frames).toEqual(plain.recording.frames)
  })
  it('maps memory at any moment', async () => {
    const { evidence } = await launch(LAST, { compilers, forMaps: true })
    const { memoryMap } = await evidence.mapAt()
    expect(memoryMap.objects.map(({ name, type }) => [name, type])).toEqual([['list', 'uint256[]']])
    await expect(evidence.mapAt({ frame: 1 })).rejects.toMatchObject({ code: 'launch.noSuchFrame' })
    await expect(evidence.mapAt({ at: 'x' })).rejects.toMatchObject({ problems: [{ at: { field: 'at' } }] })
  })
  it('takes the contract that stands last in its file, and its first function, where the likeliest will do', async () => {
    const likely: LaunchInput = {
      ...LAST,
      contract: { choose: 'likely', constructorArguments: ['1'] },
      call: { choose: 'likely', arguments: ['2'] },
    }
    expect((await launch(likely, { compilers })).call).toBe('Last.g(2)')
    expect((await refusal({ ...likely, contract: {} })).code).toBe('solidity.whichContract')
  })
  it('creates a contract', async () => {
    const { outcome, recording } = await launch(
      { ...LAST, contract: { name: 'Last' }, call: { function: 'constructor', arguments: ['7'] } },
      { compilers },
    )
    expect(outcome).toMatchObject({ call: 'Last.constructor(7)', status: 'return' })
    expect(recording.frames[0]!.kind).toBe('create')
  })
  it('lets hooks look into the call', async () => {
    const answered = `0x${'2a'.padStart(64, '0')}` as const
    const hooks: Hooks = { call: ({ depth }) => (depth === 1 ? { output: answered } : undefined) }
    const text = 'PUSH 32 PUSH 0 PUSH 0 PUSH 0 PUSH 0x1234 GAS STATICCALL PUSH 32 PUSH 0 RETURN'
    const input: LaunchInput = { code: { kind: 'mnemonics', name: 'ask.evm', text } }
    expect((await launch(input, { hooks })).result?.output.at(-1)).toBe(42)
    expect((await runStage(await prepare(input, { hooks }))).output.at(-1)).toBe(42)
    expect((await launch(input)).result?.output.at(-1)).toBe(0)
  })
  it('loads curves at the call that needs them', async () => {
    const text = 'PUSH 32 PUSH 0 PUSH 128 PUSH 0 PUSH 1 GAS STATICCALL'
    const { recording } = await launch({ code: { kind: 'mnemonics', name: 'recover.evm', text } })
    expect(recording.frames.map(({ status }) => status)).toEqual(['stop', 'return'])
  })
  it('ends at its limits', async () => {
    const forever: LaunchInput = { code: { kind: 'mnemonics', name: 'a', text: 'again: JUMPDEST PUSH @again JUMP' } }
    await expect(launch({ ...forever, limits: { steps: 1000 } })).rejects.toMatchObject({
      code: 'trace.recordingTooLarge',
      facts: { limit: 1000, unit: 'steps' },
    })
    const wide: LaunchInput = {
      code: { kind: 'bytecode', name: 'a', text: '6001 620fffff 53' },
      limits: { memory: 1 << 19 },
    }
    expect((await launch(wide)).outcome).toMatchObject({ status: 'halt', halt: 'memoryLimit' })
  })
  it('opens what it recorded', async () => {
    const { recording, call, sources, outcome } = await launch(LAST, { compilers })
    const bytes = await encodeRecording(recording, { call, creator: 'test', ...(sources && { sources }) })
    const opened = await openLaunch({ name: 'a.memlane', bytes })
    expect(opened).toMatchObject({ call: 'Last.g(5)', outcome: undefined })
    expect((await opened.evidence.mapAt()).memoryMap.objects.map(({ name }) => name)).toEqual(['list'])
    expect(opened.recording.frames[0]!.status).toBe(outcome?.status)
    const text = new TextEncoder().encode('no trace')
    await expect(openLaunch({ name: 'a', bytes: text })).rejects.toMatchObject({ code: 'launch.notARecording' })
  })
})

describe('what is wrong with a launch', () => {
  it.each([
    [{ code: CODE, call: { value: '-1' } }, 'launch.notAQuantity', { field: 'call.value' }],
    [{ code: CODE, call: { gas: '9223372036854775808' } }, 'launch.notAQuantity', { field: 'call.gas' }],
    [{ code: CODE, call: { from: '0x12' } }, 'launch.notAnAddress', { field: 'call.from' }],
    [{ code: CODE, call: { calldata: '0x1' } }, 'launch.oddHex', { field: 'call.calldata' }],
    [{ code: CODE, call: { function: 'f' } }, 'launch.needsSolidity', { field: 'call.function' }],
    [{ code: { ...CODE, text: 'ADD\n PUHS1' } }, 'assembly.unknownMnemonic', { file: 'a.evm', line: 2, column: 2 }],
    [{ code: { kind: 'wasm' } }, 'launch.unknownCode', { field: 'code.kind' }],
    [undefined, 'launch.wrongField', { field: 'input' }],
    [null, 'launch.wrongField', { field: 'input' }],
    [[], 'launch.wrongField', { field: 'input' }],
    [{}, 'launch.missingField', { field: 'input' }],
    [{ code: null }, 'launch.wrongField', { field: 'code' }],
    [{ code: CODE, foo: 1 }, 'launch.noSuchField', { field: 'input' }],
    [{ code: CODE, call: { data: '0x' } }, 'launch.noSuchField', { field: 'call' }],
    [{ code: CODE, call: null }, 'launch.wrongField', { field: 'call' }],
    [{ code: CODE, call: { value: 5 } }, 'launch.wrongField', { field: 'call.value' }],
    [{ code: CODE, call: { calldata: new Uint8Array(1) } }, 'launch.wrongField', { field: 'call.calldata' }],
    [{ code: CODE, call: { arguments: ['1'] } }, 'launch.needsSolidity', { field: 'call.arguments' }],
    [{ code: CODE, limits: { memory: -1 } }, 'launch.wrongField', { field: 'limits.memory' }],
    [{ code: CODE, limits: { memory: Number.NaN } }, 'launch.wrongField', { field: 'limits.memory' }],
    [{ code: CODE, limits: { codeSize: 'none' } }, 'launch.wrongField', { field: 'limits.codeSize' }],
    [{ code: CODE, limits: { gas: 5 } }, 'launch.noSuchField', { field: 'limits' }],
    [{ code: CODE, world: [] }, 'launch.wrongField', { field: 'world' }],
    [{ code: { ...CODE, text: 5 } }, 'launch.wrongField', { field: 'code.text' }],
    [{ code: { kind: 'bytecode', name: 'a' } }, 'launch.missingField', { field: 'code' }],
    [{ code: { kind: 'build', name: 'a', input: {} } }, 'launch.missingField', { field: 'code.input' }],
    [{ ...LAST, code: { kind: 'solidity', entry: 'A.sol' } }, 'launch.missingField', { field: 'code' }],
    [
      { ...LAST, code: { ...LAST.code, sources: { 'A.sol': { content: '' } } } },
      'launch.wrongField',
      { field: 'code.sources.A.sol' },
    ],
    [{ ...LAST, build: { viaIR: true } }, 'launch.noSuchField', { field: 'build' }],
    [{ ...LAST, build: { viaIr: 'yes' } }, 'launch.wrongField', { field: 'build.viaIr' }],
    [{ ...LAST, contract: 'Last' }, 'launch.wrongField', { field: 'contract' }],
    [{ ...LAST, contract: { name: 'Last', choose: 'any' } }, 'launch.wrongField', { field: 'contract.choose' }],
    [{ ...LAST, call: { function: 'g', arguments: [5] } }, 'launch.wrongField', { field: 'call.arguments' }],
    [{ code: CODE, world: { fork: 'x' } }, 'opcodes.unknownFork', { field: 'world.fork' }],
    [{ code: CODE, world: { accounts: { x: {} } } }, 'launch.fieldNotAddress', { field: 'world.accounts' }],
    [{ ...LAST, code: { ...LAST.code, entry: 'C.sol' } }, 'launch.noEntry', { field: 'code.entry' }],
    [{ ...LAST, call: { function: 'g', calldata: '0x' } }, 'launch.callTwice', { field: 'call.calldata' }],
    [{ ...LAST, call: { function: 'h' } }, 'solidity.noFunction', { field: 'call.function' }],
    [{ ...LAST, call: { function: 'g' } }, 'solidity.argumentCount', { field: 'call.function' }],
    [{ ...LAST, contract: { name: 'Last' } }, 'solidity.argumentCount', { field: 'contract.constructorArguments' }],
  ])('%j', async (input, code, at) => {
    const error = await refusal(input)
    expect(error).toMatchObject({ code, problems: [{ code, at }] })
    expect(error.message).toMatch(/[.?]$/)
  })
  it('is told of every line that does not compile', async () => {
    const error = await refusal({
      code: {
        kind: 'solidity',
        entry: 'A.sol',
        sources: { 'A.sol': 'contract A {\n function f() external { x; }\n function g() external { y; }\n}' },
      },
    })
    expect(error.problems.map(({ at }) => at)).toEqual([
      { file: 'A.sol', line: 2, column: 26 },
      { file: 'A.sol', line: 3, column: 26 },
    ])
  })
  it('needs compilers for sources', async () => {
    await expect(launch(LAST)).rejects.toMatchObject({ code: 'launch.noCompiler' })
  })
  it.each([
    ['nothing', undefined],
    ['no version', {}],
    ['a version that is none', { version: 'junk', compile: async () => ({}) }],
    ['no way to compile', { version: '0.8.37' }],
    ['what solc itself says', { version: '0.8.37', compile: async () => ({ contracts: {} }) }],
    ['no output', { version: '0.8.37', compile: async () => ({ version: '0.8.37' }) }],
  ])('is told of compilers that give %s', async (_, chosen) => {
    const compilers = { choose: async () => chosen } as unknown as NonNullable<LaunchPorts['compilers']>
    await expect(launch(LAST, { compilers })).rejects.toMatchObject({ code: 'launch.badCompiler' })
  })
  it.each([undefined, null, {}, 'x', { kind: 'x' }, { kind: 'problems', problems: 5 }])('is no error in %j', (data) => {
    expect(fromData(data as never).message).toBe('There is no error in this.')
  })
  it('crosses workers as data', async () => {
    const sent = structuredClone(toData(await refusal({ code: CODE, call: { gas: 'x' } })))
    const error = fromData(JSON.parse(JSON.stringify(sent)))
    expect(error).toBeInstanceOf(MemlaneError)
    expect(error).toMatchObject({ code: 'launch.notAQuantity', problems: [{ at: { field: 'call.gas' } }] })
    expect(error.message).toBe('call.gas: "x" is not a whole number from 0 to 9,223,372,036,854,775,807.')
    expect(fromData(toData(new TypeError('x is undefined'))).message).toBe('x is undefined')
  })
  it('tells how a deployment ended, as data', async () => {
    const text = 'contract A { constructor() { revert("no"); } function f() external {} }'
    const error = await refusal({ code: { kind: 'solidity', entry: 'A.sol', sources: { 'A.sol': text } } })
    const told = fromData(JSON.parse(JSON.stringify(toData(error))))
    expect(told).toEqual(error)
    const [problem] = (told as LaunchError).problems
    expect(sentence(problem!, 'en')).toBe('The deployment of A failed: reverted: "no".')
    expect(sentence(problem!, 'zh')).toBe('部署 A 失败：已回滚："no"。')
  })
})
