import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_CONTRACT, DEFAULT_SENDER } from '../launch/limits.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

/** A contract with one function `f()`. */
const contract = (body: string) =>
  `pragma solidity ^0.8.0;\ncontract A {\n  function f() public pure {\n    ${body}\n  }\n}\n`

const folder = folderWith({
  'odd.hex': '0x6001600',
  'nothex.hex': '0x6001\n60zz',
  'empty.hex': '',
  'blank.sol': ' \n\t\n',
  'prefix.hex': '0x',
  'binary.evm': Uint8Array.of(0x60, 0xff, 0xfe),
  'opcode.evm': 'PUSH1 0x01\n  PUHS1 0x02\nFOO',
  'label.evm': 'PUSH @nowhere\nJUMP',
  'duplicate.evm': 'a: JUMPDEST\na: JUMPDEST',
  'narrow.evm': 'PUSH1 0x0102',
  'large.hex': `0x${'5b'.repeat(24_577)}`,
  'recording.memlane': 'x',
  'what.xyz': '<html>',
  'ok.evm': 'PUSH1 0x01\nSTOP',
  'ok.hex': '0x00',
  'bad.yul': '{ mstore(0, ) }',
  'syntax.sol': contract('uint256 x = ;'),
  'types.sol': contract('uint8 x = 256;\n    string memory s = 5;'),
  'pragma.sol': contract('').replace('^0.8.0', '^0.7.0'),
  'import.sol': 'pragma solidity ^0.8.0;\nimport {B} from "./missing.sol";\ncontract A {}',
  'nested/inner.sol': 'import "../nowhere.sol";',
  'nested.sol': 'pragma solidity ^0.8.0;\nimport "./nested/inner.sol";',
  'two.sol': `${contract('')}contract B { function g() public {} }\n`,
  'abstract.sol': 'pragma solidity ^0.8.0;\nabstract contract A { function f() public virtual; }',
  'large.sol': contract('').replace('pure {', `pure { bytes memory b = hex"${'5b'.repeat(24_577)}"; b;`),
  'arguments.sol':
    'pragma solidity ^0.8.0;\ncontract A {\n  constructor(uint8 n) { require(n > 0, "no zero"); }\n  function f(uint256 x, string memory s) public {}\n}',
  'functions.sol': 'pragma solidity ^0.8.0;\ncontract A { function f() public {} function g() public {} }',
  'libraries.sol':
    'pragma solidity ^0.8.0;\nlibrary L { function l() public { M.m(); } }\nlibrary M { function m() public { L.l(); } }\ncontract A { function f() public { L.l(); } }',
  'linked.yul': '{ sstore(0, linkersymbol("lib.sol:L")) }',
  'unlinked.hex': `0x6000\n  73__$${'53aea86b7d70b31448b230b20ae141a537'}$__6000`,
  'old.hex': `73__lib.sol:L${'_'.repeat(29)}6000`,
  'cut.json': '{\n  "alloc": {\n',
  'comma.json': '{\n  "alloc": {},\n}',
  'list.json': '[]',
  'inner.json': '{ "alloc": [] }',
  'address.json': '{ "accounts": { "0x12": {} } }',
  'twice.json': `{ "0x${'ab'.repeat(20)}": {}, "${'AB'.repeat(20)}": {} }`,
  'account.json': `{ "alloc": { "0x${'ab'.repeat(20)}": 5 } }`,
  'field.json': `{ "alloc": { "0x${'ab'.repeat(20)}": { "blance": "1" } } }`,
  'balance.json': `{ "0x${'ab'.repeat(20)}": { "balance": "0x1${'0'.repeat(64)}" } }`,
  'nonce.json': `{ "0x${'ab'.repeat(20)}": { "nonce": 9007199254740992 } }`,
  'code.json': `{ "0x${'ab'.repeat(20)}": { "code": "6001" } }`,
  'slot.json': `{ "0x${'ab'.repeat(20)}": { "storage": { "1": "0x1" } } }`,
  'value.json': `{ "0x${'ab'.repeat(20)}": { "storage": { "0x1": 1 } } }`,
  'large.json': ' '.repeat(16 * 1024 * 1024 + 1),
  'poor.json': `{ "${DEFAULT_SENDER}": { "balance": "5" } }`,
  'target.json': `{ "${DEFAULT_CONTRACT}": { "code": "0x00" } }`,
})
mkdirSync(join(folder, 'directory'))

