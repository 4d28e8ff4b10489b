/**
 * Comments that say a finding is meant:
 *
 *   // memlane-ignore R05: the tail is cleared below          on the line of the finding, or on lines above it that hold
 *   mstore(add(head, 56), id)                                  nothing else
 *
 * @module
 */
import { parseRule, type RuleId } from '../../check/index.ts'
import { launchError } from '../errors.ts'
import { problemAt } from '../problems.ts'

/** A comment, read. */
export interface IgnoreComment {
  /** Counted from 1. */
  readonly line: number
  /** Which rules it is about. */
  readonly rules: readonly RuleId[]
  /** Why it is meant. */
  readonly reason: string
}

const COMMENT = /\/\/\s*memlane-ignore\b(.*)$/

/**
 * The comments that are about a line.
 * @param file what the text is called in errors
 * @param line counted from 1
 * @throws {LaunchError} `launch.ignoreWithoutReason`, `launch.noSuchRule`, at the line of the comment.
 */
export function ignoresAt(file: string, lines: readonly string[], line: number): readonly IgnoreComment[] {
  const found: IgnoreComment[] = []
  for (let at = line; at >= 1; at--) {
    const text = lines[at - 1] ?? ''
    if (at < line && !/^\s*\/\//.test(text)) break
    const [, said] = COMMENT.exec(text) ?? []
    if (said !== undefined) found.push(readComment(file, at, said))
  }
  return found
}

function readComment(file: string, line: number, said: string): IgnoreComment {
  const [, names = '', reason = ''] = /^([^:：]*)[:：]?(.*)$/.exec(said) ?? []
  const words = names.split(/[\s,，、]+/).filter((word) => word !== '')
  const rules = words.map((name) => {
    const rule = parseRule(name)
    if (rule === undefined) throw problemAt({ file, line }, launchError('launch.noSuchRule', { name }))
    return rule.id
  })
  if (rules.length === 0 || reason.trim() === '')
    throw problemAt({ file, line }, launchError('launch.ignoreWithoutReason', { rule: rules[0] ?? 'R05' }))
  return { line, rules, reason: reason.trim() }
}
