/**
 * Bugs of solc that findings can match. Source: argotorg/solidity, docs/bugs.json.
 * @module
 */
import { gte, lt, valid } from 'semver'
import type { RuleId } from '../../check/index.ts'
import { withoutCommit } from '../../solidity/index.ts'
import type { KnownBug } from './explained.ts'

/** What is known of the code that broke a rule. */
export interface BrokenCode {
  /** The rule. */
  readonly rule: RuleId
  /** As the compiler says it. */
  readonly compiler: string
  /** Whether it came by way of Yul. */
  readonly isViaIr: boolean
  /** The line of source. */
  readonly line: string
}

interface Row extends KnownBug {
  readonly rule: RuleId
  /** The first version that has it; `undefined` for all old ones. */
  readonly since: string | undefined
  /** What has to be so besides. */
  readonly when: (code: BrokenCode) => boolean
}

const always = () => true

// biome-ignore format: rows exist to be compared
const BUGS: readonly Row[] = [
  { rule: 'R05', uid: 'SOL-2026-5', affected: '≤ 0.8.36',       since: undefined, fixed: '0.8.37', when: ({ isViaIr, line }) => !isViaIr && /\bdelete\b.*\[/.test(line) },
  { rule: 'R06', uid: 'SOL-2020-3', affected: '0.2.0–0.6.4',    since: '0.2.0',   fixed: '0.6.5',  when: ({ line }) => /\bnew\b/.test(line) },
  { rule: 'R12', uid: 'SOL-2017-3', affected: '≤ 0.4.13',       since: undefined, fixed: '0.4.14', when: ({ line }) => /\becrecover\b/.test(line) },
  { rule: 'R18', uid: 'SOL-2026-2', affected: '0.7.2–0.8.35',   since: '0.7.2',   fixed: '0.8.36', when: ({ isViaIr }) => isViaIr },
  { rule: 'R18', uid: 'SOL-2026-4', affected: '0.7.2–0.8.36',   since: '0.7.2',   fixed: '0.8.37', when: ({ isViaIr }) => isViaIr },
  { rule: 'R20', uid: 'SOL-2022-6', affected: '0.5.8–0.8.15',   since: '0.5.8',   fixed: '0.8.16', when: always },
]

/** The bug that a finding matches: its rule, the version, and what it needs besides. */
export function knownBug(code: BrokenCode): KnownBug | undefined {
  const version = withoutCommit(code.compiler)
  if (valid(version) === null) return undefined
  const bug = BUGS.find(
    ({ rule, since, fixed, when }) =>
      rule === code.rule && lt(version, fixed) && (since === undefined || gte(version, since)) && when(code),
  )
  return bug && { uid: bug.uid, affected: bug.affected, fixed: bug.fixed }
}
