/** What forge 1.7.1 printed. */
import { describe, expect, it } from 'vitest'
import { checksummed, numberText } from './valueText.ts'

describe('numbers', () => {
  it.each([
    [0n, '0'],
    [9999n, '9999'],
    [10000n, '10000 [1e4]'],
    [12345n, '12345 [1.234e4]'],
    [-123456n, '-123456 [-1.234e5]'],
    [10n ** 18n, '1000000000000000000 [1e18]'],
    [
      97992731356530356601655654610653316063678851203518n,
      '97992731356530356601655654610653316063678851203518 [9.799e49]',
    ],
    [974076158229043263964207659776831333132112n, '974076158229043263964207659776831333132112 [9.74e41]'],
  ])('%s', (value, text) => expect(numberText(value)).toBe(text))
})

describe('addresses', () => {
  it.each(['0x7FA9385bE102ac3EAc297483Dd6233D62b3e1496', '0x5615dEB798BB3E4dFa0139dFa1b3D433Cc23b72f'] as const)(
    '%s',
    (address) => expect(checksummed(`0x${address.slice(2).toLowerCase()}`)).toBe(address),
  )
})
