/**
 * Every text of the surfaces in Chinese.
 * @module
 */
import { assertNever } from '../../base/error.ts'
import type { Messages } from './index.ts'

const ORIGINS = {
  option: '--solc',
  path: 'PATH 中',
  package: 'node_modules 中',
  bundled: '内置',
  installed: '由其他工具安装',
  artifact: '按构建产物所存',
} as const

export const zh: Messages = {
  tagline: '看清 EVM 内存的每一个字节：归属、价格与对错。',

  help: {
    usage: '用法：',
    arguments: '参数：',
    options: '选项：',
    commands: '命令：',
    help: '显示帮助',
    version: '显示版本',
    default: (value) => `（默认：${value}）`,
    choices: (values) => `（${values}）`,
    targets:
      '目标可以是 .sol、.yul、.evm（助记符）或 .hex 文件，十六进制字节码，.memlane 录像，或 -（标准输入，需加 --as）。',
    exitCodes: '退出码：0 正常；2 用法或输入有误；3 执行回滚或异常中止，或文件无法读取。',
    more: 'memlane <command> --help 显示该命令的选项。',
  },

  commands: {
    map: '列出内存中的每个对象：类型、变量、值、分配它的代码行',
    run: '执行：结果、gas、内存',
    who: '谁写入了这些内存字节，值从何而来',
    watch: '对一段内存的每次读写',
    find: '字节、文本或数字何时在内存的何处',
    diff: '一次运行中两个时刻的差别，或两次运行从何处分开',
    debug: '在终端中前后单步：内存、栈，以及每个字节由谁写入',
    serve: '在浏览器中打开试验场，并载入目标',
    gas: 'gas 花在哪里：按行、函数、操作码、帧或步，以及其中内存占多少',
    trace: '把录制的运行存为文件，与其他工具的格式互换',
    cost: '给定大小的内存要花多少 gas',
    asm: '把带标签的助记符汇编成字节码',
    disasm: '把字节码反汇编成助记符',
  },

  traceActions: {
    record: '运行，并把每一步存入文件',
    export: '以其他工具的格式输出一次运行',
    import: '把其他工具的轨迹变成录像',
    tx: '在此执行链上的一笔交易，并与其收据比较',
  },

  arguments: {
    trace: 'EIP-3155 逐行文件或 struct logs 文件，或 - 表示标准输入（需加 --as）',
    hash: '交易的哈希：0x 加 64 位十六进制数字',
    pattern: '要查找的内容：0x… 字节、\'"文本"\' 或 text:…，或作为 32 字节的数字',
    otherTarget: '要比较的另一个目标；用 --at、--to 或 --against 时是调用的参数',
    target: '文件、十六进制字节码，或 - 表示标准输入',
    solidityTarget: 'Solidity 文件，或 - 表示标准输入',
    callArguments: '--call 所指函数的参数',
    range: '内存字节：0x9f、0x80:32（偏移:长度）或 0x80-0xa0（起点-终点）',
    size: '字节数：8192、0x2000、8KiB 或 1MiB',
    mnemonics: '助记符文件，或 - 表示标准输入',
    bytecode: '.hex 文件、十六进制字节码，或 - 表示标准输入',
  },

  options: {
    contract: '文件含多个合约时，选择其中一个',
    call: "要调用的函数：'f(uint256,string)' 或 f；参数写在目标之后",
    constructorArgs: "构造函数的参数：5、0xff、text、'[1, 2]'、'(1, text)'；目标写在它们之前",
    calldata: '十六进制的原始 calldata，代替 --call',
    value: '随调用发送的以太币：1ether、5gwei 或 12wei',
    gasLimit: '调用可用的 gas；无论多少，内存以 16 MiB 为限',
    from: '调用者地址，也由它部署；除非 --accounts 给出余额，否则有 2^128 wei',
    accounts: '预先存在的账户，格式同创世文件：{ "0x…": { balance, nonce, code, storage } }',
    fork: '采用该分叉的规则，编译器也随之设定',
    evmVersion: '同 --fork',
    at: '时刻：步号、end，或首个满足 pc:0x1f3、line:File.sol:12、op:MSTORE、mem:0x80:32、slot:0x0、depth:2、gas:<5000 的步骤',
    frame: '调用帧，从 0 数起；默认是当时正在执行的帧',
    all: '也列出之后被覆盖的写入',
    on: '哪些访问',
    when: "只列出把该范围当作一个数时满足条件的访问：'value < 0x80'",
    limit: '最多显示的行数',
    to: '较晚的时刻，写法同 --at',
    against: "同一目标第二次运行的选项：'--optimize --via-ir'",
    by: '按什么汇总；默认按行，没有源代码时按操作码',
    memoryOnly: '只看内存扩展的 gas',
    flame: '带条形的调用与函数树',
    speedscope: '另写一份 speedscope.app 的剖析文件',
    as: '按此格式读取目标，不看文件名',
    optimize: '启用 solc 优化器',
    optimizerRuns: '优化器假定代码运行的次数',
    viaIr: '经由 Yul 编译',
    solc: '编译器：版本、程序的路径，或 solc 包的目录',
    remappings: '导入的去处：prefix=目录 …；另有 remappings.txt 与 foundry.toml 中的',
    format: 'EIP-3155 逐行格式，或 geth 对 debug_traceTransaction 的回答',
    memory: '每一步都附上全部内存',
    diff: '用于 prestatetracer：输出变化，而不是之前的状态',
    rpcUrl: '节点地址：目标是其上一笔交易的哈希',
    artifacts: '项目目录，或其 out/、artifacts/ 目录：在其中的构建结果里查找所运行的代码',
    storage: '同时按变量列出本次运行访问的存储',
    ethdebug: '以 ethdebug 格式的 JSON 输出对象：变量、类型和指针',
    words: '内存的每个字，以及它是什么',
    history: '按先后列出各次分配，以及其中从未读取的部分',
    graph: '对象及其间的指针，以文本或 Graphviz 格式',
    output: '要写入的文件',
    port: '本机端口；0 表示任一空闲端口',
    open: '打开浏览器',
    listing: '列出每条指令的 pc、字节与源代码行',
    json: '输出一份 JSON',
    color: '输出不带颜色',
    lang: '界面语言，未指定时取自 LANG',
    debug: '出错时显示调用栈',
  },

  status: { stop: '已停止', return: '已返回', revert: '已回滚', halt: '异常中止' },

  halt: {
    outOfGas: 'gas 耗尽',
    stackUnderflow: '栈下溢',
    stackOverflow: '栈超过 1,024 个字',
    invalidJump: '跳转到没有 JUMPDEST 的位置',
    invalidOpcode: '无效操作码',
    staticViolation: '在静态调用中修改状态',
    returnDataOutOfBounds: '读取超出返回数据末尾',
    initcodeTooLarge: '创建代码超过大小上限',
    codeTooLarge: '合约代码超过大小上限',
    invalidCodePrefix: '合约代码以 0xef 开头',
    createCollision: '该地址已有合约',
    nonceOverflow: 'nonce 已达上限',
    memoryLimit: '所需内存超过本机上限',
  },

  panic: {
    0: '编译器插入的 panic',
    1: 'assert 失败',
    17: '算术上溢或下溢',
    18: '除以零或对零取模',
    33: '数值不属于该枚举',
    34: '存储中的字节数组编码错误',
    49: '对空数组执行 pop',
    50: '下标越界',
    65: '分配的内存过多',
    81: '调用未初始化的函数',
  },

  memory: {
    scratch: '暂存空间',
    freePointer: '空闲内存指针',
    zeroSlot: '零槽',
    immutables: '不可变量',
    locals: '局部变量',
    local: (name) => `局部变量 ${name}`,
    buffer: {
      return: '返回数据',
      deployedCode: '部署的代码',
      revert: '回滚数据',
      event: '事件数据',
      callInput: '调用输入',
      creationCode: '创建代码',
      hash: '哈希数据',
      returnedData: '取回的返回数据',
      constructorArguments: '构造参数',
      calldata: '调用数据',
      code: '代码',
      assembly: '内联汇编',
    },
    restOf: (buffer) => `${buffer}的剩余部分`,
    unknown: '未知',
    zeroBytes: (count) => `${count} 个零字节`,
    moreBytes: (count) => `还有 ${count} 个字节；--json 输出全部`,
  },

  unreadable: ({ code, facts }) => {
    switch (code) {
      case 'lengthExceedsData':
        return '长度超出数据'
      case 'outsideData':
        return `0x${Number(facts.end).toString(16)} 超出 ${facts.size} 个字节的数据`
      case 'cycle':
        return `在 0x${Number(facts.address).toString(16)} 处循环`
      case 'tooDeep':
        return '嵌套过深'
      case 'tooMuch':
        return '内容过多，无法显示'
      case 'notOfType':
        return `不是 ${facts.type}`
      case 'noLayout':
        return `${facts.type} 的布局未知`
      default:
        return assertNever(code)
    }
  },

  summary: {
    gas: (gas, memoryGas) => `gas ${gas}，其中内存 ${memoryGas}`,
    gasSoFar: (gas) => `累计 gas ${gas}`,
    refund: (gas) => `返还 ${gas}`,
    size: (bytes) => `大小 ${bytes}`,
    freePointer: (first, last) => `空闲指针 ${first} → ${last}`,
    because: (end, reason) => `${end}：${reason}`,
    laterOpcode: (opcode, fork) => `操作码 ${opcode} 从 ${fork} 才有`,
    at: '位于',
    noReason: '未给出',
    reason: '原因',
  },

  calls: {
    columns: { gas: 'gas', memory: '内存', memoryGas: '内存 gas', call: '调用' },
    depth: (depth) => `深度 ${depth}`,
    created: (address, bytes) => `已创建 ${address}（${bytes}）`,
    creationCode: (bytes) => `创建代码 ${bytes}`,
    moreCalls: (count) => `还有 ${count} 次调用；--json 输出全部`,
    firstCalls: (count, kept) => `还有 ${count} 次调用；--json 输出前 ${kept} 次`,
  },

  map: {
    columns: {
      ...{ offset: '偏移', bytes: '字节', object: '对象', value: '值', allocatedBy: '分配位置' },
      ...{ word: '字', what: '是什么', as: '读作', step: '步', freePointer: '空闲指针' },
      ...{ neverRead: '从未读取', slack: '余量' },
      ...{ slot: '槽', variable: '变量', type: '类型', before: '之前', after: '之后' },
    },
    unused: '（未用）',
    storage: '存储',
    noStorage: '本次运行没有访问此账户的存储。',
    zeroWords: (count) => `${count} 个零字`,
    cycle: '（见上）',
    allocated: (bytes, neverRead, slack, peak) =>
      `共分配 ${bytes}，其中 ${neverRead} 从未读取，${slack} 超出对象所用；内存扩展到 ${peak}。`,
    frame: (id, count, name) => `第 ${id} 帧（共 ${count} 帧）：${name}`,
    beforeStep: (step, count) => `第 ${step} 步之前（共 ${count} 步）`,
    atEnd: '结束时',
    frames: '各帧（--frame）：',
    inferred: '带 ? 的类型由分配它的代码推断而来。',
    twin: (matched, allocations) => `类型与名称来自未经优化的孪生构建：${allocations} 次分配中对应 ${matched} 次。`,
    noYul: (reason) => `所知较少，因为代码背后的 Yul 未知：${reason}`,
    noTwin: {
      notCompiled: (message) => `没有未经优化的孪生构建，所知类型较少：solc 报告 ${message}`,
      tooLong: '没有未经优化的孪生构建，所知类型较少：其运行过长，无法记录。',
      diverged: '没有未经优化的孪生构建，所知类型较少：它没有执行同样的调用。',
    },
  },

  run: {
    output: '输出',
    calls: '调用',
    logs: '日志',
    address: '地址',
    topic: '主题',
    data: '数据',
    hash: (hash) => `哈希 ${hash}`,
    moreLogs: (count) => `还有 ${count} 条日志；--json 输出全部`,
    memory: '内存',
    stack: '栈，栈顶在前',
    none: '无',
    notReached: '未执行到',
  },

  cost: {
    headline: (bytes, words) => `${bytes} = ${words} 个字`,
    linear: '线性部分',
    quadratic: '二次部分',
    total: '合计',
    nextWord: '再加一个字',
    columns: { size: '大小', words: '字数', gas: 'gas' },
    legend: (linear, quadratic) => `${linear} 线性   ${quadratic} 二次`,
  },

  who: {
    frameNumber: (frame) => `第 ${frame} 帧`,
    atEnd: (frame: string) => `在第 ${frame} 个调用帧结束时`,
    beforeStep: (step: string, frame: string) => `在第 ${step} 步之前，第 ${frame} 个调用帧`,
    step: (step: string) => `第 ${step} 步`,
    shadowed: '之后被覆盖',
    neverWritten: '从未写入：零',
    pastEnd: '超出来源的末尾：零',
    pastMemory: (bytes: string) => `其中 ${bytes} 在内存末尾之后`,
    unknownBytes: '此记录没有给出这些字节',
    olderWriters: '还有更早的写入；--all 全部列出。',
    moreOrigins: (count: string) => `… 另有 ${count} 行；--json 输出全部`,
    constant: (pc: string) => `代码 pc ${pc} 处的常量`,
    slot: (slot: string) => `存储槽 ${slot}`,
    storedAt: (step: string) => `在第 ${step} 步存入`,
    asBefore: '本次执行之前的值',
    memory: (range: string) => `内存 ${range}`,
    calldata: (range: string) => `调用数据 ${range}`,
    code: (range: string) => `代码 ${range}`,
    returndata: (range: string, frame: string) => `${frame}的返回数据 ${range}`,
    frame: (frame: string, contract: string) => `第 ${frame} 个调用帧（${contract}）`,
    cut: '不再往前追踪',
    left: (count: string) => `另有 ${count} 次；--limit 可显示更多`,
  },

  watch: {
    accesses: (count: string) => `共 ${count} 次访问`,
    read: '读',
    write: '写',
    columns: { step: '步', frame: '帧', opcode: '指令', access: '访问', value: '值', source: '源代码' },
  },

  find: {
    places: (count) => `${count} 处`,
    end: '结束',
    where: { memory: '内存', calldata: '调用数据', output: '输出' },
    columns: { where: '位置', frame: '帧', offset: '偏移', from: '起始步', until: '终止步' },
  },

  diff: {
    steps: (from, to) => `第 ${from} 步 → 第 ${to} 步`,
    stack: '栈，自底向上',
    ended: '其间结束的帧：',
    started: '其间开始的帧：',
    none: '没有差别',
    stepCount: '步数',
    memorySize: '内存大小',
    acts: '调用、写存储、日志',
    sameActs: (count) => `两者行为相同：共 ${count} 次调用、结果、写存储与日志。`,
    parted: (count) => `前 ${count} 次调用、结果、写存储与日志相同；之后`,
    noMore: '没有了',
    firstStep: (step, what) => `两者代码相同；第一个不同的步是第 ${step} 步，不同在于${what}。`,
    what: { pc: '代码位置', stack: '栈', memory: '内存', end: '较短的一方没有它' },
    sameSteps: '两者代码相同，每一步的栈与内存也相同。',
    sameMemory: '结束时内存相同。',
    otherMemory: '结束时的内存（- A，+ B）：',
  },

  gas: {
    share: (percent) => `（占 ${percent} %）`,
    nothing: '没有可显示的 gas',
    left: (count) => `另有 ${count} 行；--json 输出全部`,
    columns: { gas: 'gas 用量', memory: '内存', grew: '扩展', steps: '步数', where: '位置' },
  },

  debugger: {
    helpTitle: '按键；前面加数字表示重复；按任意键离开本页',
    keysTitle: '按键：',
    keys: {
      step: '前进一步、后退一步',
      over: '同上，但留在本帧，越过调用',
      out: '离开本帧；回到调用它的那一步',
      memory: '下一个、上一个读写内存的步',
      write: '对所选字节的下一次、上一次写入',
      goto: '转到某步、pc:0x1f3、line:12、op:SSTORE、end；或内存中的 0x80',
      search: '在内存中查找 0x 字节、文本或数字；或在后面的步中查找操作码',
      select: '选择前一个、后一个字节',
      selectRow: '选择上一行、下一行',
      scroll: '滚动内存',
      release: '重新选择本步访问的字节',
      watch: '在访问所选字节处停下，或取消',
      stop: '停在 op:SSTORE、line:12、pc:0x1f3、write:0x80:32、slot:0x0、depth:2、gas:<5000；或取消',
      run: '运行到下一个、上一个停点',
      mark: '用一个字母标记此步；转到标记',
      diff: '与标记或某步比较内存；再按取消',
      frame: '显示调用者、被调用者的内存',
      follow: '内存视图跟随被访问处，或固定',
      zeros: '零显示为 .. 或 00',
      source: '显示源代码行或指令',
      pane: '存储、日志、返回数据、调用数据、停点',
      help: '本按键表',
      quit: '退出',
    },
    prompts: { goto: '转到', search: '查找', mark: '标记', jump: '转到标记', diff: '比较对象', stop: '停在' },
    footer: ['j/k 单步', 'n/N 内存', 'w/W 写此处', 'g 转到', 'J/K 越过', '/ 查找', 'b 停点', 'd 比较', 'Tab 面板'],
    footerEnd: '? 帮助  q 退出',
    code: '代码',
    stack: '栈，自顶向下',
    memory: '内存',
    who: '写入者',
    panes: { storage: '存储', logs: '日志', returndata: '返回数据', calldata: '调用数据', stops: '停点' },
    frame: (id, depth) => `第 ${id} 帧，深度 ${depth}`,
    waiting: '（正等待其所调用的帧）',
    comparedWith: (step) => `（! 与第 ${step} 步不同）`,
    depth: '深度',
    size: '大小',
    freePointer: '空闲指针',
    end: '结束',
    noSource: '没有对应的源代码行',
    noMemory: '在内存末尾之外',
    nothing: '还没有',
    noMore: '没有更多了。',
    notFound: '此内存中没有。',
    noStops: '没有停点；按 b 以所选字节为停点，按 B 输入停点。',
    stopAdded: (stop) => `${stop} 已设为停点；按 c 与 C 运行到那里。`,
    stopRemoved: (stop) => `${stop} 不再是停点。`,
    reached: (stop) => `停在 ${stop}。`,
    following: '内存视图跟随被访问处。',
    pinned: '内存视图已固定。',
    noKey: '此键没有作用；按 ? 查看按键。',
    tooSmall: (columns, rows) => `终端太小：至少需要 ${columns} 列 ${rows} 行。`,
  },

  serve: {
    listening: (url) => `试验场位于 ${url}（按 Ctrl-C 结束）`,
  },

  replay: {
    block: (number) => `区块 ${number}`,
    success: '成功',
    failure: '失败',
    logs: (count) => `${count} 条日志`,
    by: {
      prestate: () => '已在此执行，账户取自交易之前。',
      state: (earlier) => `已在此执行，状态取自上一区块，并先执行了本区块中更早的 ${earlier} 笔交易。`,
      trace: () => '未在此执行：各步由节点提供。',
    },
    agrees: 'gas、状态与日志均与收据一致。',
    disagrees: (what, receipt, replay) => `收据的${what}不同：收据为 ${receipt}，此次运行为 ${replay}。`,
    what: { gasUsed: ' gas 用量', status: '状态', logs: '日志' },
    fits: {
      newAuthorities:
        '这与某些节点的做法相符：授权账户是新账户时也退还 12,500 gas。按 EIP-7702，只有非空账户才退还，此次运行即如此。anvil 1.7.1 属于这类节点。',
    },
    refused: (reason) => `节点拒绝：${reason}`,
  },

  recorded: {
    steps: (count) => `${count} 步`,
    frames: (count) => `${count} 个帧`,
  },

  progress: {
    lines: (count) => `已读取 ${count} 行 …`,
    compiling: (version) => `正在用 solc ${version} 编译 …`,
    compiled: (version, origin) => `solc ${version}（来源：${ORIGINS[origin]}）`,
    cached: (compiler) => `${compiler}，先前已编译`,
    otherCode: (contract) => `${contract} 的代码与构建产物中的不同：请重新编译项目。`,
  },

  hint: (option) => `请使用 ${option}。`,
  bug: (message) => `这是 memlane 的缺陷，请连同 --debug 的输出一起报告：${message}`,
}
