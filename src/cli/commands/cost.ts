/** `memlane cost <size>`: what memory of a size costs. @module */
import { WORD_BYTES } from '../../base/index.ts'
import { costScreen, type MemoryPrice, priceOfSize } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { EXIT } from '../report.ts'
import { parseSize } from '../size.ts'

export const cost: Command = {
  name: 'cost',
  operands: [{ usage: '<size>', text: 'size' }],
  options: [],
  async run([size], { json }, session) {
    const price = priceOfSize(parseSize(size))
    if (json)
      session.showJson({
        version: 1,
        size: price.size,
        ...decimal(price),
        nextWord: price.nextWord.toString(),
        curve: price.curve.map((step) => ({ size: step.words * WORD_BYTES, ...decimal(step) })),
      })
    else session.show(costScreen(price, session.messages))
    return EXIT.fine
  },
}

/** Gas as decimal strings: JSON has no numbers that are large enough. */
function decimal({ words, linear, quadratic, total }: MemoryPrice) {
  return { words, linear: linear.toString(), quadratic: quadratic.toString(), total: total.toString() }
}