interface Case {
  readonly argv: readonly string[]
  readonly code: 2 | 3
  readonly en: readonly string[]
  readonly zh: readonly string[]
}

const command = (text: string) => text.split(' ')

const CASES: readonly Case[] = [
  {
    argv: command('run odd.hex'),
    code: 2,
    en: ['odd.hex: The number of hex digits is odd, 7; bytes need two digits each.'],
    zh: ['odd.hex: 十六进制数字共 7 位，是奇数；每个字节需要两位。'],
  },
  {
    argv: command('run nothex.hex'),
    code: 2,
    en: ['nothex.hex:2:3: "z" is not a hex digit.'],
    zh: ['nothex.hex:2:3: "z" 不是十六进制数字。'],
  },
  {
    argv: command('run empty.hex'),
    code: 2,
    en: ['empty.hex: There is nothing in it.'],
    zh: ['empty.hex: 内容为空。'],
  },
  {
    argv: command('map blank.sol'),
    code: 2,
    en: ['blank.sol: There is nothing in it.'],
    zh: ['blank.sol: 内容为空。'],
  },
  {
    argv: command('run prefix.hex'),
    code: 2,
    en: ['prefix.hex: There is nothing in it.'],
    zh: ['prefix.hex: 内容为空。'],
  },
  {
    argv: command('run binary.evm'),
    code: 2,
    en: ['binary.evm: This is no text in UTF-8, nor in UTF-16 with a mark at the beginning.'],
    zh: ['binary.evm: 这既不是 UTF-8 文本，也不是带有标记的 UTF-16 文本。'],
  },
  {
    argv: command('run opcode.evm'),
    code: 2,
    en: [
      'opcode.evm:2:3: There is no instruction PUHS1; did you mean PUSH1?',
      'opcode.evm:3:1: There is no instruction FOO.',
    ],
    zh: ['opcode.evm:2:3: 没有指令 PUHS1；是否想用 PUSH1？', 'opcode.evm:3:1: 没有指令 FOO。'],
  },
  {
    argv: command('asm label.evm'),
    code: 2,
    en: ['label.evm:1:6: There is no label nowhere; write nowhere: in front of the instruction it names.'],
    zh: ['label.evm:1:6: 没有标签 nowhere；请在它所指的指令前写上 nowhere: 。'],
  },
  {
    argv: command('asm duplicate.evm'),
    code: 2,
    en: ['duplicate.evm:2:1: The label a stands on line 1 already.'],
    zh: ['duplicate.evm:2:1: 标签 a 已在第 1 行出现过。'],
  },
  {
    argv: command('asm narrow.evm'),
    code: 2,
    en: ['narrow.evm:1:7: PUSH1 holds 1 byte, but 0x0102 needs 2; write PUSH2, or PUSH for the smallest width.'],
    zh: ['narrow.evm:1:7: PUSH1 只能放 1 个字节，而 0x0102 需要 2 个；请用 PUSH2，或用 PUSH 自动取最小宽度。'],
  },
  {
    argv: command('run large.hex'),
    code: 2,
    en: ['large.hex: The code has 24,577 bytes, more than the 24,576 that osaka allows.'],
    zh: ['large.hex: 代码有 24,577 个字节，超过 osaka 允许的 24,576 个。'],
  },
  {
    argv: command('run recording.memlane'),
    code: 2,
    en: ['recording.memlane: This command runs code, and .memlane is read as a run that was recorded.'],
    zh: ['recording.memlane: 此命令执行代码，而 .memlane 会当作已录制的运行来读取。'],
  },
  {
    argv: command('run what.xyz'),
    code: 2,
    en: [
      'what.xyz: Neither name nor content tells what this is; add --as with one of sol, yul, evm, hex, artifact, memlane, jsonl, json.',
    ],
    zh: ['what.xyz: 文件名和内容都看不出格式；请加 --as，可选：sol、yul、evm、hex、artifact、memlane、jsonl、json。'],
  },
  {
    argv: command('map nope.sol'),
    code: 3,
    en: ['nope.sol: There is no such file.'],
    zh: ['nope.sol: 没有这个文件。'],
  },
  {
    argv: command('run directory'),
    code: 3,
    en: ['directory: This is a directory; name a file in it.'],
    zh: ['directory: 这是一个目录；请指定其中的文件。'],
  },
  {
    argv: command('disasm 0x6'),
    code: 2,
    en: ['0x6: The number of hex digits is odd, 1; bytes need two digits each.'],
    zh: ['0x6: 十六进制数字共 1 位，是奇数；每个字节需要两位。'],
  },
  {
    argv: command('disasm 0xzz'),
    code: 2,
    en: ['0xzz:1:3: "z" is not a hex digit.'],
    zh: ['0xzz:1:3: "z" 不是十六进制数字。'],
  },
  {
    argv: command('run 123'),
    code: 2,
    en: ['123: The number of hex digits is odd, 3; bytes need two digits each.'],
    zh: ['123: 十六进制数字共 3 位，是奇数；每个字节需要两位。'],
  },
  {
    argv: command('run blah'),
    code: 2,
    en: ['memlane: "blah" is neither a file nor bytecode in hex.'],
    zh: ['memlane: "blah" 既不是文件，也不是十六进制字节码。'],
  },
  {
    argv: command('run -'),
    code: 2,
    en: [
      'memlane: Standard input has no name that tells what it is; add --as with one of sol, yul, evm, hex, artifact, memlane, jsonl, json.',
    ],
    zh: ['memlane: 标准输入没有文件名可供判断；请加 --as，可选：sol、yul、evm、hex、artifact、memlane、jsonl、json。'],
  },
  {
    argv: command('run bad.yul'),
    code: 2,
    en: ['bad.yul:1:13: ParserError: Literal or identifier expected.'],
    zh: ['bad.yul:1:13: ParserError: Literal or identifier expected.'],
  },
  {
    argv: command('map syntax.sol'),
    code: 2,
    en: ['syntax.sol:4:17: ParserError: Expected primary expression.'],
    zh: ['syntax.sol:4:17: ParserError: Expected primary expression.'],
  },
  {
    argv: command('map types.sol'),
    code: 2,
    en: [
      'types.sol:4:5: TypeError: Type int_const 256 is not implicitly convertible to expected type uint8. Literal is too large to fit in uint8.',
      'types.sol:5:5: TypeError: Type int_const 5 is not implicitly convertible to expected type string memory.',
    ],
    zh: [
      'types.sol:4:5: TypeError: Type int_const 256 is not implicitly convertible to expected type uint8. Literal is too large to fit in uint8.',
      'types.sol:5:5: TypeError: Type int_const 5 is not implicitly convertible to expected type string memory.',
    ],
  },
  {
    argv: command('map pragma.sol'),
    code: 2,
    en: [
      'pragma.sol:1: "pragma solidity ^0.7.0;" does not fit solc 0.8.37; install a version that fits, or name one. Use --solc.',
    ],
    zh: ['pragma.sol:1: "pragma solidity ^0.7.0;" 与 solc 0.8.37 不符；请安装相符的版本，或指定一个。请使用 --solc。'],
  },
  {
    argv: command('map import.sol'),
    code: 2,
    en: ['import.sol:2: The import "./missing.sol" was found neither beside the file nor in node_modules.'],
    zh: ['import.sol:2: 导入 "./missing.sol" 既不在文件旁，也不在 node_modules 中。'],
  },
  {
    argv: command('map nested.sol'),
    code: 2,
    en: ['nested/inner.sol:1: The import "../nowhere.sol" was found neither beside the file nor in node_modules.'],
    zh: ['nested/inner.sol:1: 导入 "../nowhere.sol" 既不在文件旁，也不在 node_modules 中。'],
  },
  {
    argv: command('map two.sol'),
    code: 2,
    en: ['two.sol: 2 contracts come into question: A, B. Choose one by name. Use --contract.'],
    zh: ['two.sol: 有 2 个合约可选：A、B；请指定其中一个。请使用 --contract。'],
  },
  {
    argv: command('map two.sol --contract Z'),
    code: 2,
    en: ['two.sol: No contract Z was found. Those that exist: A, B.'],
    zh: ['two.sol: 没有合约 Z。现有：A、B。'],
  },
  {
    argv: command('map abstract.sol'),
    code: 2,
    en: ['abstract.sol: No contract that can be deployed was found. The sources define none.'],
    zh: ['abstract.sol: 没有可部署的合约。'],
  },
  {
    argv: command('map large.sol --code-size-limit'),
    code: 2,
    en: ['large.sol: The code has 24,720 bytes, more than the 24,576 that osaka allows.'],
    zh: ['large.sol: 代码有 24,720 个字节，超过 osaka 允许的 24,576 个。'],
  },
  {
    argv: command('map functions.sol'),
    code: 2,
    en: [
      'functions.sol: A has 2 functions that come into question: f(), g(). Choose one by its signature. Use --call.',
    ],
    zh: ['functions.sol: A 有 2 个函数可选：f()、g()；请用签名指定其中一个。请使用 --call。'],
  },
  {
    argv: command('map functions.sol --call q(uint)'),
    code: 2,
    en: ['functions.sol: A has no function q(uint). Those that exist: f(), g(). Use --call.'],
    zh: ['functions.sol: A 没有函数 q(uint)。现有：f()、g()。请使用 --call。'],
  },
  {
    argv: command('map libraries.sol'),
    code: 2,
    en: ['libraries.sol: M calls libraries.sol:L, whose address is not known; deploy and link it first.'],
    zh: ['libraries.sol: M 调用了 libraries.sol:L，而其地址未知；请先部署并链接。'],
  },
  {
    argv: command('run linked.yul'),
    code: 2,
    en: ['linked.yul: object calls lib.sol:L, whose address is not known; deploy and link it first.'],
    zh: ['linked.yul: object 调用了 lib.sol:L，而其地址未知；请先部署并链接。'],
  },
  {
    argv: command('run unlinked.hex'),
    code: 2,
    en: [
      'unlinked.hex:2:5: The code lacks the address of a library where it says __$53aea86b7d70b31448b230b20ae141a537$__; link it, or name the Solidity file instead.',
    ],
    zh: [
      'unlinked.hex:2:5: 代码在 __$53aea86b7d70b31448b230b20ae141a537$__ 处缺少库的地址；请先链接，或改为指定 Solidity 文件。',
    ],
  },
  {
    argv: command('disasm old.hex'),
    code: 2,
    en: [
      'old.hex:1:3: The code lacks the address of a library where it says __lib.sol:L_____________________________; link it, or name the Solidity file instead.',
    ],
    zh: [
      'old.hex:1:3: 代码在 __lib.sol:L_____________________________ 处缺少库的地址；请先链接，或改为指定 Solidity 文件。',
    ],
  },
  {
    argv: command('run ok.hex --accounts nope.json'),
    code: 3,
    en: ['nope.json: There is no such file.'],
    zh: ['nope.json: 没有这个文件。'],
  },
  {
    argv: command('run ok.hex --accounts directory'),
    code: 3,
    en: ['directory: This is a directory; name a file in it.'],
    zh: ['directory: 这是一个目录；请指定其中的文件。'],
  },
  {
    argv: command('run ok.hex --accounts large.json'),
    code: 2,
    en: ['large.json: The file has 16,777,217 bytes, more than the 16,777,216 that are read.'],
    zh: ['large.json: 文件有 16,777,217 个字节，超过可读取的 16,777,216 个。'],
  },
  {
    argv: command('run ok.hex --accounts cut.json'),
    code: 2,
    en: ['cut.json:3:1: This is not JSON from here on.'],
    zh: ['cut.json:3:1: 从这里起不是 JSON。'],
  },
  {
    argv: command('run ok.hex --accounts comma.json'),
    code: 2,
    en: ['comma.json:3:1: This is not JSON from here on.'],
    zh: ['comma.json:3:1: 从这里起不是 JSON。'],
  },
  {
    argv: command('map two.sol --accounts list.json'),
    code: 2,
    en: ['list.json: This is no JSON object with an account for each address.'],
    zh: ['list.json: 这不是以地址为键、账户为值的 JSON 对象。'],
  },
  {
    argv: command('run ok.hex --accounts inner.json'),
    code: 2,
    en: ['inner.json: "alloc" is not an object.'],
    zh: ['inner.json: "alloc" 不是对象。'],
  },
  {
    argv: command('run ok.hex --accounts address.json'),
    code: 2,
    en: ['address.json: "0x12" is not an address: 40 hex digits, with 0x or without.'],
    zh: ['address.json: "0x12" 不是地址：应为 40 位十六进制数字，可带 0x。'],
  },
  {
    argv: command('run ok.hex --accounts twice.json'),
    code: 2,
    en: [`twice.json: The account 0x${'ab'.repeat(20)} stands there twice; keep one.`],
    zh: [`twice.json: 账户 0x${'ab'.repeat(20)} 出现了两次；请只保留一个。`],
  },
  {
    argv: command('run ok.hex --accounts account.json'),
    code: 2,
    en: [`account.json: "alloc.0x${'ab'.repeat(20)}" is not an object.`],
    zh: [`account.json: "alloc.0x${'ab'.repeat(20)}" 不是对象。`],
  },
  {
    argv: command('run ok.hex --accounts field.json'),
    code: 2,
    en: [
      `field.json: "alloc.0x${'ab'.repeat(20)}.blance" is no field of an account; it has balance, nonce, code, storage.`,
    ],
    zh: [`field.json: "alloc.0x${'ab'.repeat(20)}.blance" 不是账户的字段；账户有 balance、nonce、code、storage。`],
  },
  {
    argv: command('run ok.hex --accounts balance.json'),
    code: 2,
    en: [
      `balance.json: "0x${'ab'.repeat(20)}.balance" is "0x1${'0'.repeat(64)}"; it must be a whole number from 0 to 2^256 - 1, as decimal or 0x hex in quotes.`,
    ],
    zh: [
      `balance.json: "0x${'ab'.repeat(20)}.balance" 是 "0x1${'0'.repeat(64)}"；应为 0 到 2^256 - 1 之间的整数，写成引号中的十进制或 0x 十六进制。`,
    ],
  },
  {
    argv: command('run ok.hex --accounts nonce.json'),
    code: 2,
    en: [
      `nonce.json: "0x${'ab'.repeat(20)}.nonce" is "9007199254740992"; it must be a whole number from 0 to 2^64 - 1, as decimal or 0x hex in quotes.`,
    ],
    zh: [
      `nonce.json: "0x${'ab'.repeat(20)}.nonce" 是 "9007199254740992"；应为 0 到 2^64 - 1 之间的整数，写成引号中的十进制或 0x 十六进制。`,
    ],
  },
  {
    argv: command('run ok.hex --accounts code.json'),
    code: 2,
    en: [`code.json: "0x${'ab'.repeat(20)}.code" is "6001"; it must be 0x and an even number of hex digits.`],
    zh: [`code.json: "0x${'ab'.repeat(20)}.code" 是 "6001"；应为 0x 加偶数位十六进制数字。`],
  },
  {
    argv: command('run ok.hex --accounts slot.json'),
    code: 2,
    en: [`slot.json: "0x${'ab'.repeat(20)}.storage" holds "1"; slots and their values are 0x and 1 to 64 hex digits.`],
    zh: [`slot.json: "0x${'ab'.repeat(20)}.storage" 中有 "1"；存储槽和值应为 0x 加 1 到 64 位十六进制数字。`],
  },
  {
    argv: command('run ok.hex --accounts value.json'),
    code: 2,
    en: [
      `value.json: "0x${'ab'.repeat(20)}.storage.0x1" holds "1"; slots and their values are 0x and 1 to 64 hex digits.`,
    ],
    zh: [`value.json: "0x${'ab'.repeat(20)}.storage.0x1" 中有 "1"；存储槽和值应为 0x 加 1 到 64 位十六进制数字。`],
  },
  {
    argv: command('run ok.hex --accounts poor.json --value 6'),
    code: 2,
    en: [`memlane: ${DEFAULT_SENDER} has 5 wei and cannot send 6.`],
    zh: [`memlane: ${DEFAULT_SENDER} 只有 5 wei，无法发送 6。`],
  },
  {
    argv: command('run ok.hex --accounts target.json'),
    code: 2,
    en: [`target.json: The account ${DEFAULT_CONTRACT} is where ok.hex runs; leave its code out.`],
    zh: [`target.json: ok.hex 就在账户 ${DEFAULT_CONTRACT} 运行；请去掉该账户的 code。`],
  },
  {
    argv: command('run ok.hex --gas-limit 9223372036854775808'),
    code: 2,
    en: ['--gas-limit: "9223372036854775808" is not a whole number from 0 to 9,223,372,036,854,775,807.'],
    zh: ['--gas-limit: "9223372036854775808" 不是 0 到 9,223,372,036,854,775,807 之间的整数。'],
  },
  {
    argv: command('map arguments.sol --constructor-args 1'),
    code: 2,
    en: ['arguments.sol: A has no function without parameters. Those that exist: f(uint256,string). Use --call.'],
    zh: ['arguments.sol: A 没有不带参数的函数。现有：f(uint256,string)。请使用 --call。'],
  },
  {
    argv: command('map arguments.sol --call f 1 x'),
    code: 2,
    en: ['arguments.sol: constructor(uint8) needs 1 argument, 0 given. Use --constructor-args.'],
    zh: ['arguments.sol: constructor(uint8) 需要 1 个参数，却给出了 0 个。请使用 --constructor-args。'],
  },
  {
    argv: command('map arguments.sol --constructor-args 300 --call f 1 x'),
    code: 2,
    en: ['arguments.sol: Argument 1 (n): 300 is not a uint8; it needs a whole number from 0 to 255.'],
    zh: ['arguments.sol: 参数 1（n）：300 不是 uint8。'],
  },
  {
    argv: command('map arguments.sol --constructor-args 0 --call f 1 x'),
    code: 3,
    en: ['arguments.sol: The deployment of A failed: reverted: "no zero".'],
    zh: ['arguments.sol: 部署 A 失败：已回滚："no zero"。'],
  },
  {
    argv: command('map arguments.sol --constructor-args 1 --call f x y'),
    code: 2,
    en: ['arguments.sol: Argument 1 (x): x is not a uint256; it needs a whole number from 0 to 2^256 - 1.'],
    zh: ['arguments.sol: 参数 1（x）：x 不是 uint256。'],
  },
  {
    argv: command('map arguments.sol --constructor-args 1 --call f 1'),
    code: 2,
    en: ['arguments.sol: f(uint256,string) needs 2 arguments, 1 given.'],
    zh: ['arguments.sol: f(uint256,string) 需要 2 个参数，却给出了 1 个。'],
  },
  {
    argv: command('map ok.evm'),
    code: 2,
    en: ['ok.evm: A map needs the types of a Solidity source, and this is .evm; memlane run shows its memory.'],
    zh: ['ok.evm: 内存图需要 Solidity 源代码中的类型，而这是 .evm；memlane run 可显示其内存。'],
  },
  {
    argv: command('map two.sol --call f --calldata 0x'),
    code: 2,
    en: ['memlane: --call and --calldata cannot stand together.'],
    zh: ['memlane: --call 与 --calldata 不能同时使用。'],
  },
  {
    argv: command('map two.sol A'),
    code: 2,
    en: ['memlane: Arguments behind the target (A) need --call with the function that takes them.'],
    zh: ['memlane: 目标之后的参数（A）需要 --call 指明接收它们的函数。'],
  },
  {
    argv: command('run ok.evm --call f'),
    code: 2,
    en: ['ok.evm: --call needs a Solidity target, and this is .evm.'],
    zh: ['ok.evm: --call 需要 Solidity 目标，而这是 .evm。'],
  },
  {
    argv: command('run ok.hex --optimizer-runs 5'),
    code: 2,
    en: ['ok.hex: --optimizer-runs needs a Solidity target, and this is .hex.'],
    zh: ['ok.hex: --optimizer-runs 需要 Solidity 目标，而这是 .hex。'],
  },
  {
    argv: command('run ok.hex --optimizer-runs x'),
    code: 2,
    en: ['--optimizer-runs: "x" is not a whole number from 0 to 4,294,967,295.'],
    zh: ['--optimizer-runs: "x" 不是 0 到 4,294,967,295 之间的整数。'],
  },
  {
    argv: command('run ok.hex --value 1foo'),
    code: 2,
    en: ['--value: "1foo" is not an amount of ether; write 1ether, 0.5ether, 5gwei or 12wei.'],
    zh: ['--value: "1foo" 不是以太币数额；请写成 1ether、0.5ether、5gwei 或 12wei。'],
  },
  {
    argv: command('run ok.hex --value 0.0000000001gwei'),
    code: 2,
    en: ['--value: "0.0000000001gwei" is not an amount of ether; write 1ether, 0.5ether, 5gwei or 12wei.'],
    zh: ['--value: "0.0000000001gwei" 不是以太币数额；请写成 1ether、0.5ether、5gwei 或 12wei。'],
  },
  {
    argv: command('run ok.hex --from 0x12'),
    code: 2,
    en: ['--from: "0x12" is not an address: 0x and 40 hex digits.'],
    zh: ['--from: "0x12" 不是地址：应为 0x 加 40 位十六进制数字。'],
  },
  {
    argv: command('run ok.hex --gas-limit 1e3'),
    code: 2,
    en: ['--gas-limit: "1e3" is not a whole number from 0 to 9,223,372,036,854,775,807.'],
    zh: ['--gas-limit: "1e3" 不是 0 到 9,223,372,036,854,775,807 之间的整数。'],
  },
  {
    argv: command('run ok.hex --fork nope'),
    code: 2,
    en: [
      '--fork: There is no fork "nope"; choose one of frontier, homestead, tangerineWhistle, spuriousDragon, byzantium, constantinople, petersburg, istanbul, berlin, london, paris, shanghai, cancun, prague, osaka.',
    ],
    zh: [
      '--fork: 没有分叉 "nope"；可选：frontier、homestead、tangerineWhistle、spuriousDragon、byzantium、constantinople、petersburg、istanbul、berlin、london、paris、shanghai、cancun、prague、osaka。',
    ],
  },
  {
    argv: command('run ok.hex --as nope'),
    code: 2,
    en: ['memlane: --as cannot be "nope"; choose one of sol, yul, evm, hex, artifact, memlane, jsonl, json.'],
    zh: ['memlane: --as 不能是 "nope"；可选：sol、yul、evm、hex、artifact、memlane、jsonl、json。'],
  },
  {
    argv: command('run ok.hex --calldata 0x123'),
    code: 2,
    en: ['--calldata: The number of hex digits is odd, 3; bytes need two digits each.'],
    zh: ['--calldata: 十六进制数字共 3 位，是奇数；每个字节需要两位。'],
  },
  {
    argv: command('run'),
    code: 2,
    en: ['memlane: The argument <target> is missing; --help shows the usage.'],
    zh: ['memlane: 缺少参数 <target>；--help 显示用法。'],
  },
  {
    argv: command('run --frok osaka'),
    code: 2,
    en: ['memlane: There is no option --frok; did you mean --fork, --from?'],
    zh: ['memlane: 没有选项 --frok；是否想用 --fork, --from？'],
  },
  {
    argv: command('run --bogus'),
    code: 2,
    en: ['memlane: There is no option --bogus; --help lists the options, and -- ends them.'],
    zh: ['memlane: 没有选项 --bogus；--help 列出所有选项，-- 之后不再有选项。'],
  },
  {
    argv: command('nope'),
    code: 2,
    en: ['memlane: There is no command nope; memlane --help lists the commands.'],
    zh: ['memlane: 没有命令 nope；memlane --help 列出所有命令。'],
  },
  {
    argv: command('mep'),
    code: 2,
    en: ['memlane: There is no command mep; did you mean map?'],
    zh: ['memlane: 没有命令 mep；是否想用 map？'],
  },
  {
    argv: command('cost'),
    code: 2,
    en: ['memlane: The argument <size> is missing; --help shows the usage.'],
    zh: ['memlane: 缺少参数 <size>；--help 显示用法。'],
  },
  {
    argv: command('cost 12x'),
    code: 2,
    en: ['memlane: "12x" is not a size in bytes; write 8192, 0x2000, 8KiB or 1MiB.'],
    zh: ['memlane: "12x" 不是字节数；请写 8192、0x2000、8KiB 或 1MiB。'],
  },
  {
    argv: command('cost 1 2'),
    code: 2,
    en: ['memlane: There are 2 arguments where at most 1 can stand: 1, 2.'],
    zh: ['memlane: 给出了 2 个参数，最多只能有 1 个：1、2。'],
  },
  {
    argv: command('cost 9007199254740992'),
    code: 2,
    en: [
      'memlane: 9,007,199,254,740,992 bytes are more than the 9,007,199,254,740,991 that are priced; no gas limit pays for so many.',
    ],
    zh: ['memlane: 9,007,199,254,740,992 个字节超过可计价的上限 9,007,199,254,740,991；没有 gas 上限付得起这么多。'],
  },
  {
    argv: command('disasm ok.evm'),
    code: 2,
    en: ['ok.evm: This command takes .hex, and this is .evm.'],
    zh: ['ok.evm: 此命令需要 .hex，而这是 .evm。'],
  },
  {
    argv: command('asm ok.hex'),
    code: 2,
    en: ['ok.hex: This command takes .evm, and this is .hex.'],
    zh: ['ok.hex: 此命令需要 .evm，而这是 .hex。'],
  },
]

describe('bad input', () => {
  for (const { argv, code, en, zh } of CASES) {
    for (const [language, lines] of [
      ['en', en],
      ['zh', zh],
    ] as const)
      it(`memlane ${argv.join(' ')} (${language})`, async () => {
        const run = await testRun([...argv, '--lang', language], { folder })
        // What compiles is said before anything else, and is no error.
        const said = run.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('solc '))
        expect(said).toEqual(lines)
        expect(run.code).toBe(code)
        expect(run.stdout).toBe('')
      })
  }
})
