/**
 * A Chinese sentence for each error code of every room. In English only the command line's sentences stand
 * beside these (`enErrors`), because a room has its English sentences itself.
 * @module
 */
import type { AssemblyErrorCode } from '../../assembly/errors.ts'
import type { BaseErrorCode } from '../../base/errors.ts'
import type { ErrorTemplate } from '../../base/template.ts'
import type { EvmErrorCode, InvalidReason } from '../../evm/errors.ts'
import type { FoundryErrorCode } from '../../foundry/errors.ts'
import type { LaunchErrorCode } from '../../launch/errors.ts'
import type { MemoryErrorCode } from '../../memory/errors.ts'
import type { OpcodesErrorCode } from '../../opcodes/errors.ts'
import type { RpcErrorCode } from '../../rpc/errors.ts'
import type { SolidityErrorCode } from '../../solidity/errors.ts'
import type { TraceErrorCode } from '../../trace/errors.ts'
import type { CliErrorCode } from './en.ts'

const baseErrors: Readonly<Record<BaseErrorCode, ErrorTemplate>> = {
  'base.invalidHex': ({ digits, character }) => {
    if (digits !== undefined) return '十六进制数字共 {digits:count} 位，是奇数；每个字节需要两位。'
    if (character === undefined) return '十六进制数据必须以 0x 开头。'
    return '位置 {position:count} 的字符 {character:quoted} 不是十六进制数字。'
  },
}

const opcodesErrors: Readonly<Record<OpcodesErrorCode, ErrorTemplate>> = {
  'opcodes.unknownFork': '没有分叉 {fork:quoted}；可选：{forks}。',
}

const launchErrors: Readonly<Record<LaunchErrorCode, string>> = {
  'launch.notAnAddress': '{value:quoted} 不是地址：应为 0x 加 40 位十六进制数字。',
  'launch.notAnAmount': '{value:quoted} 不是以太币数额；请写成 1ether、0.5ether、5gwei 或 12wei。',
  'launch.notAQuantity': '{value:quoted} 不是 0 到 {limit:count} 之间的整数。',
  'launch.noSuchField': '没有字段 {field:quoted}；现有 {fields}。',
  'launch.missingField': '缺少字段 {field}。',
  'launch.wrongField': '此处应为 {wanted} 类型的值，而给出的是 {value}。',
  'launch.badCompiler': '所给的编译器没有给出 {what}。',
  'launch.unknownCode': '没有 {value} 这种代码；现有 {kinds}。',
  'launch.noEntry': '源代码中没有名为 {entry:quoted} 的文本。',
  'launch.callTwice': '函数和 calldata 不能同时调用；请去掉其一。',
  'launch.argumentsTwice': '构造函数的参数给出了两次；请去掉其一。',
  'launch.argumentsWithoutFunction': '没有说明参数 {arguments} 给哪个函数；请指定函数。',
  'launch.needsSolidity': '这一项对 {kind} 没有意义；它需要 Solidity。',
  'launch.emptyTarget': '内容为空。',
  'launch.oddHex': '十六进制数字共 {digits:count} 位，是奇数；每个字节需要两位。',
  'launch.notHex': '{character:quoted} 不是十六进制数字。',
  'launch.unlinkedHex': '代码在 {placeholder} 处缺少库的地址；请先链接，或改为指定 Solidity 文件。',
  'launch.noAccounts': '这不是以地址为键、账户为值的 JSON 对象。',
  'launch.accountTwice': '账户 {address} 出现了两次；请只保留一个。',
  'launch.unknownField': '{field:quoted} 不是账户的字段；账户有 {fields}。',
  'launch.fieldNotAddress': '{field:quoted} 不是地址：应为 40 位十六进制数字，可带 0x。',
  'launch.fieldNotObject': '{field:quoted} 不是对象。',
  'launch.fieldNotNumber':
    '{field:quoted} 是 {value:quoted}；应为 0 到 {limit} 之间的整数，写成引号中的十进制或 0x 十六进制。',
  'launch.fieldNotBytes': '{field:quoted} 是 {value:quoted}；应为 0x 加偶数位十六进制数字。',
  'launch.fieldNotWord': '{field:quoted} 中有 {value:quoted}；存储槽和值应为 0x 加 1 到 64 位十六进制数字。',
  'launch.targetHasCode': '{target} 就在账户 {address} 运行；请去掉该账户的 code。',
  'launch.codeTooLarge': '代码有 {bytes:count} 个字节，超过 {fork} 允许的 {limit:count} 个。',
  'launch.deploymentFailed': '部署 {contract} 失败：{reason}。',
  'launch.hostMemory': '执行所需内存超过本机所有；请减少 gas。',
  'launch.noCompiler': '没有可用的编译器，因此无法编译源代码。',
  'launch.noViaIr': 'solc {version} 不能经由 Yul 编译；请选择 {since} 或更新的版本，或不使用该方式。',
  'launch.compilerMessage': '{message}',
  'launch.pragmaMismatch': '{pragma:quoted} 与 solc {versions} 不符；请安装相符的版本，或指定一个。',
  'launch.artifactLacks':
    '构建结果缺少 {lacking}，而能补上它的 solc {version} 不在本机；请加入 outputSelection（Hardhat）或 extra_output 与 ast = true（foundry.toml），或指定编译器。',
  'launch.buildSettings': '构建结果已写明编译方式；请去掉这一项，或改用源代码。',
  'launch.badSources': '此录像所附的源代码中没有正确的 {field}。请重新录制。',
  'launch.notARecording': '这既不是录像，也不是 Memlane 能读取的轨迹。',
  'launch.nothingRan': '没有执行任何代码，因此没有可看的步。',
  'launch.nothingInPlace': '{name} 是在创建合约，此时还没有部署任何代码；请改为准备一次调用，或只给出 calldata。',
  'launch.badCampaign': '测试活动的选项 {field} 为 {value}；应为 {wanted}。',
  'launch.mapNeedsBuild': '第 {frame} 帧的代码没有已知的构建结果。',
  'launch.noSuchFrame': '没有第 {frame} 帧；本次运行有第 0 到 {last} 帧。',
  'launch.noSuchRule': '没有规则 {name:quoted}；规则写作 R05 或 write-past-object。',
  'launch.ignoreWithoutReason': 'memlane-ignore 注释要写明规则和原因，例如 // memlane-ignore {rule}: 末尾随后清零。',
  'launch.notABaseline': '这不是问题的基线文件。',
  'launch.baselineVersion': '此基线文件的版本是 {version}，可读取的是版本 {known}；请重新生成。',
  'launch.badBaselineEntry': '此基线文件的第 {number:count} 个问题缺少字段或规则未知；请重新生成。',
}

