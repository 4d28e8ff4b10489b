/** What hooks are told, what they change, and that nothing of it outlives the frame in which it was done. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint, bytesToHex, wordToBytes } from '../base/index.ts'
import {
  type CallRequest,
  createEvm,
  type Evm,
  type Hooks,
  loadPrecompiles,
  type RunWorld,
  type StateSource,
  type Step,
} from './index.ts'

const SENDER: Address = '0x5e00000000000000000000000000000000000001'
const OUTER: Address = '0x1000000000000000000000000000000000000001'
const INNER: Address = '0x2000000000000000000000000000000000000002'
const ALICE: Address = '0xa11ce00000000000000000000000000000000001'

/** Returns the word on top of the stack. */
const RETURN_TOP = 'PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN'
/** Calls INNER with that opcode and all gas, 4 bytes of calldata, and copies 32 bytes of output to 0. */
const callInner = (opcode = 'CALL', value = 0n, to = INNER) =>
  `PUSH 32 PUSH 0 PUSH 4 PUSH 28 ${opcode === 'CALL' || opcode === 'CALLCODE' ? `PUSH ${value}` : ''} PUSH ${to} GAS ${opcode}`

/** OUTER runs `outer`, INNER `inner`. */
function world(outer: string, inner: string, options: Parameters<typeof createEvm>[0] = {}): Evm {
  const evm = createEvm(options)
  evm.state.setAccount(SENDER, { balance: 10n ** 18n })
  evm.state.setAccount(OUTER, { balance: 100n, code: assemble(outer).code })
  evm.state.setAccount(INNER, { code: assemble(inner).code })
  return evm
}

