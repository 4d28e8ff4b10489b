/**
 * Findings as a JSON document: stable within a version, in which fields are only added.
 * @module
 */
import { quantityToHex } from '../../base/hex.ts'
import { MOST_COUNTED } from '../../check/causes.ts'
import { ruleOf } from '../../check/ruleTable.ts'
import type { ExplainedFinding, ExplainedMemory, ExplainedOrigin, ExplainedStep } from '../../launch/index.ts'
import { opcodeOfByte } from '../../opcodes/index.ts'
import { longHex } from '../bytesText.ts'
import { messagesIn } from '../messages/index.ts'
import type { AuditRow, BrutalizedFacts, CheckFacts, FuzzFacts } from './facts.ts'
import { findingTexts } from './texts.ts'

/** What `memlane check --json` prints, with `version: 1`. Its texts are English in every language. */
export function checkDocument(facts: CheckFacts): object {
  const { call, end, judged, fuzz, audit, brutalized } = facts
  const { checked, notChecked, findings, hidden, known, ignored } = judged
  const listed = (some: readonly ExplainedFinding[]) => some.map((finding) => findingFields(finding, facts))
  return {
    version: 1,
    call,
    status: end?.status ?? null,
    findings: listed(findings),
    hidden: listed(hidden),
    known: listed(known),
    ignored: listed(ignored),
    checked,
    notChecked,
    ...(fuzz && { fuzz: fuzzFields(fuzz) }),
    ...(brutalized && { brutalized: brutalizedFields(brutalized) }),
    ...(audit && { assembly: auditFields(audit, facts) }),
    mostCounted: MOST_COUNTED,
  }
}

/** One of them. */
export function findingFields(finding: ExplainedFinding, facts: Pick<CheckFacts, 'fileOf' | 'fuzz'>): object {
  const { cause, at, reader, pointer, object, victim, change, origin, callee, bug, contract, key } = finding
  const { rule, count, first } = cause
  const { title, happened, cause: why, instead } = findingTexts(finding, messagesIn('en'), facts)
  const step = (one: ExplainedStep | undefined) => (one === undefined ? null : stepFields(one, facts))
  return {
    rule,
    name: ruleOf(rule).name,
    severity: first.severity,
    count,
    frame: first.frame,
    contract: contract ?? null,
    at: step(at),
    range: { offset: first.range.offset, size: first.range.length },
    object: memoryFields(object, step),
    victim: memoryFields(victim, step),
    changed:
      change === undefined
        ? null
        : {
            ...{ offset: change.offset, part: change.part ?? null, bytes: change.changed },
            ...{ before: longHex(change.before), after: longHex(change.after) },
          },
    reader: step(reader),
    pointer: step(pointer),
    origin: originFields(origin),
    callee: callee ?? null,
    bug: bug ?? null,
    facts: Object.fromEntries(Object.entries(first.facts).map(([name, fact]) => [name, fact.toString()])),
    key,
    calls: facts.fuzz?.callsOf(finding) ?? null,
    texts: { title, happened, cause: why, instead },
  }
}

function fuzzFields({ result, constructorArguments, callsOf: _, ...others }: FuzzFacts): object {
  const { seed, calls, isAborted, functions, coverage, more } = result
  return {
    ...{ seed, calls, isAborted, more, constructorArguments: constructorArguments ?? null, ...others },
    functions: functions.map(({ function: name, calls, succeeded, passed }) => ({ name, calls, succeeded, passed })),
    memoryInstructions: coverage.map(({ contract, isCreation, memory: { ran, count } }) => {
      return { contract: contract ?? null, isCreation, ran, count }
    }),
  }
}

function brutalizedFields({ junk, shifted, shift }: BrutalizedFacts): object {
  const fields = ({ differences, parting, junkRead, reads }: BrutalizedFacts['junk']) => ({
    differs: [...new Set(differences.map(({ kind }) => kind))],
    step: parting?.step ?? null,
    junkReadAt: junkRead?.step ?? null,
    reads,
  })
  return { junk: fields(junk), shifted: { bytes: shift, ...fields(shifted) } }
}

function auditFields(audit: readonly AuditRow[], { fileOf }: CheckFacts): object {
  return audit.map(({ file, line, isMarkedSafe, verdict, broken }) => ({
    ...{ file: fileOf(file), line, markedSafe: isMarkedSafe, verdict },
    broken: broken.map(({ why, line: at, step }) => ({ why, line: at ?? null, step })),
  }))
}

function stepFields({ step, pc, op, place }: ExplainedStep, { fileOf }: Pick<CheckFacts, 'fileOf'>): object {
  return {
    step,
    pc,
    op: opcodeOfByte(op)?.name ?? quantityToHex(op),
    source: place === undefined ? null : { ...place, file: fileOf(place.file), function: place.function ?? null },
  }
}

function memoryFields(
  memory: ExplainedMemory | undefined,
  step: (one: ExplainedStep | undefined) => object | null,
): object | null {
  if (memory === undefined) return null
  const { start, end, isAllocated, name, type, isInferred, made } = memory
  return {
    ...{ offset: start, size: end - start, allocated: isAllocated },
    ...{ name: name ?? null, type: type ?? null, inferred: isInferred, made: step(made) },
  }
}

function originFields(origin: ExplainedOrigin | undefined): object | null {
  if (origin === undefined) return null
  const ranges = 'ranges' in origin ? origin.ranges.map(({ offset, length }) => ({ offset, size: length })) : []
  return {
    ...{ from: origin.from, value: quantityToHex(origin.value), ranges },
    callee: 'callee' in origin ? origin.callee : null,
  }
}
