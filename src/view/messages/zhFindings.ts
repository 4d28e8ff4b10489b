/**
 * What each rule of the sanitizer says, in Chinese; `enFindings.ts` says how the texts are written.
 * @module
 */
import type { RuleId } from '../../check/index.ts'
import type { RuleTexts } from './enFindings.ts'

export const zhFindings: Readonly<Record<RuleId, RuleTexts>> = {
  R01: {
    title: '空闲内存指针被覆盖',
    short: '空闲内存指针被覆盖',
    happened:
      '[{op} 在第 {step} 步（{line}）写入 {range}[，把空闲内存指针从 {before} 改成 {after}][；{reader} 在第 {readStep} 步（{readLine}）把它当作地址使用]。]',
    cause: '汇编把 0x40 当作暂存空间，或向 0x00 复制了超过 64 字节。',
    instead: '只用 0x00–0x3f，或从 `mload(0x40)` 开始；必须用到 0x40 时，先保存，在汇编块结束前恢复。',
  },
  R02: {
    title: '零值槽不为零',
    short: '零值槽不为零',
    happened:
      '[{op} 在第 {step} 步（{line}）把 {after} 写入零值槽[；{reader} 在第 {readStep} 步（{readLine}）读取了它[，当作 {object} 的长度，而 {object} 是空的，长度应为 0]]。]',
    cause: '汇编为求哈希或调用占用到 0x60，用完没有清零。',
    instead: '在汇编块结束前把 0x60 写回 0，或改在 `mload(0x40)` 处组织数据。',
  },
  R03: {
    title: '读取已释放的内存',
    short: '读取已释放的内存',
    happened:
      '[{op} 在第 {step} 步（{line}）退回空闲内存指针[，从 {before} 退到 {after}][，释放了 {object}]。][之后 {victim} 分配在这里[，在第 {overwriteStep} 步写入]。][{reader} 在第 {readStep} 步（{readLine}）仍读取它[，当作 {object}][：得到 {afterValue}，不是 {beforeValue}]。]',
    cause: '释放内存时还有变量指向它。',
    instead: '只有其后分配的对象都不再使用时才退回指针；先把结果复制出来。',
  },
  R04: {
    title: '空闲内存指针低于初始值',
    short: '空闲内存指针低于初始值',
    happened:
      '[{op} 在第 {step} 步（{line}）把空闲内存指针设为 {after}[，而这份代码的空闲内存从 {first} 开始[，{reserved} 存放着编译器移入内存的局部变量]]。]',
    cause: '汇编把指针手动重置为 0x80。',
    instead: '只退回到同一次调用中由 `mload(0x40)` 读到的值。',
  },
  R05: {
    title: '写出 {object} 末尾[，写进 {victim}]',
    short: '写出一个对象的末尾，写进另一个对象',
    happened:
      '[{op} 在第 {step} 步（{line}）[通过 {object} 的指针]写入 {range}[，而 {object} 到 {end} 为止][；[{part} 的 ]{bytes}由 {before} 变成 {after}[，{reader} 在第 {readStep} 步（{readLine}）读取了它们]]。]',
    cause: '剩余不足 32 字节却写了整字，循环多走一轮，或没有检查长度。',
    instead: '读出最后一个字，只改属于该对象的字节再写回；或按 32 的倍数分配。',
  },
  R06: {
    title: '分配的内存小于其长度',
    short: '分配的内存小于其长度',
    happened:
      '[{op} 在第 {step} 步（{line}）把 {object} 的长度设为 {length}[，但分配[（{made}）]只有 {bytes}：计算大小时超过 2^256 后回绕]。]',
    cause: '长度乘 32 时没有检查。',
    instead: '相乘之前拒绝大于 2^64 − 1 的长度；solc 从 0.6.5 起会检查。',
  },
  R07: {
    title: '未分配的数据被后来的分配覆盖',
    short: '未分配的数据被后来的分配覆盖',
    happened:
      '[{op} 在第 {step} 步（{line}）写到空闲内存指针[（在 {pointerLine} 读出）]之后的 {range}[，而指针只移到 {allocatedEnd}[（{made}）]][；之后 {victim} 分配在这里[（{victimMade}）]][；{reader} 在第 {readStep} 步（{readLine}）读取[ {readRange}，]得到的是第 {overwriteStep} 步写入的内容]。]',
    cause: '使用了未分配的内存，或用得比分配的多，而中间的代码又做了分配。',
    instead: '先把空闲内存指针移到全部数据之后，或在下一次分配之前读完。',
  },
  R08: {
    title: '使用了从未写入的字节',
    short: '使用了从未写入的字节',
    happened:
      '[{op} 在第 {step} 步（{line}）取用[ {object} 的] {range}[，其中 {bytes}从未写入[，从 {firstHole} 起]]。]此处为零；若这段内存先前用过，就不是零。',
    cause: '只填了一部分，或长度大于写入的内容。',
    instead: '全部填写，或只取用已写入的字节。',
  },
  R09: {
    title: '填充字节不为零',
    short: '填充字节不为零',
    happened:
      '[{op} 在第 {step} 步（{line}）交出 {range}[：内容 {length}，{stale} 处的 {bytes}填充是 {after}]。]按整字比较或求哈希的一方会得到不同的值。',
    cause: '汇编缩短了字符串，或在旧字节上填写。',
    instead: '交出之前，紧接内容写入一个零字。',
  },
  R10: {
    title: '内存花费由被调用者决定',
    short: '内存花费由被调用者决定',
    happened:
      '[{op} 在第 {step} 步（{line}）复制[ {callee} 的] {taken}返回数据[，内存扩展到 {size}，花费 {gas} gas[，占剩余的 {percent}]]。]',
    cause: '复制了全部返回数据；`(bool ok, bytes memory data) = a.call(…)` 也会如此。',
    instead: '用汇编调用，输出长度设为 0，只复制用得到的部分。',
  },
  R11: {
    title: '复制覆盖了空闲内存指针和零值槽',
    short: '复制覆盖了空闲内存指针和零值槽',
    happened:
      '[{op} 在第 {step} 步（{line}）把 {taken}复制到 {range}[，之后 {reader} 在第 {readStep} 步（{readLine}）读取了 0x40–0x7f]。]',
    cause: '在仍会继续执行的路径上使用 `returndatacopy(0, 0, returndatasize())`。',
    instead: '复制到 `mload(0x40)`；只有紧接着 return 或 revert 时才复制到 0x00。',
  },
  R12: {
    title: '把旧字节当作返回值',
    short: '把旧字节当作返回值',
    happened:
      '[{op} 在第 {step} 步（{line}）期待在 {range} 得到 {expected}[，{callee} 只返回 {returned}]。][{stale} 仍是 {before}，{reader} 在第 {readStep} 步（{readLine}）把它当作返回值读取。]',
    cause: '只检查是否成功，没有检查长度；对没有代码的地址，调用会成功并返回 0 字节。',
    instead: '读取前检查 `returndatasize()`，或调用前清空输出区域。',
  },
  R13: {
    title: '内存扩展多少由调用者决定',
    short: '内存扩展多少由调用者决定',
    happened: '[{op} 在第 {step} 步（{line}）扩展内存[，直到 {size}][，花费 {gas} gas][，占剩余的 {percent}]。]',
    cause: '偏移或长度未经检查。',
    instead: '与上限比较，或与它所描述的数据的大小比较。',
  },
  R14: {
    title: '外来的偏移落到基址之前',
    short: '外来的偏移落到基址之前',
    happened:
      '[{op} 在第 {step} 步（{line}）把 {value} 用作偏移[，它在所属对象的起点 {base} 之前 {distance}]。][它触及 {victim}。]',
    cause: '减去长度或加上偏移时没有检查。',
    instead: '相减之前检查长度，不放在 `unchecked` 中；把结果与基址比较。',
  },
  R15: {
    title: '空闲内存指针不是 32 的倍数',
    short: '空闲内存指针不是 32 的倍数',
    happened:
      '[{op} 在第 {step} 步（{line}）把它设为 {after}。]这是允许的，`abi.encodePacked` 和 `bytes.concat` 也会如此。',
    cause: '分配的大小不是 32 的倍数。',
    instead: '若汇编按对齐的地址计算，请向上取整到字。',
  },
  R16: {
    title: '用 MSIZE 分配内存',
    short: '用 MSIZE 分配内存',
    happened:
      '[{op} 在第 {step} 步（{line}）写入 {range}，该地址由 MSIZE 给出[，空闲内存指针仍在 {free}][；之后 {victim} 分配到同一位置[（{victimMade}）]]。]',
    cause: '把内存末尾当作空闲内存。',
    instead: '使用 `mload(0x40)`，并移动它。',
  },
  R17: {
    title: '复制覆盖了自己的来源',
    short: '复制覆盖了自己的来源',
    happened:
      '[{line} 处的循环[把 {bytes}][从 {from} ]逐字向上复制[到 {to}]；从第 {step} 步起，它读到的是自己写入的字。]',
    cause: '来源与目标重叠，且目标位置更高。',
    instead: '从高处向低处复制，或用 MCOPY。解压程序会有意这样做。',
  },
  R18: {
    title: '两个运行中的函数共用同一个局部变量',
    short: '两个运行中的函数共用同一个局部变量',
    happened:
      '[{function} 把一个局部变量放在 {range}。][内层调用在第 {step} 步（{line}）写入 {after}[，外层在第 {readStep} 步（{readLine}）读取它[，而外层自己的值是 {before}]]。]',
    cause: '编译器在递归且局部变量移入内存时的缺陷。',
    instead: '使用更新的 solc，或避免相互递归。',
  },
  R19: {
    title: '取用的范围超出 {object} 末尾',
    short: '取用的范围超出对象末尾',
    happened:
      '[{op} 在第 {step} 步（{line}）取用 {range}[，它从 {object} 内部开始，而 {object} 到 {end} 为止]。][其后的 {bytes}是 {after}，不是零。]',
    cause: '范围向上取整到字，或移动了起点却没有减少长度。',
    instead: '到对象的长度为止，或先把其后的字节清零。',
  },
  R20: {
    title: '新数据还没有读取就被清零',
    short: '新数据还没有读取就被清零',
    happened:
      '[编译器生成的代码在第 {step} 步（{line}）向 {range} 写入一个零字[，覆盖了[第 {writeStep} 步写入、]尚未读取的 {bytes}[（{before}）]]。]',
    cause: '编译器缺陷；SOL-2022-6（solc 0.5.8 至 0.8.15）对排在最后的定长 calldata 数组会如此。',
    instead: '使用 solc 0.8.16 或更新版本。',
  },
}