const rpcErrors: Readonly<Record<RpcErrorCode, string>> = {
  'rpc.badBlock':
    '{block} 不是区块：请给出从 0 开始的编号，0x 加 64 位十六进制数字的哈希，或 latest、safe、finalized、earliest。',
  'rpc.badNode': '{value} 不是节点：请给出 http 或 https 地址、传递问题的函数，或 JsonRpc。',
  'rpc.badPost': 'post 对 {method} 给出了 {value}，应为回答的文本，或带 status 与 text 的对象。',
  'rpc.badLimit': '{field} 是 {value}，应为 {least} 到 {most} 之间的整数。',
  'rpc.notAnObject': '{what} 是 {value}，应为带字段名的对象。',
  'rpc.unknownField': '{what} 中没有字段 {field:quoted}；可用的有 {names}。',
  'rpc.noSuchBlock': '节点没有区块 {block}。',
  'rpc.badUrl': '{url:quoted} 不是节点的 http 或 https 地址。',
  'rpc.unreachable': '节点 {node} 没有回答 {method}：{reason}。',
  'rpc.refused': '节点 {node} 拒绝回答 {method}（{by}）：{reason}。',
  'rpc.nonsense': '节点的回答不可信：对 {method} 的回答{what}。',
}

const cliErrors: Readonly<Record<CliErrorCode, string>> = {
  'cli.unknownCommand': '没有命令 {command}；memlane --help 列出所有命令。',
  'cli.unknownOption': '没有选项 {option}；--help 列出所有选项，-- 之后不再有选项。',
  'cli.misspelledCommand': '没有命令 {command}；是否想用 {suggestion}？',
  'cli.misspelledOption': '没有选项 {option}；是否想用 {suggestion}？',
  'cli.missingArgument': '缺少参数 <{argument}>；--help 显示用法。',
  'cli.missingValue': '选项 {option} 需要一个值。',
  'cli.tooManyArguments': '给出了 {given} 个参数，最多只能有 {expected} 个：{arguments}。',
  'cli.invalidChoice': '{option} 不能是 {value:quoted}；可选：{choices}。',
  'cli.argumentsWithoutCall': '目标之后的参数（{arguments}）需要 --call 指明接收它们的函数。',
  'cli.conflict': '{option} 与 {other} 不能同时使用。',
  'cli.invalidSize': '{size:quoted} 不是字节数；请写 8192、0x2000、8KiB 或 1MiB。',
  'cli.sizeTooLarge': '{size} 个字节超过可计价的上限 {limit:count}；没有 gas 上限付得起这么多。',
  'cli.fileNotFound': '没有这个文件。',
  'cli.noTarget': '{target:quoted} 既不是文件，也不是十六进制字节码。',
  'cli.folderNotFound': '没有这个目录。',
  'cli.notAFolder': '这不是目录。',
  'cli.isDirectory': '这是一个目录；请指定其中的文件。',
  'cli.noSuchTest': '没有名称符合 {pattern} 的测试。',
  'cli.whichTest': '有 {count} 个测试符合：{names}；--match-test 与 --match-contract 须只指定一个。',
  'cli.testNotReached': '{test} 没有运行：{reason}。',
  'cli.projectFolder': '这是一个 {kind} 项目；请指定其中的合约或测试文件。',
  'cli.inProject': '可运行 `{command}`。',
  'cli.moreInProject': '还有 {count} 项。',
  'cli.emptyProject': '这是一个没有自己合约的 {kind} 项目。',
  'cli.notReadable': '无法读取文件：{reason}。',
  'cli.notWritable': '无法写入文件：{reason}。',
  'cli.missingOutput': '没有指定要写入的文件；请加 {option}。',
  'cli.noLines': '没有源代码，因此没有行与函数；请去掉 {option}。',
  'cli.nothingToCompare': '没有可比较的：请指定第二个目标，或 --at 与 --to，或带选项的 --against。',
  'cli.needsTerminal': '调试器需要终端来输入按键和显示画面；请不要用管道运行。',
  'cli.noPage': '试验场尚未构建：{folder} 中没有 index.html；请运行 npm run build。',
  'cli.portTaken': '无法使用端口 {port}（{reason}）；请用 --port 另选一个，0 表示任一空闲端口。',
  'cli.outputWithoutInput': '这是 solc 的输出，没有输入，因此不知道源代码和设置；请给出输入或 build-info。',
  'cli.artifactTellsNothing':
    '此文件只列出源代码的名称而没有内容；请给出合约的构建产物，或在 foundry.toml 中设置 build_info = true 后编译。',
  'cli.noBuildInfo': '找不到此构建产物所属的 {tool} build-info；请运行 {remedy}。',
  'cli.artifactSourceGone':
    '{folder} 中没有源文件 {file}；请放回，或在 foundry.toml 中设置 build_info = true 后编译，以保留源代码。',
  'cli.artifactSourceChanged': '{file} 在编译之后有改动；请重新编译项目。',
  'cli.artifactSettings': '{option} 不适用于构建产物：其中已写明编译方式。请去掉它，或改用源代码。',
  'cli.noArtifacts': '{folder} 中没有构建结果；请给出项目目录，或其 out/、artifacts/ 目录。',
  'cli.nothingNamed': '此内存中没有带名称的对象，因此没有可写出的变量。',
  'cli.noStorageLayout': '存储需要源代码：录制文件不说明各槽是哪些变量。',
  'cli.missingRpcUrl': '没有可询问的节点；请加 {option}。',
  'cli.notAHash': '{word:quoted} 不是交易哈希：应为 0x 加 64 位十六进制数字。',
  'cli.nodeTellsNothing': '节点既不提供交易之前的账户，也不提供各步：{reasons}。请询问保留这些数据的节点。',
  'cli.noSuchTransaction': '节点上没有交易 {hash}。',
  'cli.pendingTransaction': '交易 {hash} 尚未进入区块。',
  'cli.transactionType': '该区块含有类型 {type} 的交易，此版本不认识。',
  'cli.notATrace': '这是 JSON，但既没有 structLogs，也没有 EIP-3155 的步骤：不是节点写的轨迹。',
  'cli.notABlock': '这不是区块的轨迹，没有交易可选；请去掉 --tx。',
  'cli.notJsonAtAll': '这不是 JSON。',
  'cli.notForFormat': '{option} 对格式 {format} 没有意义；请去掉。',
  'cli.recordingNotRun': '此命令执行代码，而 {format} 会当作已录制的运行来读取。',
  'cli.recordedAlready': '运行已经录制，{option} 不起作用；请去掉。',
  'cli.emptyTarget': '内容为空。',
  'cli.notText': '这既不是 UTF-8 文本，也不是带有标记的 UTF-16 文本。',
  'cli.textTooLong': '共有 {bytes:count} 个字节，超过一次能读取的 {limit:count} 个。',
  'cli.lineTooLong': '第 {line} 行超过 {limit:count} 个字符。',
  'cli.badGzip': '开头是 gzip，但无法解压：文件已损坏或不完整。请重新复制。',
  'cli.unpackedTooLong': '解压后超过 {limit:count} 个字节；请只取其中一部分。',
  'cli.standardInputNeedsAs': '标准输入没有文件名可供判断；请加 --as，可选：{formats}。',
  'cli.unknownFormat': '文件名和内容都看不出格式；请加 --as，可选：{formats}。',
  'cli.wrongFormat': '此命令需要 {wanted}，而这是 {format}。',
  'cli.usage': '{message}',
  'cli.optionAlone': '{option} 要与 {other} 一起使用；请加上它，或去掉 {option}。',
  'cli.noAssembly': '--assembly 需要源代码，才知道内联汇编在哪里。',
  'cli.brutalizeNeedsCode': '--brutalize 要再次执行代码，而这是已经完成的运行；请指定源代码或字节码。',
  'cli.notFuzzed': '{option} 不能与 --fuzz 同时使用，后者自行生成调用；请去掉。',
  'cli.fuzzNeedsCode': '--fuzz 要调用代码，而这是已经完成的运行；请指定源代码或字节码。',
  'cli.noSuchRule': '没有规则 {name:quoted}；可写 R01 到 R20 的编号或名称，或 all。',
  'cli.mapNeedsSolidity': '内存图需要 Solidity 源代码中的类型，而这是 {format}；memlane run 可显示其内存。',
  'cli.optionNeedsSolidity': '{option} 需要 Solidity 目标，而这是 {format}。',
  'cli.importNotFound': '导入 {path:quoted} 既不在文件旁，也不在 node_modules 中。',
  'cli.noSuchCompiler': '找不到 solc {wanted}；现有 {versions}。--solc 也可以是程序的路径，或 solc 包的目录。',
  'cli.noSolc':
    '没有 solc，npm 也无法取得 {version} 版：{reason}。请运行 npm install solc@{version} 安装，或用 --solc 指定程序。',
  'cli.notACompiler': '这既不是 solc 程序，也不是 solc 包的目录。',
  'cli.compilerTooOld': 'solc {version} 太旧；memlane 读取 {oldest} 及以后版本的输出。',
  'cli.badRemapping': '{remapping:quoted} 不是重映射：应为 prefix=目录，或 context:prefix=目录。',
  'cli.badProjectValue': '{name} 的值必须是 {kind}。',
  'cli.noFoundryProject': '此处及上层目录中没有 foundry.toml；请指定 Foundry 项目的目录，或新建一个空的 foundry.toml。',
  'cli.badPattern': '这不是正则表达式：{reason}。',
  'cli.badProjectFile': '这不是 TOML：{reason}。',
  'cli.fileTooLarge': '文件有 {bytes:count} 个字节，超过可读取的 {limit:count} 个。',
  'cli.notJson': '从这里起不是 JSON。',
  'cli.resultTooLarge': '结果太大，无法写成一份 JSON；请降低 --gas-limit。',
  'cli.compilerDied': '编译器没有给出结果就结束了：{reason}。',
}

