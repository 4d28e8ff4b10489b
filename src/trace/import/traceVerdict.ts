/**
 * What the lines behind the steps say of the run. Each client has its own:
 *
 *   geth, EELS      {"output":"","gasUsed":"0x75","error":"out of gas"}      one for every call, the run's comes last
 *   nethermind      {"output":"0x","gasUsed":"0x1","time":91.2}
 *   all of these    {"stateRoot":"0x…"}                                      behind the run's
 *   evmone          {"pass":false,"error":"out of gas","gasUsed":"0x1","stateRoot":"0x…"}
 *   besu            {"output":"","gasUsed":"0x1","test":"…","fork":"London","postLogsHash":"0x…","pass":false}
 *   revm            {"stateRoot":"0x…","output":"0x","pass":false,"evmResult":"Success: Stop","fork":"LONDON"}
 *
 * `pass` is how the run ended, or, beside the name of a test or its hashes, whether that test passed.
 * @module
 */
import { type ForkName, parseForkName } from '../../opcodes/index.ts'
import { bytesOf, type Fields } from './traceFields.ts'
import type { TraceEnd } from './traceStep.ts'

/** Whether a line without a step is about how something ended. */
export function isVerdict(fields: Fields): boolean {
  return OF_A_CALL.some((name) => fields[name] !== undefined) || isOfRun(fields)
}

const OF_A_CALL = ['output', 'gasUsed'] as const
/** What only a line about the whole run has. */
const OF_THE_RUN = ['stateRoot', 'pass', 'test', 'postLogsHash', 'evmResult', 'time', 'fork'] as const
const OF_A_TEST = ['test', 'postLogsHash', 'logsRoot', 'errorMsg'] as const

function isOfRun(fields: Fields): boolean {
  return OF_THE_RUN.some((name) => fields[name] !== undefined)
}

/** The line together with the one before it: that with the output comes first. */
export function joinedVerdict(before: Fields | undefined, fields: Fields): Fields {
  return fields.output === undefined && before !== undefined ? { ...before, ...fields } : fields
}

/** What the line says; without one, the trace just ends. */
export function endOf(line: Fields | undefined, place: string): TraceEnd {
  if (line === undefined) return { output: undefined, failed: undefined, of: 'nothing' }
  const { output } = line
  const error = errorText(line.error)
  return {
    output: typeof output === 'string' ? bytesOf(output, 'output', place) : undefined,
    failed: failedIn(line, error),
    error: error ?? (typeof line.evmResult === 'string' ? line.evmResult : undefined),
    of: isOfRun(line) ? 'wholeRun' : 'call',
    fork: forkIn(line.fork),
  }
}

function failedIn(line: Fields, error: string | undefined): boolean | undefined {
  const { evmResult, pass } = line
  if (typeof evmResult === 'string' && /^success/i.test(evmResult)) return false
  if (typeof evmResult === 'string' && /^(halt|revert)/i.test(evmResult)) return true
  if (error !== undefined) return true
  if (OF_A_TEST.some((name) => line[name] !== undefined)) return undefined
  return typeof pass === 'boolean' ? !pass : false
}

/** The words of an error as a trace or a node writes it: a text, or an object with a message. */
export function errorText(error: unknown): string | undefined {
  if (typeof error === 'string') return error === '' ? undefined : error
  if (typeof error !== 'object' || error === null) return undefined
  return 'message' in error && typeof error.message === 'string' ? error.message : JSON.stringify(error)
}

/** Forks that nobody here knows say nothing. */
export function forkIn(name: unknown): ForkName | undefined {
  try {
    return typeof name === 'string' ? parseForkName(name) : undefined
  } catch {
    return undefined
  }
}
