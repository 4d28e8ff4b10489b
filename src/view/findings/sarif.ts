/**
 * Findings as SARIF 2.1.0, which code scanning reads.
 *
 *   run ─┬─ tool.driver.rules     all rules, by number
 *        └─ results               findings; also those that are known (baselineState) or meant (suppressions)
 *
 * @module
 */
import { RULES } from '../../check/ruleTable.ts'
import type { ExplainedFinding, ExplainedStep } from '../../launch/index.ts'
import type { Language } from '../messages/index.ts'
import { messagesIn } from '../messages/index.ts'
import { printable } from '../width.ts'
import type { CheckFacts } from './facts.ts'
import { findingTexts } from './texts.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: 'en-US', zh: 'zh-CN' }

/**
 * What `memlane check --format sarif` prints: a log of SARIF 2.1.0, as plain JSON.
 * @param version of the program
 */
export function sarifLog(facts: CheckFacts, language: Language, version: string): object {
  const { findings, known, ignored } = facts.judged
  const hasBaseline = facts.baseline !== undefined
  const state = (is: 'new' | 'unchanged') => (hasBaseline ? { baselineState: is } : {})
  // Where one result has a list of suppressions, all have one.
  const suppressed = (is: readonly object[]) => (ignored.length > 0 ? { suppressions: is } : {})
  const result = (finding: ExplainedFinding) => resultOf(finding, facts, language)
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Memlane', version, rules: rulesIn(language) } },
        language: LANGUAGE_TAGS[language],
        columnKind: 'utf16CodeUnits',
        results: [
          ...findings.map((one) => ({ ...result(one), ...state('new'), ...suppressed([]) })),
          ...known.map((one) => ({ ...result(one), ...state('unchanged'), ...suppressed([]) })),
          ...ignored.map((one) => ({ ...result(one), ...state('new'), ...suppressed([{ kind: 'inSource' }]) })),
        ],
      },
    ],
  }
}

function rulesIn(language: Language): object[] {
  const { check } = messagesIn(language)
  return RULES.map(({ id, name, severity, isOff }) => {
    const { short, cause, instead } = check.rules[id]
    return {
      id,
      name,
      shortDescription: { text: short },
      help: { text: `${check.cause(cause)} ${check.instead(instead)}` },
      defaultConfiguration: { level: severity, enabled: !isOff },
    }
  })
}

function resultOf(finding: ExplainedFinding, facts: CheckFacts, language: Language): object {
  const { cause, at, reader, pointer, object, victim, key, contract } = finding
  const messages = messagesIn(language)
  const { title, happened } = findingTexts(finding, messages, facts)
  const related = [reader, pointer, object?.made, victim?.made].flatMap((step) => {
    const where = step && physical(step, facts)
    return where === undefined ? [] : [{ physicalLocation: where }]
  })
  const named = at.place?.function ?? contract
  const where = physical(at, facts)
  return {
    ruleId: cause.rule,
    ruleIndex: RULES.findIndex(({ id }) => id === cause.rule),
    level: cause.first.severity,
    message: { text: printable(happened || title) },
    locations: [
      {
        ...(where && { physicalLocation: where }),
        ...(named === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: named, kind: 'function' }] }),
      },
    ],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { 'memlaneKey/v1': [key.rule, key.file, key.function, key.text].join(' · ') },
    occurrenceCount: cause.count,
  }
}

function physical({ place }: ExplainedStep, { fileOf }: CheckFacts): object | undefined {
  if (place === undefined) return undefined
  const { file, line, column, text } = place
  return {
    artifactLocation: { uri: uriOf(fileOf(file)) },
    region: { startLine: line, startColumn: column, snippet: { text } },
  }
}

/** A path as a URI: relative ones stay so. */
function uriOf(path: string): string {
  const escaped = path.split(/[/\\]/).map(encodeURIComponent).join('/')
  return escaped.startsWith('/') ? `file://${escaped}` : escaped
}