const foundryErrors: Readonly<Record<FoundryErrorCode, ErrorTemplate>> = {
  'foundry.fileNotFound': '项目中没有文件 {file:quoted}。',
  'foundry.importNotFound':
    '{file}:{line}：导入 {path:quoted} 找不到对应的文件。若缺少库，请运行 forge install 或 git submodule update --init --recursive；若缺少重映射，请写入 remappings.txt。',
  'foundry.badRemapping': '{place}：{remapping:quoted} 不是重映射；请写成 prefix=目录/ 或 context:prefix=目录/。',
  'foundry.unlinked': '{contract} 需要库 {library}，而它没有被编译。',
}

const assemblyErrors: Readonly<Record<AssemblyErrorCode, ErrorTemplate>> = {
  'assembly.sourceTooLarge': '源代码有 {length:count} 个字符，超过上限 {limit:count}。',
  'assembly.codeTooLarge': '代码超过上限 {limit:count} 个字节。',
  'assembly.tooManyMarks': '标签与 section 标记超过 {limit:count} 个。',
  'assembly.unexpectedText': '{text} 既不是指令，也不是标签或注释。',
  'assembly.unknownMnemonic': ({ suggestion }) =>
    suggestion === undefined ? '没有指令 {name}。' : '没有指令 {name}；是否想用 {suggestion}？',
  'assembly.notInFork': '{fork} 中没有 {name}，它从 {since} 开始才有。',
  'assembly.missingImmediate': '{name} 之后在同一行需要一个立即数。',
  'assembly.invalidImmediate': '{text} 不能作为 {name} 的立即数。',
  'assembly.unexpectedImmediate': ({ name, takes }) => {
    if (name === undefined) return '{text} 前面缺少指令；请在其前写上 {word}。'
    if (takes === 0) return '{name} 不带立即数，其后却有 {text}。'
    return '{name} 只带 {takes} 个立即数，其后又有 {text}。'
  },
  'assembly.emptyData': '空字符串不产生数据；请删去这条 DATA。',
  'assembly.oddHex': '{text} 有 {digits:count} 位十六进制数字，是奇数；每个字节需要两位，如 {padded}。',
  'assembly.invalidNumber': ({ text }) =>
    String(text).startsWith('0x')
      ? '{text} 不是十六进制数据；0x 之后每个字节应为两位 0 到 9 或 a 到 f 的数字。'
      : '{text} 不是数字；请写十进制数，或 0x 加每字节两位十六进制数字。',
  'assembly.numberTooLarge': '{text} 超出 32 个字节。',
  'assembly.pushTooNarrow':
    '{name} 只能放 {width} 个字节，而 {what} 需要 {needed} 个；请用 PUSH{needed}，或用 PUSH 自动取最小宽度。',
  'assembly.unknownLabel': '没有标签 {label}；请在它所指的指令前写上 {label}: 。',
  'assembly.duplicateLabel': '标签 {label} 已在第 {firstLine:count} 行出现过。',
  'assembly.missingLabelName': '@ 之后缺少标签名。',
  'assembly.unterminatedString': '这个字符串在本行内没有结束引号。',
  'assembly.invalidEscape': '字符串中没有转义 \\{escaped}；可用的有 {known}。',
  'assembly.missingSectionName': ';; section 之后缺少名称。',
}

