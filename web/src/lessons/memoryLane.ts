import text from '@examples/memorylane.evm?raw'
import type { Lesson } from './lesson.ts'

/** The code of MemoryLane in six sections. The state behind each is that of the next one's first step. */
export const memoryLane: Lesson = {
  id: 'memory-lane',
  input: { kind: 'mnemonics', name: 'memorylane.evm', text },
  steps: [
    {
      at: { stop: 'section:2' },
      select: 0x5f,
      text: {
        en: 'Section 1 has set up the free memory pointer: word 0x40 is `{fmp}`. To hold it, memory grew to {size} bytes.',
        zh: '第 1 部分设置了空闲内存指针：字 0x40 为 `{fmp}`。为了容下它，内存扩展到 {size} 字节。',
      },
    },
    {
      at: { stop: 'section:3' },
      select: 0x5f,
      text: {
        en: 'Section 2 has allocated `bytes32[5] a`: the pointer went to `{fmp}`, five words further. The address of `a` is on the stack: `{stack:0}`. Memory itself has not grown, it still has {size} bytes.',
        zh: '第 2 部分分配了 `bytes32[5] a`：指针移到 `{fmp}`，前进了五个字。`a` 的地址在栈上：`{stack:0}`。内存本身没有扩展，仍是 {size} 字节。',
      },
    },
    {
      at: { stop: 'op:CALLDATACOPY' },
      select: 0x80,
      text: {
        en: 'How does Solidity make zeros? It copies {count:2} bytes of calldata from `{stack:1}` on, which is where calldata ends. What is not there reads as zero. This costs {cost} gas: {base} for the copy, {expansion} for memory that grows to {sizeAfter} bytes.',
        zh: 'Solidity 怎样得到零？它从 `{stack:1}` 处复制 {count:2} 字节的调用数据，而调用数据到此已经结束，不存在的部分读作零。花费 {cost} gas：复制 {base}，内存扩展到 {sizeAfter} 字节 {expansion}。',
      },
    },
    {
      at: { stop: 'section:4' },
      select: 0x11f,
      text: {
        en: 'Section 3 is done: `a` is five words of zeros, and memory has {size} bytes. Nobody needed to write them, as fresh memory is zero anyway; but Solidity cannot know whether it is fresh.',
        zh: '第 3 部分结束：`a` 是五个零字，内存有 {size} 字节。其实无需写入，新内存本来就是零；但 Solidity 无法知道它是不是新的。',
      },
    },
    {
      at: { stop: 'section:5' },
      select: 0x5f,
      text: {
        en: 'Section 4 has allocated `bytes32[2] b` at `{stack:0}`, right behind `a`. The pointer is `{fmp}`.',
        zh: '第 4 部分在 `{stack:0}` 处分配了 `bytes32[2] b`，紧跟在 `a` 之后。指针为 `{fmp}`。',
      },
    },
    {
      at: { stop: 'section:6' },
      select: 0x15f,
      text: {
        en: 'Section 5 has made the two words of `b` zero, in the same way. Memory has {size} bytes, and that is all this code will need.',
        zh: '第 5 部分用同样的方法把 `b` 的两个字清零。内存有 {size} 字节，这段代码不会需要更多。',
      },
    },
    {
      at: { stop: 'op:MSTORE', nth: -1 },
      select: 0x13f,
      text: {
        en: '`b[0] = 1`: the address of the element is the address of `b` plus index times 32, `{stack:0}`. The store costs {cost} gas, because its word is there already.',
        zh: '`b[0] = 1`：元素地址是 `b` 的地址加上下标乘以 32，即 `{stack:0}`。这次存储只花 {cost} gas，因为这个字已经存在。',
      },
    },
    {
      at: { stop: 'end' },
      select: 0x13f,
      text: {
        en: 'Section 6 is done: word 0x120 is `{word:0x120}`, and its last byte `{byte:0x13f}`. Select it, and see who wrote it: the store just now, and before that the copy that made it zero.',
        zh: '第 6 部分结束：字 0x120 为 `{word:0x120}`，最后一个字节是 `{byte:0x13f}`。选中它，看看由谁写入：刚才的存储，以及之前清零的复制。',
      },
    },
  ],
}
