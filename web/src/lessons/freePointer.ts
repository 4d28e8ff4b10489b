import type { Lesson } from './lesson.ts'

const text = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Pointer {
    function twice() public pure returns (uint256 before, uint256 behind, uint256 size) {
        assembly { before := mload(0x40) }
        uint256[3] memory a;
        assembly { behind := mload(0x40) }
        a[0] = 7;
        assembly {
            mstore(0x200, 1)
            size := msize()
        }
    }
}
`

/** Word 0x40 is an agreement of Solidity, not a register of the EVM. */
export const freePointer: Lesson = {
  id: 'free-pointer',
  input: { kind: 'solidity', name: 'Pointer.sol', text },
  steps: [
    {
      at: { stop: 'op:MSTORE' },
      select: 0x5f,
      text: {
        en: 'The first thing that Solidity code does: it stores `{stack:1}` at `{stack:0}`. The EVM knows nothing of this word. It is an agreement of the compiler with itself: from here on memory is free.',
        zh: 'Solidity 代码做的第一件事：把 `{stack:1}` 存到 `{stack:0}`。EVM 对这个字一无所知，这是编译器与自己的约定：从这里开始，内存是空闲的。',
      },
    },
    {
      at: { stop: 'line:7' },
      select: 0x5f,
      text: {
        en: 'Before the array is made, word 0x40 holds `{fmp}`. The words below are taken: 0x00 to 0x3f is scratch space, for hashing above all, and 0x60 is a word that always stays zero.',
        zh: '数组创建之前，字 0x40 的值是 `{fmp}`。它之下的字已有用途：0x00 到 0x3f 是暂存区，主要用于哈希；0x60 是永远为零的字。',
      },
    },
    {
      at: { stop: 'line:8', after: 1 },
      select: { object: 'a' },
      text: {
        en: 'Behind the declaration the array lies at `{object:a}`, where the pointer pointed, and the pointer has moved to `{fmp}`. Allocating is no more than this: read the pointer, and write it back enlarged. Nothing is ever freed.',
        zh: '声明之后，数组位于 `{object:a}`，即指针原来所指之处，而指针移到了 `{fmp}`。分配就只是这样：读出指针，加大后写回。从来没有释放。',
      },
    },
    {
      at: { stop: 'op:MSIZE' },
      text: {
        en: 'Inline assembly has stored a word at 0x200, far behind the pointer. Memory has {size} bytes now, and `MSIZE` says so. The pointer still says `{fmp}`.',
        zh: '内联汇编在远离指针的 0x200 处存了一个字。内存现在有 {size} 字节，`MSIZE` 给出的就是它。指针仍是 `{fmp}`。',
      },
    },
    {
      at: { stop: 'op:MSIZE', after: 1 },
      select: 0x5f,
      text: {
        en: '`{stack:0}` from `MSIZE`, and `{fmp}` from word 0x40: two different things. One is how far the EVM has grown memory, and is paid for. The other is where Solidity puts the next object.',
        zh: '`MSIZE` 给出 `{stack:0}`，字 0x40 是 `{fmp}`：这是两回事。前者是 EVM 把内存扩展到了哪里，要付费；后者是 Solidity 放置下一个对象的位置。',
      },
    },
  ],
}