const memoryErrors: Readonly<Record<MemoryErrorCode, ErrorTemplate>> = {
  'memory.outOfGas': '扩展内存需要 {required:count} gas，只剩 {available:count}；请增加 gas，或访问更低的偏移。',
  'memory.outOfMemory': '{required:count} 个字节的内存超过上限 {available:count}；请提高上限，或减少 gas。',
  'memory.allocationError': '宿主拒绝分配 {required:count} 个字节的缓冲区；请降低上限，或释放其他缓冲区。',
  'memory.overflow': '{bytes:count} 不是 0 到 2^53 - 1 之间的整数字节数。',
  'memory.outOfBounds':
    '内存访问越界：偏移 {offset:count}、长度 {length:count}，而内存只有 {size:count} 个字节；请先调用 expand。',
  'memory.unalignedSize': '大小 {size:count} 不是 32 的倍数；请传入 {aligned:count}，或调用会向上取整的 expand。',
  'memory.invalidAlignment': '对齐 {align} 不是 1 到 4096 之间的 2 的幂。',
  'memory.staleContext': '检查点 {checkpoint:count} 处的内存在子内存释放之前处于冻结状态；请先释放子内存。',
  'memory.useAfterFree': '该对象（{what}）已经释放；请重新获取。',
  'memory.foreignFrame': '这 {size:count} 个字节的内存属于引擎，只有引擎可以扩展它；请使用自己的 Memory。',
}

