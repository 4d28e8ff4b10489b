import type { Lesson } from './lesson.ts'

const text = `; One byte, and the word that is read around it.
PUSH1 0xab
PUSH1 0x20
MSTORE8          ; one byte at 0x20
PUSH1 0x21
MLOAD            ; 32 bytes from 0x21 on
POP
PUSH1 0x01
MLOAD            ; 32 bytes from 0x01 on: the last of them is the byte
POP
STOP
`

/** Memory is bytes; words are only the way they are read and written. */
export const bytes: Lesson = {
  id: 'bytes',
  input: { kind: 'mnemonics', name: 'bytes.evm', text },
  steps: [
    {
      at: { stop: 'op:MSTORE8' },
      select: 0x20,
      text: {
        en: 'Every frame begins with a memory of its own that is empty: {size} bytes. `MSTORE8` is about to write one byte, `{stack:1}`, at `{stack:0}`. The bytes marked `--` are not there yet.',
        zh: '每个帧开始时都有自己的空内存：{size} 字节。`MSTORE8` 即将在 `{stack:0}` 处写入一个字节 `{stack:1}`。标为 `--` 的字节尚不存在。',
      },
    },
    {
      at: { stop: 'op:MSTORE8', after: 1 },
      select: 0x20,
      text: {
        en: 'One byte was written, and memory has {size} bytes: it grows by whole words of 32 bytes, as far as the byte at 0x20 needs. All other bytes are zero. They were never written, and they are there.',
        zh: '只写入了一个字节，内存却有 {size} 字节：它按 32 字节的整字扩展，直到容下 0x20 处的字节。其余字节都是零：从未写入，但已经存在。',
      },
    },
    {
      at: { stop: 'op:MLOAD' },
      select: 0x21,
      text: {
        en: '`MLOAD` reads the 32 bytes from `{stack:0}` on. That is one byte too far right to see `{byte:0x20}`, and its last byte lies behind the end of memory. So this read makes memory grow from {size} to {sizeAfter} bytes, and costs {cost} gas instead of {base}.',
        zh: '`MLOAD` 读取从 `{stack:0}` 开始的 32 字节。它比 `{byte:0x20}` 靠右一个字节，而且最后一个字节在内存末尾之外。因此这次读取使内存从 {size} 扩展到 {sizeAfter} 字节，花费 {cost} gas 而不是 {base}。',
      },
    },
    {
      at: { stop: 'op:MLOAD', after: 1 },
      text: {
        en: 'The word that was read is `{stack:0}`: zero. Reading is not free of consequences, though: memory has {size} bytes now. It never shrinks again while this frame runs.',
        zh: '读到的字是 `{stack:0}`：零。但读取也有后果：内存现在有 {size} 字节。在本帧运行期间，它不会再缩小。',
      },
    },
    {
      at: { stop: 'op:MLOAD', nth: 2, after: 1 },
      select: 0x20,
      text: {
        en: 'Read from 0x01 on, the byte is the last of 32, and the word is `{stack:0}`: words are big-endian, their last byte counts ones. There are no slots of 32 bytes in memory. Any offset will do.',
        zh: '从 0x01 开始读，这个字节是 32 个字节中的最后一个，字的值是 `{stack:0}`：字是大端序的，最后一个字节是个位。内存里没有 32 字节的“槽”，任何偏移都可以。',
      },
    },
  ],
}
