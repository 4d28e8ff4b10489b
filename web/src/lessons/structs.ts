import type { Lesson } from './lesson.ts'

const text = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Shapes {
    struct Point {
        uint256 x;
        uint32 y;
        bool up;
    }
    struct Line {
        Point from;
        Point to;
    }

    function draw() public pure returns (uint256) {
        Point memory p = Point(1, 2, true);
        Line memory line;
        line.to = p;
        p.x = 9;
        return line.to.x;
    }
}
`

/** Members take a word each, and members that are structs are pointers. */
export const structs: Lesson = {
  id: 'structs',
  input: { kind: 'solidity', name: 'Shapes.sol', text },
  steps: [
    {
      at: { stop: 'line:17' },
      select: { object: 'p' },
      text: {
        en: '`p` lies at `{object:p}` and is {value:p}. Each member has a word of its own, `uint32` and `bool` too. In storage two of them would share one; memory is too cheap for that.',
        zh: '`p` 位于 `{object:p}`，值为 {value:p}。每个成员各占一个字，`uint32` 和 `bool` 也不例外。在存储中它们会共用一个槽；内存很便宜，不必如此。',
      },
    },
    {
      at: { stop: 'line:18', after: 1 },
      select: { object: 'line' },
      text: {
        en: '`line` at `{object:line}` holds two words, and neither is a point: they are the addresses of two points, which Solidity has made and zeroed behind it.',
        zh: '`line` 位于 `{object:line}`，有两个字，但都不是点：它们是两个点的地址。Solidity 在它后面创建了这两个点并清零。',
      },
    },
    {
      at: { stop: 'line:19' },
      select: { object: 'line', plus: 0x3f },
      text: {
        en: '`line.to = p` has copied no point. It has changed one word: the second word of `line` is the address of `p` now, `{object:p}`. The point that stood there before is still in memory, and nothing leads to it any more.',
        zh: '`line.to = p` 没有复制点，只改了一个字：`line` 的第二个字现在是 `p` 的地址 `{object:p}`。原来的点还在内存里，但已经没有任何东西指向它。',
      },
    },
    {
      at: { stop: 'line:20' },
      select: { object: 'p', plus: 0x1f },
      text: {
        en: 'So `p.x = 9` is seen through `line.to` as well: `p` is {value:p}, and the function will return `line.to.x`, which is the very same word.',
        zh: '因此 `p.x = 9` 通过 `line.to` 也能看到：`p` 为 {value:p}，函数将返回 `line.to.x`，正是同一个字。',
      },
    },
  ],
}
