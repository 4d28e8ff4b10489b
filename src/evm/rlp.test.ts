import { RLP } from '@ethereumjs/rlp'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rlpOf } from './rlp.ts'

it('encodes as the library does', () => {
  const number = fc.oneof(fc.bigInt(0n, 300n), fc.bigInt(0n, 2n ** 64n), fc.bigInt(0n, 2n ** 256n - 1n))
  const address = fc.uint8Array({ minLength: 20, maxLength: 20 })
  fc.assert(
    fc.property(fc.oneof(fc.tuple(address, number), fc.tuple(number, address, number)), (items) => {
      expect(rlpOf(items)).toEqual(RLP.encode(items))
    }),
  )
})
