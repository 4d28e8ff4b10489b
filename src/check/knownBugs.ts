/**
 * Bugs of solc that a finding can be the effect of: by rule, version, pipeline, and who did it.
 * Source: https://docs.soliditylang.org/en/v0.8.37/bugs.html
 * @module
 */
import { satisfies, valid } from 'semver'
import { type Compilation, type SourceRange, withoutCommit } from '../solidity/index.ts'
import type { RuleId } from './ruleTable.ts'

/** A published bug. */
export interface KnownBug {
  /** As solc's list of bugs calls it: `SOL-2026-5`. */
  readonly id: string
  /** The first version that has it. */
  readonly from: string
  /** The first version that has it no more. */
  readonly fixed: string
}

interface Row extends KnownBug {
  readonly rule: RuleId
  /** Only of one pipeline. */
  readonly viaIr?: boolean
  /** Of code that stands behind the optimizer; the finding is in inline assembly, and some block mentions no variable. */
  readonly removesStores?: boolean
  /** The text that the instruction belongs to. */
  readonly source?: RegExp
}

/** Of helpers that the compiler adds. */
const NOWHERE = /^$/

const ROWS: readonly Row[] = [
  { id: 'SOL-2026-5', rule: 'R05', from: '0.1.0', fixed: '0.8.37', viaIr: false, source: /^delete\b/ },
  { id: 'SOL-2026-4', rule: 'R18', from: '0.7.2', fixed: '0.8.37', viaIr: true },
  // It is what else its zero word looks like.
  { id: 'SOL-2026-5', rule: 'R20', from: '0.1.0', fixed: '0.8.37', viaIr: false, source: /^delete\b/ },
  { id: 'SOL-2022-6', rule: 'R20', from: '0.5.8', fixed: '0.8.16' },
  { id: 'SOL-2022-5', rule: 'R09', from: '0.1.0', fixed: '0.8.15', viaIr: false, source: NOWHERE },
  { id: 'SOL-2022-4', rule: 'R08', from: '0.8.13', fixed: '0.8.15', viaIr: false, removesStores: true },
  { id: 'SOL-2021-2', rule: 'R14', from: '0.4.16', fixed: '0.8.4', source: NOWHERE },
  { id: 'SOL-2020-3', rule: 'R06', from: '0.2.0', fixed: '0.6.5', source: /^new\b/ },
  { id: 'SOL-2017-3', rule: 'R12', from: '0.1.0', fixed: '0.4.14', source: /^ecrecover\b/ },
]

/**
 * The bug that a finding matches; `undefined` for none. Inline assembly can be
 * one only where the optimizer takes parts of it away.
 * @param range of the sources that the instruction belongs to, `undefined` where it belongs to none
 */
export function knownBug(
  rule: RuleId,
  build: Compilation,
  isAssembly: boolean,
  range: SourceRange | undefined,
): KnownBug | undefined {
  const version = valid(withoutCommit(build.compilerVersion))
  if (version === null) return undefined
  const text = range === undefined ? '' : build.text(range)
  const row = ROWS.find(
    (row) =>
      row.rule === rule &&
      satisfies(version, `>=${row.from} <${row.fixed}`) &&
      (row.viaIr === undefined || row.viaIr === build.isViaIr) &&
      isAssembly === (row.removesStores === true) &&
      (!isAssembly || losesStores(build)) &&
      (row.source === undefined || row.source.test(text)),
  )
  return row && { id: row.id, from: row.from, fixed: row.fixed }
}

/** Whether the optimizer looks at a block of assembly alone, as it does where no variable is mentioned. */
function losesStores({ ast, input }: Compilation): boolean {
  if (!input.settings.optimizer.enabled) return false
  for (const { kind, references } of ast.nodes()) if (kind === 'InlineAssembly' && references.length === 0) return true
  return false
}
