import type { Lesson } from './lesson.ts'

const text = `; What memory costs: the same store at three places.
PUSH1 0x01
PUSH0
MSTORE           ; the first word
PUSH1 0x02
PUSH0
MSTORE           ; the same word once more
PUSH2 0x02a0
MLOAD            ; reads up to byte 704
POP
PUSH2 0x02c0
MLOAD            ; one word more
POP
PUSH1 0x01
PUSH2 0x7fe0
MSTORE           ; up to 32 KiB
STOP
`

/** What growth costs, and that reading grows as well. */
export const expansion: Lesson = {
  id: 'expansion',
  input: { kind: 'mnemonics', name: 'expansion.evm', text },
  steps: [
    {
      at: { stop: 'op:MSTORE' },
      select: 0,
      text: {
        en: 'A store costs {base} gas. This one costs {cost}: memory grows from {size} to {sizeAfter} bytes, and new words have a price of their own, {expansion} gas here. The inspector spells it out.',
        zh: '一次存储花费 {base} gas，这一次却是 {cost}：内存从 {size} 扩展到 {sizeAfter} 字节，新的字另有价格，这里是 {expansion} gas。检视栏列出了算式。',
      },
    },
    {
      at: { stop: 'op:MSTORE', nth: 2 },
      select: 0,
      text: {
        en: 'The same store again costs {cost}: the word is there already. What is paid for is not the write but the growth, once.',
        zh: '同样的存储再来一次，只花 {cost}：这个字已经存在。付费的不是写入，而是扩展，而且只付一次。',
      },
    },
    {
      at: { stop: 'op:MLOAD' },
      text: {
        en: 'A read grows memory just as well. This one needs {sizeAfter} bytes, and costs {cost} gas, {expansion} of them for growth. The whole of {sizeAfter} bytes is worth {price:704} gas: 3 for each word and nothing else.',
        zh: '读取同样会扩展内存。这一次需要 {sizeAfter} 字节，花费 {cost} gas，其中 {expansion} 用于扩展。{sizeAfter} 字节总共值 {price:704} gas：每个字 3，别无其他。',
      },
    },
    {
      at: { stop: 'op:MLOAD', nth: 2 },
      text: {
        en: 'Up to {linearEnd} bytes every word costs 3. One word more, and the quadratic part ⌊words²/512⌋ begins: {sizeAfter} bytes are worth {price:736} gas. It is {linearEnd} and not 724: prices change between whole words only.',
        zh: '直到 {linearEnd} 字节，每个字都只要 3。再多一个字，二次部分 ⌊字数²/512⌋ 就开始了：{sizeAfter} 字节值 {price:736} gas。界限是 {linearEnd} 而不是 724：价格只在整字之间变化。',
      },
    },
    {
      at: { stop: 'op:MSTORE', nth: 3 },
      text: {
        en: 'A single store far out: from {size} to {sizeAfter} bytes for {expansion} gas. All the words between are paid for, though nobody uses them, and most of the price is quadratic by now.',
        zh: '一次远处的存储：从 {size} 到 {sizeAfter} 字节，花费 {expansion} gas。中间的字虽然无人使用，也都要付费，而且价格的大部分已是二次项。',
      },
    },
    {
      at: { stop: 'end' },
      text: {
        en: 'Memory ends with {size} bytes. They live as long as their frame: the next call, and even the same contract called again, begins with none.',
        zh: '最后内存有 {size} 字节。它与所属的帧同生同灭：下一次调用，哪怕是再次调用同一合约，也从零开始。',
      },
    },
  ],
}
