import type { Lesson } from './lesson.ts'

const text = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Arrays {
    function fill() public pure returns (uint256) {
        uint8[3] memory fixedOne = [1, 2, 3];
        uint256[] memory grown = new uint256[](3);
        grown[0] = 1;
        grown[2] = 4;
        uint256[] memory empty;
        return fixedOne[2] + grown[2] + empty.length;
    }
}
`

/** Fixed arrays are their elements; dynamic ones have their length in front. */
export const arrays: Lesson = {
  id: 'arrays',
  input: { kind: 'solidity', name: 'Arrays.sol', text },
  steps: [
    {
      at: { stop: 'line:7' },
      select: { object: 'fixedOne' },
      text: {
        en: '`fixedOne` at `{object:fixedOne}` is {value:fixedOne}: three words, though a `uint8` needs a byte. Its length stands nowhere. The compiler knows it.',
        zh: '`fixedOne` 位于 `{object:fixedOne}`，值为 {value:fixedOne}：占三个字，尽管 `uint8` 只需一个字节。它的长度不在内存里，编译器知道。',
      },
    },
    {
      at: { stop: 'line:8' },
      select: { object: 'grown', plus: 0x1f },
      text: {
        en: '`new uint256[](3)` has taken four words from `{object:grown}` on: first the length, then three elements of zero. `grown` itself is that address, in one stack item.',
        zh: '`new uint256[](3)` 从 `{object:grown}` 起占用四个字：先是长度，然后是三个为零的元素。`grown` 本身就是这个地址，在栈上占一项。',
      },
    },
    {
      at: { stop: 'line:10' },
      select: { object: 'grown', plus: 0x7f },
      text: {
        en: '`grown` is {value:grown} now. Element i lies at the address plus 32, for the length, plus 32 times i. Before each access the code compares i with the length: that is the check which costs gas.',
        zh: '`grown` 现在是 {value:grown}。第 i 个元素位于地址加 32（长度）再加 32 乘 i 处。每次访问前，代码都把 i 与长度比较：这就是要花 gas 的边界检查。',
      },
    },
    {
      at: { stop: 'line:11' },
      select: 0x7f,
      text: {
        en: 'And `empty`? Nothing was allocated for it. It points to word 0x60, the zero slot, whose value `{word:0x60}` is the length. All empty arrays share it, and therefore nobody may write there.',
        zh: '那么 `empty` 呢？没有为它分配任何内存。它指向字 0x60，即零槽，其值 `{word:0x60}` 就是长度。所有空数组共用它，所以谁都不可以往那里写。',
      },
    },
  ],
}