const evmErrors: Readonly<Record<Exclude<EvmErrorCode, InvalidTransactionCode>, ErrorTemplate>> = {
  'evm.invalidWord': '{field} 是 {value:count}，应在 0 到 2^256 - 1 之间。',
  'evm.invalidAddress': '{address:quoted} 不是地址：应为 0x 加 40 位十六进制数字。',
  'evm.insufficientBalance': '{address} 只有 {balance:count} wei，无法发送 {value:count}。',
  'evm.invalidGas': 'gas 是 {gas:count}，应在 0 到 2^63 - 1 之间。',
  'evm.invalidAccount': '{address} 的 {field} 是 {value:count}，应在 0 到 {max:count} 之间。',
  'evm.invalidStorage': '{address} 的存储中，{hex:quoted} 不是一个字：应为 0x 加 1 到 64 位十六进制数字。',
  'evm.invalidBlobHash': 'blobHashes 中的 {hash:quoted} 不是哈希：应为 0x 加 1 到 64 位十六进制数字。',
  'evm.notLoaded': '预编译合约 {precompile}（{address}）尚未加载；请先等待 {remedy}()。',
  'evm.accountNotLoaded': '账户 {address} 尚未从状态来源取得；请使用 callAsync 或 transactAsync。',
  'evm.blockHashNotLoaded': '区块 {number:count} 的哈希尚未从状态来源取得；请使用 callAsync 或 transactAsync。',
  'evm.invalidBlockHash': '{hash} 不是区块 {number:count} 的哈希：应为 0x 加 1 至 64 位十六进制数字。',
  'evm.slotNotLoaded': '{address} 的存储槽 {slot} 尚未从状态来源取得；请使用 callAsync 或 transactAsync。',
  'evm.invalidQuantity': '{field} 是 {value}，应为 bigint，或不超过 2^53 - 1 的整数。',
  'evm.invalidBytes': '{field} 是 {value}，应为 0x 加十六进制数字，或 Uint8Array。',
  'evm.invalidType': 'type 是 {type}，应在 0 到 4 之间。',
  'evm.invalidStorageKey': '访问列表中的 {key} 不是存储槽：应为 0x 加 1 到 64 位十六进制数字。',
  'evm.invalidBlobSchedule': 'baseFeeUpdateFraction 是 0，应至少为 1。',
  'evm.blobFeeTooLarge':
    'excessBlobGas 是 {excessBlobGas:count}：按 blob 参数 {fraction:count}，blob 基础费用将达到 2^256 或更多。',
  'evm.unknownField': ({ meant }) =>
    meant === undefined
      ? '{what} 没有字段 {field:quoted}；字段有：{names}。'
      : '{what} 没有字段 {field:quoted}；应为 {meant}。',
  'evm.notAnObject': '{what} 是 {value}，应为带字段名的对象。',
  'evm.invalidOption': ({ field }) => {
    if (field === 'memoryLimit') return 'memoryLimit 是 {value}，应为 0 到 2^32 之间的整数字节数。'
    if (field === 'blockHash') return 'blockHash 是 {value}，应为由区块编号给出哈希的函数。'
    return '{field} 是 {value}，应为带有函数 account 和 slot 的对象。'
  },
  'evm.storageTwice': '{address} 的存储给了两次；storage、state（二者相同）与 stateDiff 只能给一个。',
  'evm.slotTwice': '{address} 的存储中，槽 {slot} 以不同写法给了两次。',
  'evm.midRun': '执行进行中不能做 {what}；请在执行之前或之后做。',
  'evm.busy': '这个 EVM 正在执行另一次调用；请等它结束，或另建一个 EVM。',
  'evm.partialState': '有外部来源的状态只知道被问到的部分，无法给出状态根。',
  'evm.noSuchFrame': '深度 {depth:count} 处没有进行中的调用帧；最深的是 {deepest:count}。',
  'evm.malformedStateTest': '状态测试 {name:quoted}：{what}。',
  'evm.invalidInterest': 'interest 的 {field} 中，{value} 不合要求。',
  'evm.invalidAnswer': '调用的结果中，{field} 是 {value}，不合要求。',
  'evm.gasBeyondCaller': 'gas 是 {gas:count}，应在 0 到 {most:count} 之间，否则退回时调用者装不下。',
  'evm.creationWithoutCodeAddress': '创建合约不执行任何账户的代码；请设置 input 或 target。',
  'evm.staleStep': '这一步已经过去；需要的内容请在钩子执行期间读取。',
  'evm.noSuchStackItem': '栈上没有第 {index:count} 项；共有 {stackSize:count} 项，0 是栈顶。',
  'evm.invalidRange':
    '无法从 {offset:count} 起读取 {length:count} 个字节的内存；一次最多 {most:count} 个，偏移从 0 开始。',
  'evm.notRunning': '这次执行已经结束，它的世界状态也不再可用；请用 evm.state，或在钩子执行期间操作。',
  'evm.invalidPrecompile': '{address} 处的预编译合约是 {value}，应为函数。',
  'evm.overridesCommit': '带覆盖的执行不保留任何改动；请去掉 commit，或用 evm.state.setAccount 设置账户。',
  'evm.overriddenTwice': ({ precompile }) =>
    precompile === undefined
      ? '账户 {address} 以不同的大小写被覆盖了两次。'
      : '预编译合约 {precompile} 不能移到 {address}：该账户本身也被覆盖。',
  'evm.precompileTwice': '{address} 处有两个预编译合约，只是字母大小写不同。',
  'evm.invalidHook': 'hooks.{name} 是 {value}，应为函数。',
  'evm.fixedField': '请求的 {field} 不能设置：它由发出调用的指令决定。',
  'evm.asyncHook': '{name} 返回了 promise，而执行不会等待；请直接返回结果。',
  'evm.noSuchPrecompile': '{address} 处没有可以移动的预编译合约。',
  'evm.staleSnapshot': '这个快照已失效：它已被释放，或者在它之后恢复过更早的快照。',
}

