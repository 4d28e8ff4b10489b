/**
 * The rules: what each is called, how much it matters, and what it has to know.
 * @module
 */

/** `R05`: stands in comments, baselines and reports; never used again for another rule. */
export type RuleId =
  // biome-ignore format: twenty lines say no more
  | 'R01'
  | 'R02'
  | 'R03'
  | 'R04'
  | 'R05'
  | 'R06'
  | 'R07'
  | 'R08'
  | 'R09'
  | 'R10'
  | 'R11'
  | 'R12'
  | 'R13'
  | 'R14'
  | 'R15'
  | 'R16'
  | 'R17'
  | 'R18'
  | 'R19'
  | 'R20'

/** `error`: memory is corrupt. `warning`: it can be, or somebody else decides. `note`: odd, and often meant. */
export type Severity = 'error' | 'warning' | 'note'

/** What is to be known before a rule can say anything. */
export type RuleNeed = 'nothing' | 'solidity' | 'abi' | 'sources'

/** What is fixed about a rule. */
export interface RuleInfo {
  /** Its number. */
  readonly id: RuleId
  /** Its name, in words joined by hyphens. */
  readonly name: string
  /** How much it matters. */
  readonly severity: Severity
  /** `solidity`: the layout of memory that solc's code uses. */
  readonly needs: RuleNeed
  /** Only when somebody asks for it. */
  readonly isOff: boolean
}

type Row = readonly [id: RuleId, name: string, severity: Severity, needs: RuleNeed, off?: 'off']

// biome-ignore format: rows exist to be compared
const ROWS: readonly Row[] = [
  ['R01', 'free-pointer-overwritten',  'error',   'solidity'],
  ['R02', 'zero-slot-not-zero',        'error',   'solidity'],
  ['R03', 'use-after-release',         'error',   'solidity'],
  ['R04', 'free-pointer-below-start',  'error',   'solidity'],
  ['R05', 'write-past-object',         'error',   'solidity'],
  ['R06', 'allocation-too-small',      'error',   'solidity'],
  ['R07', 'temporary-overwritten',     'error',   'solidity'],
  ['R08', 'never-written-bytes-used',  'warning', 'solidity'],
  ['R09', 'dirty-padding',             'warning', 'abi'],
  ['R10', 'return-data-unbounded',     'warning', 'nothing'],
  ['R11', 'copy-over-reserved',        'warning', 'solidity'],
  ['R12', 'short-return-data',         'error',   'nothing'],
  ['R13', 'memory-size-from-caller',   'warning', 'nothing'],
  ['R14', 'offset-before-base',        'error',   'solidity'],
  ['R15', 'free-pointer-unaligned',    'note',    'solidity', 'off'],
  ['R16', 'msize-as-allocator',        'warning', 'solidity'],
  ['R17', 'copy-destroys-source',      'note',    'nothing', 'off'],
  ['R18', 'spill-slot-shared',         'error',   'sources'],
  ['R19', 'range-past-object',         'warning', 'solidity'],
  ['R20', 'unread-bytes-cleared',      'error',   'sources'],
]

/** All of them, by number. */
export const RULES: readonly RuleInfo[] = ROWS.map(([id, name, severity, needs, off]) => ({
  id,
  name,
  severity,
  needs,
  isOff: off === 'off',
}))

const BY_ID: ReadonlyMap<string, RuleInfo> = new Map(RULES.map((rule) => [rule.id, rule]))

/** A rule by number. */
export function ruleOf(id: RuleId): RuleInfo {
  return BY_ID.get(id)!
}

/** A rule as a user names it, by number or name in any case; `undefined` where there is none. */
export function parseRule(text: string): RuleInfo | undefined {
  const wanted = text.toLowerCase()
  return RULES.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted)
}
