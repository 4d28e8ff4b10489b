import { expect, it } from 'vitest'
import { isObject } from './json.ts'

it.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  [undefined, false],
  ['{}', false],
  [7, false],
])('isObject(%j): %s', (value, expected) => expect(isObject(value)).toBe(expected))
