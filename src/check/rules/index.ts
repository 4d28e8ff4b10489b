/** What each rule watches for, by number. @module */
import type { RuleId } from '../ruleTable.ts'
import type { MakeWatch } from '../watch.ts'
import { allocationTooSmall } from './allocationTooSmall.ts'
import { copyDestroysSource } from './copyDestroysSource.ts'
import { copyOverReserved } from './copyOverReserved.ts'
import { dirtyPadding } from './dirtyPadding.ts'
import { freePointerBelowStart } from './freePointerBelowStart.ts'
import { freePointerOverwritten } from './freePointerOverwritten.ts'
import { freePointerUnaligned } from './freePointerUnaligned.ts'
import { memorySizeFromCaller } from './memorySizeFromCaller.ts'
import { msizeAsAllocator } from './msizeAsAllocator.ts'
import { neverWrittenBytesUsed } from './neverWrittenBytesUsed.ts'
import { offsetBeforeBase } from './offsetBeforeBase.ts'
import { rangePastObject } from './rangePastObject.ts'
import { returnDataUnbounded } from './returnDataUnbounded.ts'
import { shortReturnData } from './shortReturnData.ts'
import { spillSlotShared } from './spillSlotShared.ts'
import { temporaryOverwritten } from './temporaryOverwritten.ts'
import { unreadBytesCleared } from './unreadBytesCleared.ts'
import { useAfterRelease } from './useAfterRelease.ts'
import { writePastObject } from './writePastObject.ts'
import { zeroSlotNotZero } from './zeroSlotNotZero.ts'

export const MAKERS: Readonly<Record<RuleId, MakeWatch>> = {
  R01: freePointerOverwritten,
  R02: zeroSlotNotZero,
  R03: useAfterRelease,
  R04: freePointerBelowStart,
  R05: writePastObject,
  R06: allocationTooSmall,
  R07: temporaryOverwritten,
  R08: neverWrittenBytesUsed,
  R09: dirtyPadding,
  R10: returnDataUnbounded,
  R11: copyOverReserved,
  R12: shortReturnData,
  R13: memorySizeFromCaller,
  R14: offsetBeforeBase,
  R15: freePointerUnaligned,
  R16: msizeAsAllocator,
  R17: copyDestroysSource,
  R18: spillSlotShared,
  R19: rangePastObject,
  R20: unreadBytesCleared,
}
