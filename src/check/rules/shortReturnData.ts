/**
 * R12: a call succeeded and returned less than its output area, and old bytes there are read as the answer, by code that
 * does not ask for the size before the next call or the end.
 * @module
 */
import type { Access, Called } from '../access.ts'
import type { MakeWatch } from '../watch.ts'

export const shortReturnData: MakeWatch = (shadow, report) => {
  let call: Called | undefined
  let taken: { readonly read: Access; readonly old: Uint8Array; readonly from: number } | undefined

  function settle(): void {
    if (call !== undefined && taken !== undefined) {
      const { read, old, from } = taken
      report({
        at: call.at,
        range: { offset: call.output, length: call.asked },
        reader: read.at,
        changed: { offset: from, before: old, after: old },
        facts: { expected: BigInt(call.asked), returned: BigInt(call.returned) },
      })
    }
    call = taken = undefined
  }

  return {
    called(ended) {
      settle()
      if (ended.succeeded && ended.asked > ended.returned) call = ended
    },
    sizeAsked() {
      call = taken = undefined
    },
    read(read) {
      if (call === undefined || taken !== undefined) return
      const from = Math.max(read.offset, call.output + call.returned)
      const to = Math.min(read.offset + read.length, call.output + call.asked)
      if (from >= to || shadow.writes.step(shadow.writes.at(from)) > call.at.step) return
      const old = shadow.bytes(from, to - from)
      if (old?.some((byte) => byte !== 0) === true) taken = { read, old, from }
    },
    end: settle,
  }
}
