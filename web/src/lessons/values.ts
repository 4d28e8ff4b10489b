import type { Lesson } from './lesson.ts'

const text = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Values {
    function quiet() public pure {
        uint256 a = 3;
        bool b = true;
        address c = address(4);
        a; b; c;
    }

    function loud() public pure returns (uint256) {
        uint256 a = 3;
        return a;
    }
}
`

/** Value types live on the stack. What is in memory afterwards is what was returned. */
export const values: Lesson = {
  id: 'values',
  input: { kind: 'solidity', name: 'Values.sol', text, call: 'loud()' },
  steps: [
    {
      at: { stop: 'line:13' },
      text: {
        en: 'The line makes a variable of a value type. Look at the stack, not at memory: memory has {size} bytes, and only the free memory pointer in them.',
        zh: '这一行声明一个值类型的变量。请看栈，而不是内存：内存有 {size} 字节，其中只有空闲内存指针。',
      },
    },
    {
      at: { stop: 'line:14' },
      text: {
        en: '`a` is 3 now, and it lies on the stack. Memory has not changed: still {size} bytes. Many a drawing shows `a` at 0x80; the code does not.',
        zh: '`a` 现在是 3，它在栈上。内存没有变化：仍是 {size} 字节。许多图把 `a` 画在 0x80，代码并不是这样。',
      },
    },
    {
      at: { stop: 'op:RETURN' },
      select: 0x9f,
      text: {
        en: 'Here is where that drawing comes from: to return `a`, the code wrote it to `{stack:0}`, as `RETURN` takes its bytes from memory. Word 0x80 is `{word:0x80}`: not the variable, but return data.',
        zh: '那种图就是这样来的：为了返回 `a`，代码把它写到 `{stack:0}`，因为 `RETURN` 从内存取字节。字 0x80 是 `{word:0x80}`：不是变量，而是返回数据。',
      },
    },
    {
      at: { stop: 'end' },
      select: 0x9f,
      text: {
        en: 'Objects below names it rightly: a buffer of return data. Choose `quiet()` as function under Call, run it, and see that three variables leave no trace in memory.',
        zh: '下方的“对象”说得对：它是返回数据的缓冲区。在“调用”中选择 `quiet()` 再运行，就会看到三个变量在内存里不留痕迹。',
      },
    },
  ],
}