type InvalidTransactionCode = `evm.invalidTransaction.${InvalidReason}`

const invalidTransactions: Readonly<Record<InvalidTransactionCode, ErrorTemplate>> = {
  'evm.invalidTransaction.typeNotActive': '{fork} 还没有类型 {type} 的交易，它从 {since} 开始才有。',
  'evm.invalidTransaction.nonceTooLow': 'nonce 是 {nonce:count}，低于发送者的 {expected:count}。',
  'evm.invalidTransaction.nonceTooHigh': 'nonce 是 {nonce:count}，高于发送者的 {expected:count}。',
  'evm.invalidTransaction.nonceIsMax': '发送者的 nonce 已经用尽。',
  'evm.invalidTransaction.senderHasCode': '发送者是合约。',
  'evm.invalidTransaction.gasLimitExceedsBlock': 'gas 上限 {gasLimit:count} 超过区块的 {blockGasLimit:count}。',
  'evm.invalidTransaction.gasLimitExceedsCap': 'gas 上限 {gasLimit:count} 超过单笔交易的上限 {cap:count}。',
  'evm.invalidTransaction.intrinsicGasTooLow': '交易在执行之前就要 {intrinsic:count} gas，而上限是 {gasLimit:count}。',
  'evm.invalidTransaction.gasBelowFloor': '交易至少要付 {floor:count} gas，而上限是 {gasLimit:count}。',
  'evm.invalidTransaction.initcodeTooLarge': '创建代码有 {length:count} 个字节，最多 {most:count} 个。',
  'evm.invalidTransaction.feeBelowBaseFee': '费用 {fee:count} 低于区块的基础费用 {baseFee:count}。',
  'evm.invalidTransaction.priorityFeeAboveFee': '小费 {tip:count} 高于总费用 {fee:count}。',
  'evm.invalidTransaction.insufficientFunds': '发送者有 {balance:count} wei，而交易最多可能花费 {cost:count}。',
  'evm.invalidTransaction.noBlobs': 'blob 交易至少需要一个 blob。',
  'evm.invalidTransaction.tooManyBlobs': '交易有 {blobs:count} 个 blob，最多 {most:count} 个。',
  'evm.invalidTransaction.blobHashVersion': 'blob 哈希 {hash} 不以 0x01 开头。',
  'evm.invalidTransaction.blobFeeTooLow': 'blob 费用 {fee:count} 低于区块的 {blobBaseFee:count}。',
  'evm.invalidTransaction.blobCreation': 'blob 交易不能创建合约。',
  'evm.invalidTransaction.setCodeCreation': '设置代码的交易不能创建合约。',
  'evm.invalidTransaction.authorizationOutOfRange': '授权的 {field} 是 {value:count}，应在 0 到 2^{bits} - 1 之间。',
  'evm.invalidTransaction.noAuthorizations': '设置代码的交易至少需要一项授权。',
}

