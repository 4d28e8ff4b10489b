import type { Lesson } from './lesson.ts'

const text = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Strings {
    function tell() public pure returns (string[] memory) {
        string memory short = "WTF";
        bytes memory long = hex"365f5f375f5f365f73bebebebebebebebebebebebebebebebebebebebe5af43d5f5f3e5f3d91602a57fd5bf3";
        string[] memory names = new string[](3);
        names[0] = short;
        names[2] = "HELLO";
        long;
        return names;
    }
}
`

/** Lengths, bytes packed one by one, and arrays of pointers. */
export const strings: Lesson = {
  id: 'strings',
  input: { kind: 'solidity', name: 'Strings.sol', text },
  steps: [
    {
      at: { stop: 'line:7' },
      select: { object: 'short', plus: 0x20 },
      text: {
        en: '`short` at `{object:short}`: a word with the length, and then the characters, packed byte by byte from the left. A short string has the same form as a long one; only storage knows the trick of putting both into one word.',
        zh: '`short` 位于 `{object:short}`：先是长度字，然后是从左起逐字节紧排的字符。短字符串与长字符串形式相同；只有存储才会把二者塞进一个槽。',
      },
    },
    {
      at: { stop: 'line:8' },
      select: { object: 'long', plus: 0x20 },
      text: {
        en: '`long` begins at `{object:long}`. Its bytes need more than one word, and the last word is filled up with zeros, so that the next object begins at a multiple of 32.',
        zh: '`long` 从 `{object:long}` 开始。它的字节不止一个字，最后一个字用零补齐，使下一个对象从 32 的倍数开始。',
      },
    },
    {
      at: { stop: 'line:9' },
      select: { object: 'names', plus: 0x3f },
      text: {
        en: '`names` at `{object:names}` holds a length and three addresses. All three are 0x60, the zero slot: an empty string is a length of zero, and one such word is enough for all.',
        zh: '`names` 位于 `{object:names}`，有一个长度和三个地址。三个都是 0x60，即零槽：空字符串就是长度为零，一个这样的字就够所有人用。',
      },
    },
    {
      at: { stop: 'line:12' },
      select: { object: 'names', plus: 0x3f },
      text: {
        en: '`names` is {value:names}. Its first element is the address of `short`, `{object:short}`, and no copy. The third leads to a string that was made for it; the second still to the zero slot.',
        zh: '`names` 为 {value:names}。第一个元素是 `short` 的地址 `{object:short}`，不是副本。第三个指向为它新建的字符串；第二个仍指向零槽。',
      },
    },
    {
      at: { stop: 'op:RETURN' },
      select: { object: 'names' },
      text: {
        en: 'To be returned, all of it is copied once more, in the form of the ABI: offsets instead of addresses, from `{stack:0}` on. Returning nested data costs memory twice.',
        zh: '返回时，全部内容还要按 ABI 的形式再复制一遍：用偏移代替地址，从 `{stack:0}` 开始。返回嵌套数据要花两份内存。',
      },
    },
  ],
}
