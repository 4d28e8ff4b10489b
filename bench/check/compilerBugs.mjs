// Real bugs of solc: a contract each, built with a compiler that has the bug and with one that has it no more.

import { bytesToHex } from 'memlane'
import { knownBug } from 'memlane/check'
import { Checked } from './checked.mjs'
import { compileHere, sourcesHere } from './compile.mjs'
import { table } from './table.mjs'

/**
 * @typedef {{ id: string, file: string, rule: import('memlane/check').RuleId, mode: string, old: string, fixed: string | undefined }} Bug
 *   old: a version of solc that has it; fixed: one that has it no more, without it the one that memlane comes with
 */

/** @type {readonly Bug[]} */
// biome-ignore format: rows exist to be compared
const BUGS = [
  { id: 'SOL-2026-5', file: 'Delete.sol',      rule: 'R05', mode: 'legacy',          old: '0.8.30', fixed: undefined },
  { id: 'SOL-2026-5', file: 'Delete.sol',      rule: 'R05', mode: 'legacyOptimized', old: '0.8.36', fixed: undefined },
  { id: 'SOL-2026-4', file: 'Spill.sol',       rule: 'R18', mode: 'irOptimized',     old: '0.8.36', fixed: undefined },
  { id: 'SOL-2022-6', file: 'Reencode.sol',    rule: 'R20', mode: 'legacy',          old: '0.8.15', fixed: '0.8.16' },
  { id: 'SOL-2022-6', file: 'Reencode.sol',    rule: 'R20', mode: 'ir',              old: '0.8.15', fixed: '0.8.16' },
  { id: 'SOL-2022-5', file: 'Dirty.sol',       rule: 'R09', mode: 'legacy',          old: '0.8.14', fixed: '0.8.15' },
  { id: 'SOL-2022-5', file: 'Dirty.sol',       rule: 'R09', mode: 'legacyOptimized', old: '0.8.14', fixed: '0.8.15' },
  { id: 'SOL-2022-4', file: 'SideEffects.sol', rule: 'R08', mode: 'legacyOptimized', old: '0.8.14', fixed: '0.8.15' },
  { id: 'SOL-2021-2', file: 'Decode.sol',      rule: 'R14', mode: 'legacy',          old: '0.8.3',  fixed: '0.8.4' },
  { id: 'SOL-2020-3', file: 'TooLarge.sol',    rule: 'R06', mode: 'legacy',          old: '0.6.4',  fixed: '0.6.12' },
  { id: 'SOL-2017-3', file: 'Recover.sol',     rule: 'R12', mode: 'legacy',          old: '0.4.11', fixed: '0.4.26' },
]

/** @param {(line: string) => void} tell @param {boolean} isSmoke */
export async function compilerBugs(tell, isSmoke) {
  const failures = []
  const rows = []
  for (const bug of isSmoke ? BUGS.filter(({ old }) => old === '0.8.36') : BUGS) {
    const old = await findings(bug, bug.old, tell)
    const fixed = await findings(bug, bug.fixed, tell)
    const { rule, id } = bug
    const named = old.found.find((one) => one.rule === rule)?.bug
    if (!old.found.some((one) => one.rule === rule)) failures.push(`${id} in ${bug.mode}: ${rule} does not find it.`)
    if (named !== id) failures.push(`${id} in ${bug.mode}: the finding names ${named ?? 'no bug'}.`)
    if (fixed.found.length > 0) failures.push(`${id} in ${bug.mode}: ${said(fixed.found)} with the fixed compiler.`)
    if (old.output === fixed.output) failures.push(`${id} in ${bug.mode}: the two compilers do the same.`)
    rows.push([id, bug.mode, bug.old, said(old.found), fixed.version, said(fixed.found)])
  }
  return { text: table(['bug', 'mode', 'solc with it', 'found', 'solc without it', 'found'], rows, 6), failures }
}

/** @param {readonly { rule: string, bug: string | undefined }[]} found */
function said(found) {
  const texts = found.map(({ rule, bug }) => (bug === undefined ? rule : `${rule} (${bug})`))
  return [...new Set(texts)].join(', ') || 'nothing'
}

/** @param {Bug} bug @param {string | undefined} solc @param {(line: string) => void} tell */
async function findings({ file, mode }, solc, tell) {
  const build = await compileHere(sourcesHere(file), file, mode, tell, solc)
  const contract = build.contract(file.replace('.sol', ''))
  const checked = new Checked(build, contract.name)
  const input = contract.selectors.get('run()')
  if (input === undefined) throw new Error(`${file} has no run().`)
  const { result, recording, report } = checked.call(input)
  const all = report.causes.map((cause) => {
    const found = checked.codeOf(recording, cause)
    const range = found?.code.sourceMap.entry(cause.first.at.pc)
    const bug = found && knownBug(cause.rule, build, found.isAssembly, range)
    return { rule: cause.rule, bug: bug?.id, severity: cause.first.severity }
  })
  return { version: build.compilerVersion, output: bytesToHex(result.output), found: all }
}
