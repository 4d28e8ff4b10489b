import type { Lesson } from './lesson.ts'

const text = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Callee {
    function twice(uint256 n) external pure returns (uint256[] memory xs) {
        xs = new uint256[](2);
        xs[0] = n;
        xs[1] = 2 * n;
    }
}

contract Caller {
    Callee callee = new Callee();

    function ask() public view returns (uint256) {
        uint256[] memory got = callee.twice(21);
        return got[1];
    }
}
`

/** Two frames, two memories, and what passes between them. */
export const returned: Lesson = {
  id: 'returned',
  input: { kind: 'solidity', name: 'Caller.sol', text, contract: 'Caller', call: 'ask()' },
  steps: [
    {
      at: { stop: 'op:STATICCALL' },
      select: 0x80,
      text: {
        en: 'The caller has put a selector and one argument into its memory. `STATICCALL` names that range: {count:3} bytes from `{stack:2}` on. They become the calldata of the callee.',
        zh: '调用者把选择器和一个参数放进自己的内存。`STATICCALL` 指明这个范围：从 `{stack:2}` 起 {count:3} 字节。它们成为被调用者的调用数据。',
      },
    },
    {
      at: { stop: 'op:STATICCALL', after: 1 },
      text: {
        en: 'The first step of the callee: its memory has {size} bytes. It sees nothing of the caller’s, whose tab still stands above. Only calldata came along.',
        zh: '被调用者的第一步：它的内存有 {size} 字节。它看不到调用者的内存，后者的标签仍在上方。随之而来的只有调用数据。',
      },
    },
    {
      at: { stop: 'op:RETURN' },
      text: {
        en: 'The callee returns {count:1} bytes of its memory from `{stack:0}` on: an offset, a length, two elements. Then its memory is gone.',
        zh: '被调用者返回自己内存中从 `{stack:0}` 起的 {count:1} 字节：偏移、长度、两个元素。随后它的内存就不复存在。',
      },
    },
    {
      at: { stop: 'op:RETURNDATACOPY' },
      text: {
        en: 'Returned data is no memory yet. It waits outside, until the caller copies it: {count:2} bytes to `{stack:0}`. The caller could not know the length before the call.',
        zh: '返回的数据还不是内存。它在外面等着，直到调用者复制：{count:2} 字节，复制到 `{stack:0}`。调用之前，调用者无法知道长度。',
      },
    },
    {
      at: { stop: 'line:17' },
      select: { object: 'got' },
      text: {
        en: 'From the bytes that were copied, Solidity has decoded an array: `got` at `{object:got}` is {value:got}. The raw bytes still lie before it. They were needed once, and are never freed.',
        zh: 'Solidity 从复制来的字节解码出数组：`got` 位于 `{object:got}`，值为 {value:got}。原始字节仍在它前面：只用了一次，却永远不会释放。',
      },
    },
  ],
}