const solidityErrors: Readonly<Record<SolidityErrorCode, ErrorTemplate>> = {
  'solidity.badArtifact': '构建产物中没有正确的 {field}。',
  'solidity.notAnArtifact': '此 JSON 不是 Foundry 或 Hardhat 的构建产物、build-info，也不是 solc 的输入或输出。',
  'solidity.sourceByUrl': '构建只列出了 {file} 而没有内容；请把源代码放入输入后编译。',
  'solidity.compileFailed': ({ others }) =>
    others === 0 ? '编译失败：{first}' : '编译失败：{first}（另有 {others:count} 处错误）',
  'solidity.noContract': ({ wanted, existing }) => {
    if (String(existing) === '')
      return wanted === undefined ? '没有可部署的合约。' : '没有合约 {wanted}，也没有其他可部署的合约。'
    return wanted === undefined ? '没有可部署的合约。现有：{existing}。' : '没有合约 {wanted}。现有：{existing}。'
  },
  'solidity.whichContract': '有 {count:count} 个合约可选：{existing}；请指定其中一个。',
  'solidity.notDeployable': '{wanted} 是接口或抽象合约，无法部署。',
  'solidity.noFunction': ({ wanted, existing }) => {
    if (String(existing) === '')
      return wanted === undefined
        ? '{contract} 没有不带参数的函数，也没有其他可调用的函数。'
        : '{contract} 没有函数 {wanted}，也没有其他可调用的函数。'
    return wanted === undefined
      ? '{contract} 没有不带参数的函数。现有：{existing}。'
      : '{contract} 没有函数 {wanted}。现有：{existing}。'
  },
  'solidity.whichFunction': '{contract} 有 {count:count} 个函数可选：{existing}；请用签名指定其中一个。',
  'solidity.argumentCount': '{signature} 需要 {needed:count} 个参数，却给出了 {given:count} 个。',
  'solidity.badArgument': ({ name, given }) =>
    `参数 {number:count}${name === '' ? '' : '（{name}）'}：${given === '' ? '空值' : '{given}'} 不是 {type}。`,
  'solidity.unlinked': '{contract} 调用了 {libraries}，而其地址未知；请先部署并链接。',
  'solidity.noFrame': '本次执行有 {frames:count} 个调用帧，从 0 数起，没有第 {frame:count} 个。',
  'solidity.foreignTwin': '{contract} 的孪生构建来自另外的源代码；请用同样的源代码、不经优化器编译。',
  'solidity.codeMismatch': '第 {frame:count} 个调用帧执行的不是 {contract} 的代码；请选择它所执行的合约。',
}

