// What checking costs beside recording: (record + check) / record, medians of CPU time.
import { assemble } from 'memlane/assembly'
import { checkRecording, factsFrom } from 'memlane/check'
import { createEvm } from 'memlane/evm'
import { BuildLocator } from 'memlane/solidity'
import { record } from 'memlane/trace'
import { compile, sourcesOf } from '../accuracy/build.mjs'
import { PROJECTS } from '../accuracy/projects.mjs'
import { CALL, deploy, runsOf } from '../accuracy/runs.mjs'
import { table } from './table.mjs'

/** @typedef {(line: string) => void} Tell progress */
/** @typedef {{ kind: string, name: string, goal: number, record: () => import('memlane/trace').Recording[], check: (recordings: readonly import('memlane/trace').Recording[]) => void }} Work */

const ROUNDS = 9
const CONTRACTS = ['objects', 'applications', 'solady', 'openzeppelin']
const MODES = ['legacy', 'irOptimized']
/** A large copy is one of so many bytes. */
const LARGE = 4096

/** @param {Tell} tell @param {boolean} isSmoke */
export async function cost(tell, isSmoke) {
  const works = [...(await contracts(tell, isSmoke)), ...programs(isSmoke ? 5 : 20_000)]
  const rows = []
  /** @type {Map<string, { goal: number, ratios: number[] }>} */
  const kinds = new Map()
  for (const work of works) {
    const { steps, recording, checking } = measured(work, isSmoke ? 1 : ROUNDS)
    const ratio = (recording + checking) / recording
    const kind = kinds.get(work.kind) ?? { goal: work.goal, ratios: [] }
    kinds.set(work.kind, kind)
    kind.ratios.push(ratio)
    const each = (/** @type {number} */ nanoseconds) => Math.round(nanoseconds / steps)
    rows.push([work.name, steps.toLocaleString('en'), each(recording), each(checking), ratio.toFixed(1)])
  }
  const failures = []
  for (const [kind, { goal, ratios }] of kinds) {
    const ratio = median(ratios)
    rows.push([`**${kind}, median, goal under ${goal}**`, '', '', '', `**${ratio.toFixed(1)}**`])
    if (!isSmoke && ratio >= goal) failures.push(`${kind}: ${ratio.toFixed(2)} times, not under ${goal}.`)
  }
  const head = ['what runs', 'steps', 'record, ns a step', 'check, ns a step', '(record + check) / record']
  return { text: table(head, rows), failures }
}

/** @param {Work} work @param {number} rounds */
function measured(work, rounds) {
  /** @type {number[]} */
  const recording = []
  /** @type {number[]} */
  const checking = []
  let steps = 0
  // The first rounds warm up.
  for (let round = -2; round < rounds; round++) {
    const [recordings, took] = timed(work.record)
    const [, tookToCheck] = timed(() => work.check(recordings))
    if (round < 0) continue
    recording.push(took)
    checking.push(tookToCheck)
    steps = recordings.reduce((sum, { stepCount }) => sum + stepCount, 0)
  }
  return { steps, recording: median(recording), checking: median(checking) }
}

/** @template T @param {() => T} act @returns {[result: T, nanoseconds: number]} */
function timed(act) {
  const begin = process.cpuUsage()
  const result = act()
  const { user, system } = process.cpuUsage(begin)
  return [result, (user + system) * 1000]
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}

/** @param {Tell} tell @param {boolean} isSmoke @returns {Promise<Work[]>} */
async function contracts(tell, isSmoke) {
  /** @type {Work[]} */
  const works = []
  for (const name of isSmoke ? [] : CONTRACTS)
    for (const mode of MODES) {
      const project = PROJECTS[name]
      for (const driver of project?.drivers ?? []) {
        const [file = '', contract = ''] = driver.split(':')
        const build = await compile(project ?? { drivers: [] }, sourcesOf(file), file, mode, tell)
        const evm = createEvm()
        const to = deploy(evm, build, build.contract(contract))
        const inputs = runsOf(build.contract(contract)).map(([, input]) => input)
        const factsOf = factsFrom(new BuildLocator(build))
        const before = evm.state.snapshot()
        works.push({
          kind: 'contracts',
          name: `${contract} ${mode}`,
          goal: 3,
          record: () => {
            evm.state.restore(before)
            return inputs.map((input) => record(evm, { ...CALL, to, input }).recording)
          },
          check: (recordings) => {
            for (const recording of recordings) checkRecording(recording, { factsOf })
          },
        })
      }
    }
  return works
}

/** Loops that do one thing, in memory that is laid out as solc does it. @param {number} times @returns {Work[]} */
function programs(times) {
  const begin = ['PUSH 0x80', 'PUSH 0x40', 'MSTORE', 'PUSH 0x40', 'MLOAD', `PUSH ${times}`, 'loop: JUMPDEST']
  const end = ['PUSH 1', 'SWAP1', 'SUB', 'DUP1', 'PUSH @loop', 'JUMPI', 'STOP']
  /** @type {(kind: string, name: string, body: readonly string[]) => Work} */
  const loop = (kind, name, body) => {
    const { code } = assemble([...begin, ...body, ...end].join('\n'))
    const input = new Uint8Array(LARGE).fill(7)
    return {
      ...{ kind, name, goal: 5 },
      record: () => [record(createEvm(), { code, input, gas: 10_000_000_000n }).recording],
      check: (recordings) => {
        for (const recording of recordings) checkRecording(recording)
      },
    }
  }
  const eight = (/** @type {(index: number) => readonly string[]} */ body) =>
    Array.from({ length: 8 }, (_, i) => body(i)).flat()
  return [
    loop(
      'word loops',
      'words stored',
      eight((i) => ['DUP1', 'DUP3', `PUSH ${32 * i}`, 'ADD', 'MSTORE']),
    ),
    loop(
      'word loops',
      'words loaded',
      eight((i) => ['DUP2', `PUSH ${32 * i}`, 'ADD', 'MLOAD', 'POP']),
    ),
    loop(
      'word loops',
      'words copied',
      eight((i) => [
        ...['DUP2', `PUSH ${32 * i}`, 'ADD', 'MLOAD'],
        ...['DUP3', `PUSH ${512 + 32 * i}`, 'ADD', 'MSTORE'],
      ]),
    ),
    loop(
      'large copies',
      `CALLDATACOPY of ${LARGE} bytes`,
      eight(() => [`PUSH ${LARGE}`, 'PUSH 0', 'DUP4', 'CALLDATACOPY']),
    ),
    loop(
      'large copies',
      `MCOPY of ${LARGE} bytes`,
      eight(() => [`PUSH ${LARGE}`, 'DUP3', 'DUP1', `PUSH ${2 * LARGE}`, 'ADD', 'MCOPY']),
    ),
    loop('large copies', `KECCAK256 of ${LARGE} bytes`, [`PUSH ${LARGE}`, 'DUP3', 'KECCAK256', 'POP']),
  ]
}
