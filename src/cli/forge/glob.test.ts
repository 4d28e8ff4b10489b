import { describe, expect, it } from 'vitest'
import { fitsGlob } from './glob.ts'

describe('a pattern of paths', () => {
  it.each([
    ['test/A.t.sol', 'test/A.t.sol', true],
    ['./test/A.t.sol', 'test/A.t.sol', true],
    ['test/*', 'test/A.t.sol', true],
    ['test/**/*.t.sol', 'test/A.t.sol', true],
    ['test/**/*.t.sol', 'test/a/b/A.t.sol', true],
    ['test', 'test/a/A.t.sol', true],
    ['test/{a,b}/*', 'test/b/A.t.sol', true],
    ['test/{a,b}/*', 'test/c/A.t.sol', false],
    ['test/?.t.sol', 'test/A.t.sol', true],
    ['test/?.t.sol', 'test/AB.t.sol', false],
    ['A.t.sol', 'test/A.t.sol', false],
    ['test/A.t.so', 'test/A.t.sol', false],
    ['test/(A+.t.sol', 'test/(A+.t.sol', true],
  ])('%s and %s: %s', (pattern, path, fits) => expect(fitsGlob(pattern, path)).toBe(fits))
})