const run = (evm: Evm, hooks: Hooks) => evm.call({ to: OUTER, from: SENDER }, { hooks })
const word = (output: Uint8Array) => bytesToBigint(output)
const code = (act: () => unknown) => {
  try {
    act()
    return 'nothing was thrown'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

describe('call', () => {
  it('changes the caller: a prank', () => {
    let pranked: Address | undefined
    const prank = (as: Address) => {
      pranked = as
    }
    const evm = world(`${callInner()} POP PUSH 0 MLOAD ${RETURN_TOP}`, `CALLER ${RETURN_TOP}`, {
      hooks: {
        call(request) {
          if (request.depth === 0 || pranked === undefined) return
          request.caller = pranked
          pranked = undefined
        },
      },
    })
    expect(word(evm.call({ to: OUTER }).output)).toBe(BigInt(OUTER))
    prank(ALICE)
    expect(word(evm.call({ to: OUTER }).output)).toBe(BigInt(ALICE))
    expect(word(evm.call({ to: OUTER }).output)).toBe(BigInt(OUTER))
  })

  it('answers in place of a frame: a mock', () => {
    const requests: unknown[] = []
    const evm = world(`PUSH 0xc0ffee00 PUSH 0 MSTORE ${callInner('STATICCALL')} ${RETURN_TOP}`, 'INVALID')
    const plain = evm.call({ to: OUTER })
    // INVALID takes all that was forwarded, the mock 700: nothing else differs.
    const mocked = evm.call(
      { to: OUTER, inspect: true },
      {
        hooks: {
          call(request) {
            if (request.target !== INNER) return
            const { kind, depth, caller, codeAddress, value, input, isStatic } = request
            requests.push({ kind, depth, caller, codeAddress, value, input: bytesToHex(input), isStatic })
            return { output: wordToBytes(42n), gasUsed: 700 }
          },
        },
      },
    )
    expect(word(plain.output)).toBe(0n)
    expect(word(mocked.output)).toBe(1n)
    expect(requests).toEqual([
      {
        kind: 'staticcall',
        depth: 1,
        caller: OUTER,
        codeAddress: INNER,
        value: 0n,
        input: '0xc0ffee00',
        isStatic: true,
      },
    ])
    // PUSH4, PUSH0, and MSTORE with a word of memory; four PUSHes, PUSH0 and GAS before the call; 2,600 of the account;
    // PUSH0, MSTORE, PUSH1, PUSH0.
    expect(mocked.gasUsed).toBe(3n + 2n + 6n + (4n * 3n + 2n + 2n) + 2600n + 700n + (2n + 3n + 3n + 2n))
  })

  it.each([
    ['return', undefined, 1n, 7n],
    ['revert', 'revert', 0n, 7n],
    // A halt has no output; what stood in memory stays.
    ['halt', 'halt', 0n, 5n],
  ] as const)('may answer %s', (_, status, pushed, copied) => {
    const evm = world(
      `PUSH 5 PUSH 0 MSTORE ${callInner()} PUSH 32 MSTORE RETURNDATASIZE PUSH 64 MSTORE PUSH 96 PUSH 0 RETURN`,
      'STOP',
    )
    const hooks: Hooks = {
      call: ({ depth }) => (depth === 0 ? undefined : { output: wordToBytes(7n), ...(status && { status }) }),
    }
    const { output, gasUsed } = run(evm, hooks)
    expect(word(output.subarray(0, 32))).toBe(copied)
    expect(word(output.subarray(32, 64))).toBe(pushed)
    expect(word(output.subarray(64))).toBe(status === 'halt' ? 0n : 32n)
    expect(gasUsed > 29_000_000n).toBe(status === 'halt')
  })

  it('more gas than there is halts', () => {
    const evm = world(`${callInner()} ${RETURN_TOP}`, 'STOP')
    expect(word(run(evm, { call: ({ depth }) => (depth ? { gasUsed: 1n << 60n } : undefined) }).output)).toBe(0n)
    expect(word(run(evm, { call: ({ depth, gas }) => (depth ? { gasUsed: gas } : undefined) }).output)).toBe(1n)
  })

  it('answers the outermost call, which leaves nothing when it fails', () => {
    const evm = world('STOP', 'STOP')
    const answer = (status: 'return' | 'revert'): Hooks => ({
      call({ world }) {
        world.store(OUTER, 1, 5)
        return { status, output: '0x1234', gasUsed: 9 }
      },
    })
    expect(run(evm, answer('revert'))).toMatchObject({
      status: 'revert',
      gasUsed: 9n,
      output: Uint8Array.of(0x12, 0x34),
    })
    expect(evm.state.storageAt(OUTER, 1)).toBe(0n)
    expect(run(evm, answer('return'))).toMatchObject({ status: 'return', gasUsed: 9n })
    expect(evm.state.storageAt(OUTER, 1)).toBe(5n)
  })

  it('changes target, code, input, gas and value', () => {
    const evm = world(
      `${callInner('CALL', 3n)} POP PUSH 0 MLOAD ${RETURN_TOP}`,
      'PUSH 32 PUSH 0 PUSH 0 CALLDATACOPY PUSH 32 PUSH 0 RETURN',
    )
    const echo = `PUSH 8 CALLDATASIZE SUB PUSH 0 CALLDATALOAD SLOAD POP ADDRESS CALLVALUE ADD ${RETURN_TOP}`
    evm.state.setAccount(ALICE, { code: assemble(echo).code })
    const told: unknown[] = []
    const change = (set: (request: CallRequest) => void): Hooks => ({
      call(request) {
        if (request.depth === 0) return
        set(request)
        told.push([request.target, request.codeAddress])
      },
    })
    expect(
      word(
        run(
          evm,
          change((request) => (request.target = ALICE)),
        ).output,
      ),
    ).toBe(BigInt(ALICE) + 3n)
    expect(evm.state.account(ALICE)?.balance).toBe(3n)
    // Another's code over one's own storage and balance.
    expect(
      word(
        run(
          evm,
          change((request) => (request.codeAddress = ALICE)),
        ).output,
      ),
    ).toBe(BigInt(INNER) + 3n)
    expect(evm.state.account(INNER)?.balance).toBe(3n)
    expect(
      word(
        run(
          evm,
          change((request) => (request.value = 10)),
        ).output,
      ),
    ).toBe(0n)
    expect(evm.state.account(INNER)?.balance).toBe(13n)
    const input = run(
      evm,
      change((request) => (request.input = `0x${'11'.repeat(32)}`)),
    )
    expect(word(input.output)).toBe(BigInt(`0x${'11'.repeat(32)}`))
    const little = run(
      evm,
      change((request) => (request.gas = 2)),
    )
    // What the callee did not get comes from the caller all the same: 63/64 of its gas is gone.
    expect(little.gasUsed > 29_000_000n).toBe(true)
    expect(told.slice(0, 2)).toEqual([
      [ALICE, ALICE],
      [INNER, ALICE],
    ])
  })

  it('hands changed calldata over', () => {
    const evm = world(
      `PUSH 0xaabbccdd PUSH 0 MSTORE ${callInner()} POP PUSH 0 MLOAD ${RETURN_TOP}`,
      'PUSH 0 CALLDATALOAD CALLDATASIZE ADD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN',
    )
    expect(word(run(evm, {}).output)).toBe((0xaabbccddn << 224n) + 4n)
    const longer = new Uint8Array(10_000).fill(1)
    const hooks: Hooks = {
      call(request) {
        if (request.depth === 1) request.input = longer
      },
    }
    expect(word(run(evm, hooks).output)).toBe(word(longer.subarray(0, 32)) + 10_000n)
  })

  it('is told of every kind of call, before depth and balance are looked at', () => {
    const kinds = ['CALL', 'CALLCODE', 'DELEGATECALL', 'STATICCALL'] as const
    const evm = world(
      `${kinds.map((kind) => `${callInner(kind)} POP`).join(' ')} ${callInner('CALL', 101n)} STOP`,
      'STOP',
    )
    const told: unknown[] = []
    run(evm, {
      call: ({ kind, caller, target, codeAddress, value, isStatic }) => {
        told.push([kind, caller, target, codeAddress, value, isStatic])
      },
    })
    expect(told).toEqual([
      ['call', SENDER, OUTER, OUTER, 0n, false],
      ['call', OUTER, INNER, INNER, 0n, false],
      ['callcode', OUTER, OUTER, INNER, 0n, false],
      ['delegatecall', SENDER, OUTER, INNER, 0n, false],
      ['staticcall', OUTER, INNER, INNER, 0n, true],
      // OUTER has 100 wei.
      ['call', OUTER, INNER, INNER, 101n, false],
    ])
  })

  it('knows where a creation is going to be, and changes creator and code', () => {
    const { code: initcode } = assemble('CALLER PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN')
    const create = (salt: string) => `
      PUSH 0x${bytesToHex(initcode).slice(2)} PUSH 0 MSTORE
      ${salt} PUSH ${initcode.length} PUSH ${32 - initcode.length} PUSH 0 ${salt === '' ? 'CREATE' : 'CREATE2'} ${RETURN_TOP}`
    for (const salt of ['', 'PUSH 99']) {
      const evm = world(create(salt), 'STOP')
      const told: unknown[] = []
      const plain = evm.call(
        { to: OUTER },
        {
          commit: false,
          hooks: { call: ({ kind, target, input, depth }) => void (depth && told.push([kind, BigInt(target), input])) },
        },
      )
      expect(told).toEqual([[salt === '' ? 'create' : 'create2', word(plain.output), initcode]])
      const hooks: Hooks = {
        call(request) {
          if (request.depth === 1) request.caller = ALICE
        },
      }
      const { output } = evm.call({ to: OUTER }, { hooks })
      expect(output).not.toEqual(plain.output)
      // The code that it deployed is its creator's address.
      const made = `0x${bytesToHex(output).slice(-40)}` as Address
      expect(word(evm.state.account(made)!.code)).toBe(BigInt(ALICE))
      expect(evm.state.account(ALICE)?.nonce).toBe(1n)
      expect(evm.state.account(OUTER)?.nonce).toBe(0n)
      const answered = world(create(salt), 'STOP').call(
        { to: OUTER },
        { hooks: { call: ({ depth }) => (depth === 0 ? undefined : { created: ALICE }) } },
      )
      expect(word(answered.output)).toBe(BigInt(ALICE))
      const named = world(create(salt), 'STOP')
      named.call({ to: OUTER }, { hooks: { call: (request) => void (request.depth && (request.target = ALICE)) } })
      expect(word(named.state.account(ALICE)!.code)).toBe(BigInt(OUTER))
    }
  })

  it('says what is wrong with a change or an answer, and undoes the run', () => {
    const evm = world(`PUSH 1 PUSH 1 SSTORE ${callInner()} STOP`, 'STOP')
    const before = evm.state.account(OUTER)
    const inner = (act: (request: CallRequest) => ReturnType<NonNullable<Hooks['call']>>): Hooks => ({
      call: (request) => (request.depth === 0 ? undefined : act(request)),
    })
    const codes = [
      inner((request) => void (request.caller = '0x1')),
      inner((request) => void (request.value = -1n)),
      inner((request) => void (request.gas = 1n << 63n)),
      // The caller has about 470,000 left: this would not fit when it came back.
      inner((request) => void (request.gas = (1n << 63n) - 1n)),
      inner(() => ({ gasUsed: -1 })),
      inner(() => ({ output: '0x1' })),
      inner(() => ({ status: 'done' }) as never),
      inner(() => ({ data: '0x' }) as never),
      inner(() => {
        throw new Error('mine')
      }),
    ].map((hooks) => code(() => run(evm, hooks)))
    expect(codes).toEqual([
      'evm.invalidAddress',
      'evm.invalidWord',
      'evm.gasBeyondCaller',
      'evm.gasBeyondCaller',
      'evm.invalidAnswer',
      'base.invalidHex',
      'evm.invalidAnswer',
      'evm.unknownField',
      'Error: mine',
    ])
    expect(evm.state.account(OUTER)).toEqual(before)
    expect(run(evm, {}).status).toBe('stop')
    expect(code(() => evm.call({ input: '0x00' }, { hooks: { call: () => ({}) } }))).toBe('evm.invalidAnswer')
  })
})

describe('result', () => {
  it('changes status, output and gas; a failure stays undone, a success is undone', () => {
    const store = 'PUSH 9 PUSH 1 SSTORE'
    for (const [inner, status, kept] of [
      [`${store} PUSH 0 PUSH 0 REVERT`, 'return', 0n],
      [`${store} STOP`, 'revert', 0n],
      [`${store} STOP`, 'stop', 9n],
    ] as const) {
      const evm = world(`${callInner()} PUSH 0 MLOAD ADD ${RETURN_TOP}`, inner)
      const { output } = run(evm, {
        result({ depth }, result) {
          if (depth === 0) return
          result.status = status
          result.output = wordToBytes(20n)
          result.gasLeft = 0
        },
      })
      expect(word(output)).toBe(status === 'revert' ? 20n : 21n)
      expect(evm.state.storageAt(INNER, 1)).toBe(kept)
    }
  })

  it('follows every call, also those that were answered or could not start', () => {
    const evm = world(
      `${callInner()} POP ${callInner('CALL', 101n)} POP ${callInner('STATICCALL', 0n, '0x0000000000000000000000000000000000000004')} STOP`,
      'INVALID',
    )
    const told: unknown[] = []
    run(evm, {
      call: ({ depth, value }) => {
        told.push(['call', depth])
        return depth === 1 && value === 0n && told.length === 2 ? { status: 'revert' } : undefined
      },
      result: ({ depth }, { status, halt }) => told.push(['result', depth, status, halt]),
    })
    expect(told).toEqual([
      ['call', 0],
      ['call', 1],
      ['result', 1, 'revert', undefined],
      ['call', 1],
      ['result', 1, 'revert', undefined],
      ['call', 1],
      ['result', 1, 'return', undefined],
      ['result', 0, 'stop', undefined],
    ])
  })

  it('has the request of its call, with calldata as it was', () => {
    const seen = new Map<CallRequest, string>()
    const evm = world(`PUSH 0x01020304 PUSH 0 MSTORE ${callInner()} STOP`, 'STOP')
    const again: string[] = []
    run(evm, {
      call: (request) => void seen.set(request, bytesToHex(request.input)),
      result: (request) => void again.push(`${seen.get(request)} ${bytesToHex(request.input)}`),
    })
    expect(again).toEqual(['0x01020304 0x01020304', '0x 0x'])
  })

  it('makes a creation another, or none', () => {
    const evm = createEvm()
    const created = evm.call({ input: '0x00' }, { hooks: { result: (_, result) => void (result.created = ALICE) } })
    expect(created.created).toBe(ALICE)
    const failed = evm.call({ input: '0x00' }, { hooks: { result: (_, result) => void (result.status = 'revert') } })
    expect(failed).toMatchObject({ status: 'revert' })
    expect(failed.created).toBeUndefined()
  })
})

describe('the world in a callback', () => {
  /** Does it when INNER is called, or after it ended. */
  const when = (name: 'call' | 'result', act: (world: RunWorld) => void): Hooks => ({
    [name]: (request: CallRequest) => {
      if (request.depth === 1) act(request.world)
    },
  })
  const change = (world: RunWorld) => {
    world.store(ALICE, 1, 7)
    world.store(OUTER, 1, 8)
    world.setBalance(ALICE, 3)
    world.setNonce(ALICE, 4)
    world.setCode(ALICE, '0x00')
  }
  const changed = ({ state }: Evm) => [state.account(ALICE), state.storageAt(OUTER, 1)]
  const CHANGED = [
    { balance: 3n, nonce: 4n, code: Uint8Array.of(0), storage: { [`0x${'0'.repeat(63)}1`]: `0x${'0'.repeat(63)}7` } },
    8n,
  ]

  it.each(['call', 'result'] as const)('is undone in %s with the caller, not with the callee', (name) => {
    for (const [outer, inner, stays] of [
      ['STOP', 'STOP', true],
      ['STOP', 'INVALID', true],
      ['PUSH 0 PUSH 0 REVERT', 'STOP', false],
    ] as const) {
      const evm = world(`PUSH 5 PUSH 1 SSTORE ${callInner()} ${outer}`, inner)
      run(evm, when(name, change))
      expect(changed(evm)).toEqual(stays ? CHANGED : [undefined, 0n])
    }
  })

  it('is undone with the frame, in a step', () => {
    const evm = world(`${callInner()} ${RETURN_TOP}`, 'PUSH 1 SLOAD PUSH 0 PUSH 0 REVERT')
    const values: bigint[] = []
    const hooks: Hooks = {
      interest: { steps: ['SLOAD', 'REVERT'] },
      step({ opcode, world }) {
        values.push(world.load(INNER, 1))
        if (opcode === 0x54) world.store(INNER, 1, 5)
      },
    }
    run(evm, hooks)
    expect(values).toEqual([0n, 5n])
    expect(evm.state.storageAt(INNER, 1)).toBe(0n)
  })

  it('reads what the run did so far, and the run reads what was written', () => {
    const evm = world(`PUSH 5 PUSH 1 SSTORE ${callInner('CALL', 2n)} POP PUSH 1 SLOAD ${RETURN_TOP}`, 'STOP')
    let seen: unknown
    const { output } = run(evm, {
      ...when('result', (world) => {
        seen = [world.load(OUTER, 1), world.balance(INNER), world.nonce(OUTER), world.code(INNER), world.load(ALICE, 1)]
        world.store(OUTER, 1, 6)
      }),
    })
    expect(seen).toEqual([5n, 2n, 0n, Uint8Array.of(0), 0n])
    expect(word(output)).toBe(6n)
    // Nothing warms a slot but the code's own looking at it: 20,000 and 2,100, then 100.
  })

  it('warms accounts and slots', () => {
    const evm = world(`PUSH ${ALICE} BALANCE POP PUSH 7 SLOAD STOP`, 'STOP')
    const cold = run(evm, {}).gasUsed
    const hooks: Hooks = {
      call({ world }) {
        world.warm(ALICE)
        world.warm(OUTER, 7)
      },
    }
    expect(cold - run(evm, hooks).gasUsed).toBe(2500n + 2000n)
  })

  it('gives new code to calls that the engine made by itself before', () => {
    const twice = `${callInner()} POP ${callInner()} POP PUSH 0 MLOAD`
    const evm = world(
      `${twice} PUSH 0xbb PUSH 0 PUSH 0 LOG1 ${callInner()} POP PUSH 0 MLOAD ADD ${RETURN_TOP}`,
      `PUSH 1 ${RETURN_TOP}`,
    )
    const hooks: Hooks = {
      interest: { calls: 'none', steps: ['LOG1'] },
      step: ({ world }) => world.setCode(INNER, assemble(`PUSH 20 ${RETURN_TOP}`).code),
    }
    expect(word(run(evm, hooks).output)).toBe(21n)
  })

  it('changes block and transaction until the run ends', () => {
    const evm = world(
      `${callInner()} POP TIMESTAMP PUSH 0 MSTORE NUMBER PUSH 32 MSTORE COINBASE PUSH 64 MSTORE PUSH 96 PUSH 0 RETURN`,
      'INVALID',
    )
    const words = (output: Uint8Array) => [0, 32, 64].map((at) => word(output.subarray(at, at + 32)))
    const hooks = when('call', (world) => {
      expect(world.environment).toMatchObject({ timestamp: 1n, number: 2n, origin: SENDER, blobHashes: [] })
      world.setEnvironment({ timestamp: 100, coinbase: ALICE })
    })
    const parameters = { to: OUTER, from: SENDER, timestamp: 1, number: 2 }
    expect(words(evm.call(parameters, { hooks }).output)).toEqual([100n, 2n, BigInt(ALICE)])
    // The next run has its own again.
    expect(words(evm.call(parameters).output)).toEqual([1n, 2n, 0n])
    expect(words(evm.call({ to: OUTER, timestamp: 100 }).output)).toEqual([100n, 0n, 0n])
    expect(
      code(() =>
        run(
          evm,
          when('call', (world) => world.setEnvironment({ time: 1 } as never)),
        ),
      ),
    ).toBe('evm.unknownField')
  })

  it('is over when the run is', () => {
    const evm = world('PUSH 1 POP', 'STOP')
    let kept: RunWorld | undefined
    let step: Step | undefined
    run(evm, {
      interest: { steps: ['POP'] },
      call: ({ world }) => {
        kept = world
      },
      step: (told) => {
        step = told
      },
    })
    expect(code(() => kept?.load(OUTER, 1))).toBe('evm.notRunning')
    expect(code(() => kept?.setBalance(OUTER, 1))).toBe('evm.notRunning')
    expect(code(() => kept?.environment)).toBe('evm.notRunning')
    expect(code(() => step?.pc)).toBe('evm.staleStep')
  })

  it('leaves evm.state to the time between runs', () => {
    const evm = world(`${callInner('CALL', 7n)} STOP`, 'PUSH 0 PUSH 0 REVERT')
    const refused: string[] = []
    run(evm, {
      call() {
        for (const act of [
          () => evm.state.setAccount(ALICE, { balance: 1n }),
          () => evm.state.snapshot(),
          () => evm.clone(),
          () => evm.call({ to: INNER }),
        ])
          refused.push(code(act))
      },
    })
    expect(refused).toEqual(Array(2).fill(['evm.midRun', 'evm.midRun', 'evm.midRun', 'evm.busy']).flat())
    expect(evm.state.account(OUTER)?.balance).toBe(100n)
  })
})

describe('step', () => {
  it('sees the frame before the instruction', () => {
    const evm = world(`PUSH 0xabcd PUSH 0 MSTORE ${callInner()} STOP`, 'PUSH 3 PUSH 4 SSTORE')
    const seen: unknown[] = []
    run(evm, {
      interest: { steps: ['SSTORE', 'MSTORE'] },
      step: (step) => {
        const { pc, opcode, depth, address, isStatic, stackSize, memorySize } = step
        const stack = Array.from({ length: stackSize }, (_, index) => step.stack(index))
        seen.push({ pc, opcode, depth, address, isStatic, stack, memorySize, memory: bytesToHex(step.memory(30n, 4)) })
      },
    })
    expect(seen).toEqual([
      {
        pc: 4,
        opcode: 0x52,
        depth: 0,
        address: OUTER,
        isStatic: false,
        stack: [0n, 0xabcdn],
        memorySize: 0,
        memory: '0x00000000',
      },
      {
        pc: 4,
        opcode: 0x55,
        depth: 1,
        address: INNER,
        isStatic: false,
        stack: [4n, 3n],
        memorySize: 0,
        memory: '0x00000000',
      },
    ])
  })

  it('is told of each instruction once, whatever the run waits for, with its gas before', async () => {
    const source: StateSource = {
      account: async () => undefined,
      slot: async () => 0n,
    }
    const evm = createEvm({ source })
    const { code } = assemble(
      'loop: JUMPDEST PUSH 1 SLOAD POP PUSH 0 PUSH 0 LOG0 PUSH 0 BALANCE POP PUSH 2 PUSH 7 SSTORE GAS PUSH 29900000 LT PUSH @loop JUMPI',
    )
    evm.state.setAccount(OUTER, { code, balance: 1n, nonce: 0n, storage: {} })
    const all: string[] = []
    const some: string[] = []
    const told = (list: string[]): Hooks => ({
      interest: list === all ? {} : { steps: ['SLOAD', 'LOG0', 'BALANCE', 'SSTORE'] },
      step: ({ pc, gas, opcode }) => list.push(`${pc} ${opcode} ${gas}`),
    })
    await evm.callAsync({ to: OUTER }, { hooks: told(all), commit: false })
    await evm.callAsync({ to: OUTER }, { hooks: told(some), commit: false })
    expect(all.length).toBeGreaterThan(100)
    expect(new Set(all).size).toBe(all.length)
    expect(some).toEqual(all.filter((line) => /^\d+ (84|160|49|85) /.test(line)))
    expect(some.length).toBeGreaterThan(20)
  })

  it('refuses what is not there', () => {
    const evm = world('PUSH 1 POP', 'STOP')
    const look = (act: (step: Step) => unknown) =>
      code(() => run(evm, { interest: { steps: ['POP'] }, step: (step) => void act(step) }))
    expect(look((step) => step.stack(0))).toBe('nothing was thrown')
    expect(look((step) => step.stack(1))).toBe('evm.noSuchStackItem')
    expect(look((step) => step.stack(-1))).toBe('evm.noSuchStackItem')
    expect(look((step) => step.memory(0, 1n << 200n))).toBe('evm.invalidRange')
    expect(look((step) => step.memory(1n << 255n, 32))).toBe('nothing was thrown')
    expect(look((step) => step.memory(-1, 32))).toBe('evm.invalidRange')
  })

  it('is not told of what cannot execute', () => {
    const evm = world('POP', 'STOP')
    const told: number[] = []
    expect(run(evm, { step: ({ opcode }) => told.push(opcode) }).halt).toBe('stackUnderflow')
    expect(told).toEqual([])
  })
})

describe('log', () => {
  it('is told of all, in order, also of those that are undone', () => {
    const log = (topic: number) => `PUSH ${topic} PUSH 0 PUSH 0 LOG1`
    // The second call is one that the engine makes by itself.
    const evm = world(`${log(1)} ${callInner()} POP ${callInner()} POP ${log(2)}`, `${log(3)} PUSH 0 PUSH 0 REVERT`)
    for (const calls of ['all', 'none'] as const) {
      const told: bigint[] = []
      const { logs } = run(evm, { interest: { calls }, log: ({ topics }) => told.push(BigInt(topics[0]!)) })
      expect(told).toEqual([1n, 3n, 3n, 2n])
      expect(logs).toHaveLength(2)
    }
  })
})

describe('interest', () => {
  const twice = `${callInner()} POP ${callInner()} POP ${callInner('CALL', 0n, ALICE)} STOP`

  it('of addresses names the callees; others are not told', () => {
    const evm = world(twice, 'STOP')
    const told: string[] = []
    const hooks: Hooks = {
      interest: { calls: new Set([INNER.toUpperCase().replace('0X', '0x') as Address]) },
      call: ({ codeAddress }) => void told.push(`call ${codeAddress}`),
      result: ({ codeAddress }) => void told.push(`result ${codeAddress}`),
    }
    run(evm, hooks)
    expect(told).toEqual([`call ${INNER}`, `result ${INNER}`, `call ${INNER}`, `result ${INNER}`])
  })

  it('may change in a callback', () => {
    const evm = world(twice, 'STOP')
    const told: string[] = []
    const hooks = {
      interest: { calls: 'all' } as Hooks['interest'],
      call({ codeAddress }: CallRequest) {
        told.push(codeAddress)
        if (codeAddress === INNER) hooks.interest = { calls: new Set([ALICE]) }
        return undefined
      },
    }
    run(evm, hooks)
    expect(told).toEqual([OUTER, INNER, ALICE])
  })

  it('that grows covers frames which the engine started', () => {
    // OUTER calls INNER twice; the second time the engine does. INNER calls ALICE, who is not told of at first.
    const inner = `${callInner('STATICCALL', 0n, ALICE)} POP PUSH 1 PUSH 1 PUSH 0 LOG0`
    const evm = world(`${callInner()} POP PUSH 7 PUSH 0 MSTORE ${callInner('DELEGATECALL')} STOP`, inner)
    evm.state.setAccount(ALICE, { code: Uint8Array.of(0) })
    const told: unknown[] = []
    let seen = 0
    const hooks = {
      interest: { calls: new Set([ALICE]), results: true } as Hooks['interest'],
      call(request: CallRequest) {
        if (request.codeAddress === ALICE && ++seen === 2) hooks.interest = { calls: 'all' as const }
        return undefined
      },
      result({ kind, depth, codeAddress, target, caller, input, gas }: CallRequest, { status }: { status: string }) {
        told.push([kind, depth, codeAddress, target, caller, bytesToHex(input), gas > 1000n, status])
      },
    }
    run(evm, hooks)
    expect(told).toEqual([
      ['staticcall', 2, ALICE, ALICE, INNER, '0x00000000', true, 'stop'],
      ['staticcall', 2, ALICE, ALICE, OUTER, '0x00000000', true, 'stop'],
      ['delegatecall', 1, INNER, OUTER, SENDER, '0x00000007', true, 'stop'],
      ['call', 0, OUTER, OUTER, SENDER, '0x', true, 'stop'],
    ])
  })

  it('of steps may end in the middle of a block', () => {
    const evm = world(
      `PUSH 1 PUSH 2 ADD POP PUSH 3 PUSH 4 MUL POP ${callInner()} ${RETURN_TOP}`,
      'PUSH 1 PUSH 2 MUL STOP',
    )
    const plain = run(evm, {})
    const told: number[] = []
    const hooks = {
      interest: { steps: ['ADD', 'MUL'] } as Hooks['interest'],
      step({ opcode }: Step) {
        told.push(opcode)
        hooks.interest = { steps: 'none' as const }
      },
    }
    const { gasUsed, output } = run(evm, hooks)
    expect({ gasUsed, output }).toEqual({ gasUsed: plain.gasUsed, output: plain.output })
    expect(told).toEqual([1])
  })

  it('is refused when it names nothing', () => {
    const evm = createEvm()
    const interest = (given: unknown) =>
      code(() => evm.call({ code: '0x00' }, { hooks: { call() {}, step() {}, interest: given as never } }))
    expect(interest({ steps: ['SSTOR'] })).toBe('evm.invalidInterest')
    expect(interest({ steps: 'some' })).toBe('evm.invalidInterest')
    expect(interest({ calls: 'some' })).toBe('evm.invalidInterest')
    expect(interest({ calls: new Set(['0x1']) })).toBe('evm.invalidAddress')
    expect(interest({ call: 'all' })).toBe('evm.unknownField')
    expect(evm.call({ code: '0x00' }).status).toBe('stop')
  })
})

describe('hooks', () => {
  it('that throw leave the EVM free and the state as it was', () => {
    for (const name of ['call', 'result', 'step', 'log'] as const) {
      const evm = world(`PUSH 1 PUSH 1 SSTORE PUSH 0 PUSH 0 LOG0 ${callInner()} STOP`, 'STOP')
      const before = [OUTER, INNER, SENDER].map((address) => evm.state.account(address))
      const hooks = {
        [name]: () => {
          throw new Error(name)
        },
      }
      expect(() => evm.call({ to: OUTER, from: SENDER, value: 3n }, { hooks })).toThrow(name)
      expect([OUTER, INNER, SENDER].map((address) => evm.state.account(address))).toEqual(before)
      expect(evm.call({ to: OUTER }).status).toBe('stop')
    }
  })

  it('that only look change nothing: gas, output, logs and state are the same', () => {
    const looks: Hooks = { call() {}, result() {}, step() {}, log() {} }
    const outer = `PUSH 5 PUSH 1 SSTORE ${callInner('CALL', 2n)} POP ${callInner()} POP ${callInner('DELEGATECALL')} PUSH 0 PUSH 0 LOG0 ${RETURN_TOP}`
    const [plain, watched] = [world(outer, 'PUSH 1 PUSH 1 SSTORE'), world(outer, 'PUSH 1 PUSH 1 SSTORE')]
    const results = [plain.call({ to: OUTER }), watched.call({ to: OUTER }, { hooks: looks })]
    expect({ ...results[1], logs: results[1]!.logs }).toEqual({ ...results[0], logs: results[0]!.logs })
    for (const address of [OUTER, INNER]) expect(watched.state.account(address)).toEqual(plain.state.account(address))
  })

  it('nest to the deepest call', () => {
    // Calls itself until that fails.
    const { code } = assemble(`PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 ADDRESS GAS CALL ${RETURN_TOP}`)
    const evm = createEvm()
    evm.state.setAccount(OUTER, { code })
    let deepest = 0
    let ended = 0
    evm.call(
      { to: OUTER, gas: 1n << 60n },
      {
        hooks: {
          call: ({ depth }) => {
            deepest = Math.max(deepest, depth)
          },
          result: () => ended++,
        },
      },
    )
    // The call from depth 1,024 is told of and does not start.
    expect([deepest, ended]).toEqual([1025, 1026])
  })

  it('lead to accounts that the source has yet to give, and to curves that are not loaded', async () => {
    const asked: string[] = []
    const source: StateSource = {
      account: async (address) => {
        asked.push(address)
        return address === ALICE ? { code: assemble(`PUSH 77 ${RETURN_TOP}`).code } : undefined
      },
      slot: async () => 0n,
    }
    const evm = createEvm({ source })
    evm.state.setAccount(OUTER, {
      code: assemble(`${callInner()} POP PUSH 0 MLOAD ${RETURN_TOP}`).code,
      balance: 0n,
      nonce: 0n,
      storage: {},
    })
    const hooks: Hooks = {
      call(request) {
        if (request.depth === 1) request.target = ALICE
      },
    }
    expect(word((await evm.callAsync({ to: OUTER }, { hooks })).output)).toBe(77n)
    expect(asked).toContain(ALICE)
    await loadPrecompiles()
  })
})

describe('precompiles of one’s own', () => {
  const AT: Address = '0x0000000000000000000000000000000000000b0b'
  const call = `PUSH 32 PUSH 0 PUSH 4 PUSH 28 PUSH ${AT} PUSH 5000 STATICCALL`

  it('answer calls from contracts and from outside, and are warm', () => {
    const given: unknown[] = []
    const evm = createEvm({
      precompiles: {
        [AT]: ({ input, gas }) => {
          given.push([bytesToHex(input), gas])
          return { output: wordToBytes(99n), gasUsed: 15 }
        },
      },
    })
    const { output, gasUsed } = evm.call({ code: assemble(`${call} POP PUSH 0 MLOAD ${RETURN_TOP}`).code })
    expect(word(output)).toBe(99n)
    // Five PUSHes and PUSH0, 100 for the call, a word of memory, 15; POP, PUSH0, MLOAD; PUSH0, MSTORE, PUSH1, PUSH0.
    expect(gasUsed).toBe(17n + 100n + 3n + 15n + (2n + 2n + 3n) + (2n + 3n + 3n + 2n))
    const outside = evm.call({ to: AT, input: '0x0102', gas: 20 })
    expect([outside.status, outside.gasUsed, word(outside.output)]).toEqual(['return', 15n, 99n])
    expect(given).toEqual([
      ['0x00000000', 5000n],
      ['0x0102', 20n],
    ])
    expect(evm.call({ to: AT, gas: 14 })).toMatchObject({ status: 'halt', halt: 'outOfGas', gasUsed: 14n })
  })

  it('may revert, and stand in place of a fork’s', () => {
    const evm = createEvm({
      precompiles: { '0x0000000000000000000000000000000000000002': () => ({ status: 'revert', output: '0x12' }) },
    })
    expect(evm.call({ to: '0x0000000000000000000000000000000000000002' })).toMatchObject({
      status: 'revert',
      output: Uint8Array.of(0x12),
      gasUsed: 0n,
    })
  })

  it('are checked', () => {
    expect(code(() => createEvm({ precompiles: { '0x1': () => ({}) } }))).toBe('evm.invalidAddress')
    expect(code(() => createEvm({ precompiles: { [AT]: 5 as never } }))).toBe('evm.invalidPrecompile')
    const bad = createEvm({ precompiles: { [AT]: () => ({ output: 5 }) as never } })
    expect(code(() => bad.call({ to: AT }))).toBe('evm.invalidBytes')
    const nothing = createEvm({ precompiles: { [AT]: () => undefined as never } })
    expect(code(() => nothing.call({ to: AT }))).toBe('evm.invalidAnswer')
    expect(nothing.call({ code: '0x00' }).status).toBe('stop')
  })
})

describe('a step', () => {
  const LIBRARY: Address = '0x3000000000000000000000000000000000000003'
  const seenBy = (evm: Evm, interest: Hooks['interest'] = { calls: 'none', steps: ['ADDRESS', 'STOP'] }) => {
    const seen: (string | undefined)[][] = []
    run(evm, {
      interest,
      call: () => undefined,
      step: (step) => seen.push([step.op, step.address, step.codeAddress, step.caller]),
    })
    return seen
  }

  it('says its mnemonic, whose code runs and who called, in frames of the engine and of hooks alike', () => {
    for (const calls of ['none', 'all'] as const) {
      const evm = world(`PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH ${INNER} GAS DELEGATECALL STOP`, 'ADDRESS STOP')
      expect(seenBy(evm, { calls, steps: ['ADDRESS', 'STOP'] })).toEqual([
        ['ADDRESS', OUTER, INNER, SENDER],
        ['STOP', OUTER, INNER, SENDER],
        ['STOP', OUTER, OUTER, SENDER],
      ])
      // The second call of a warm account is the engine's own.
      const twice = world(`${callInner()} POP ${callInner()} STOP`, 'ADDRESS STOP')
      expect(seenBy(twice, { calls, steps: ['ADDRESS'] })).toEqual([
        ['ADDRESS', INNER, INNER, OUTER],
        ['ADDRESS', INNER, INNER, OUTER],
      ])
    }
  })

  it('says the delegate of a delegated account', () => {
    const evm = world(`${callInner()} STOP`, 'STOP')
    evm.state.setAccount(LIBRARY, { code: assemble('ADDRESS STOP').code })
    evm.state.setAccount(INNER, { code: `0xef0100${LIBRARY.slice(2)}` })
    expect(seenBy(evm)[0]).toEqual(['ADDRESS', INNER, LIBRARY, OUTER])
  })

  it('of a creation runs the code of the contract that is going to be', () => {
    const seen: Address[][] = []
    createEvm().call(
      { from: SENDER, input: assemble('ADDRESS STOP').code },
      { hooks: { step: ({ address, codeAddress, caller }) => void seen.push([address, codeAddress, caller]) } },
    )
    const [[address, ...others] = []] = seen
    expect(others).toEqual([address, SENDER])
  })
})

describe('what an end has taken away', () => {
  it('is told of a halt: the gas at the instruction, which a hook can give back', () => {
    const evm = world(`${callInner()} POP GAS ${RETURN_TOP}`, 'PUSH 1 POP INVALID')
    const seen: bigint[] = []
    const hooks = (gives: boolean): Hooks => ({
      result(request, result) {
        if (request.depth !== 1) return
        seen.push(request.gas - result.gasAtHalt)
        if (gives) result.gasLeft = result.gasAtHalt
      },
    })
    const kept = run(evm, hooks(false)).gasUsed
    const given = run(evm, hooks(true)).gasUsed
    // PUSH1 and POP, 3 and 2 gas, were paid before it halted.
    expect(seen).toEqual([5n, 5n])
    expect(kept).toBeGreaterThan(given)
  })

  it('is told of refunds: those of a frame that reverts are gone, and can be set', () => {
    const clears = 'PUSH 0 PUSH 1 SSTORE PUSH 0 PUSH 0 REVERT'
    const evm = world(`${callInner()} STOP`, clears)
    evm.state.setAccount(INNER, { code: assemble(clears).code, storage: { '0x1': '0x5' } })
    const refunds: bigint[] = []
    const { gasRefund } = run(evm, {
      result({ depth, world }, { refund }) {
        if (depth !== 1) return
        refunds.push(refund, world.refund)
        world.setRefund(world.refund + refund)
      },
    })
    // EIP-3529: 4,800 for a slot that becomes zero.
    expect(refunds).toEqual([4800n, 0n])
    expect(gasRefund).toBe(4800n)
  })

  it('is told of a request: what the caller keeps of its gas', () => {
    const evm = world(`${callInner()} STOP`, 'STOP')
    const kept: bigint[] = []
    run(evm, {
      call({ callerGas, gas }) {
        kept.push(callerGas, gas)
      },
    })
    // EIP-150: a 64th stays. The outermost has no caller.
    expect(kept[0]).toBe(0n)
    expect(kept[2]).toBe((kept[2]! + kept[3]!) / 64n)
  })
})

describe('a checkpoint of the world', () => {
  it('takes back what changed since, in inner frames too, and running frames go on', () => {
    const outer = `PUSH 1 PUSH 1 SSTORE ${callInner()} POP PUSH 1 SLOAD ${RETURN_TOP}`
    const evm = world(outer, `PUSH 9 PUSH 3 SSTORE ${callInner('CALL', 0n, ALICE)} POP PUSH 3 SLOAD ${RETURN_TOP}`)
    let mark: ReturnType<RunWorld['checkpoint']> | undefined
    const inner: bigint[] = []
    const { output, status } = run(evm, {
      call({ depth, world }) {
        if (depth === 1) mark = world.checkpoint()
        if (depth === 1) world.store(OUTER, 1, 7)
        if (depth === 2) world.revertTo(mark!)
      },
      result({ depth }, result) {
        if (depth === 1) inner.push(word(result.output as Uint8Array))
      },
    })
    expect(status).toBe('return')
    // What OUTER stored before the mark is there, what was stored since is not.
    expect(word(output)).toBe(1n)
    expect(inner).toEqual([0n])
    expect(evm.state.storageAt(INNER, 3)).toBe(0n)
  })
})