const traceErrors: Readonly<Record<TraceErrorCode, ErrorTemplate>> = {
  'trace.notARecording': '这不是 memlane 录像：开头不符。',
  'trace.newerRecording': '录像的版本是 {version}，而此 memlane 最高读取 {reads}.x；请更新 memlane。',
  'trace.truncatedRecording': '录像不完整：只有 {bytes:count} 个字节，没有结尾。请重新复制或录制。',
  'trace.damagedRecording': '录像已损坏：{what}。请重新录制。',
  'trace.noWorld': '此录像没有记下运行之前的账户；请用 memlane 运行。',
  'trace.recordingTooLarge': ({ unit }) =>
    `执行过长：录制会超过 {limit:count} ${UNITS[String(unit)] ?? '{unit}'}；请减少 gas。`,
  'trace.badLimit': ({ field }) =>
    field === 'limits' || field === 'options'
      ? '{field} 是 {value}，应为带字段名的对象。'
      : '{field} 是 {value}，应为不小于 0 的数。',
  'trace.unknownLimit': '录制没有上限 {field:quoted}；可用的有 {names}。',
  'trace.badTrace': '无法读取轨迹：{place} {what}。',
  'trace.emptyTrace': '其中没有任何一步。',
  'trace.nodeError': '其中不是轨迹，而是一个错误：{message}',
  'trace.whichTransaction': '这是区块的轨迹，含 {count:count} 笔交易；请从中选择：{choices}。',
  'trace.notInBlock': '轨迹中没有交易 {transaction:quoted}；请从中选择：{choices}。',
  'trace.truncatedTrace': '轨迹在运行中途结束，共 {steps:count} 步；没有一行说明结果。',
  'trace.badPattern': '{text:quoted} 不是可查找的内容：应为 0x 加成对的十六进制数字、"文本"、text:… 或数字。',
  'trace.zeroPattern': '内存中到处都是零；请查找别的内容。',
  'trace.noSuchStep': '没有第 {step:count} 步：记录中有第 0 到 {last:count} 步。',
  'trace.badStop': '{text:quoted} 不是停止条件；可写成：{forms}。',
  'trace.neverReached': '本次执行从未到达 {stop}；它共有 {steps:count} 步。',
  'trace.noSources': '没有源代码，因此步骤没有行号；请用 pc: 或 step:。',
  'trace.badRange':
    '{text:quoted} 不是内存范围；请写 0x80（一个字节）、0x80:32（偏移:长度）或 0x80-0xa0（起点-终点）。',
  'trace.noSuchFrame': ({ last }) =>
    last === -1
      ? '没有第 {frame:count} 个调用帧：本次执行没有调用任何代码。'
      : '没有第 {frame:count} 个调用帧：本次执行有第 0 到 {last:count} 个。',
  'trace.rangeTooLong': ({ limit }) =>
    limit === 32
      ? '该范围有 {length:count} 个字节，超过可作为一个数监视的上限 {limit:count}；请指定更短的范围。'
      : '该范围有 {length:count} 个字节，超过可监视的上限 {limit:count}；请指定更短的范围。',
  'trace.badCondition': "{text:quoted} 不是条件；请写成 'value < 0x80' 这样，可用 {operators}。",
}

const UNITS: Readonly<Record<string, string>> = { bytes: '个字节', steps: '步', milliseconds: '毫秒' }

export const zhErrors: Readonly<Record<string, ErrorTemplate>> = {
  ...cliErrors,
  ...launchErrors,
  ...rpcErrors,
  ...assemblyErrors,
  ...foundryErrors,
  ...memoryErrors,
  ...evmErrors,
  ...invalidTransactions,
  ...solidityErrors,
  ...traceErrors,
  ...opcodesErrors,
  ...baseErrors,
}
