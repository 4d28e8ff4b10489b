/**
 * The lessons, in the order in which to take them.
 * @module
 */
import { arrays } from './arrays.ts'
import { bytes } from './bytes.ts'
import { expansion } from './expansion.ts'
import { freePointer } from './freePointer.ts'
import type { Lesson } from './lesson.ts'
import { memoryLane } from './memoryLane.ts'
import { returned } from './returned.ts'
import { strings } from './strings.ts'
import { structs } from './structs.ts'
import { values } from './values.ts'

export const LESSONS: readonly Lesson[] = [
  bytes,
  expansion,
  freePointer,
  memoryLane,
  structs,
  arrays,
  strings,
  values,
  returned,
]
