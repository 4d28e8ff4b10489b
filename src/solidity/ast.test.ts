import { describe, expect, it } from 'vitest'
import { Ast } from './ast.ts'

// contract C { function f() { uint[] memory a; a = b; } }
//              13             28           41  44
const UNIT = {
  id: 9,
  nodeType: 'SourceUnit',
  src: '0:54:0',
  nodes: [
    {
      id: 8,
      nodeType: 'ContractDefinition',
      src: '0:54:0',
      nodes: [
        {
          id: 7,
          nodeType: 'FunctionDefinition',
          name: 'f',
          src: '13:39:0',
          parameters: { id: 1, nodeType: 'ParameterList', src: '23:2:0', parameters: [] },
          body: {
            id: 6,
            nodeType: 'Block',
            src: '26:26:0',
            statements: [
              {
                id: 3,
                nodeType: 'VariableDeclarationStatement',
                src: '28:15:0',
                declarations: [
                  null,
                  {
                    id: 2,
                    nodeType: 'VariableDeclaration',
                    name: 'a',
                    src: '28:15:0',
                    stateVariable: false,
                    storageLocation: 'memory',
                    typeDescriptions: { typeIdentifier: 't_array$_t_uint256_$dyn_memory_ptr' },
                  },
                ],
              },
              {
                id: 5,
                nodeType: 'ExpressionStatement',
                src: '45:5:0',
                expression: { id: 4, nodeType: 'Assignment', src: '45:5:0' },
              },
              { nodeType: 'InlineAssembly', id: 10, src: '51:1:0', AST: { nodeType: 'YulBlock', src: '51:1:0' } },
            ],
          },
        },
      ],
    },
  ],
}
const ast = new Ast([UNIT])
const at = (start: number, end: number, file = 0) => ast.nodeAt({ start, end, file })

describe('nodeAt', () => {
  it('finds the outermost node with exactly the range', () => {
    expect(at(28, 43)?.kind).toBe('VariableDeclarationStatement')
    expect(at(0, 54)?.kind).toBe('SourceUnit')
  })
  it('prefers an expression to the statement that it is', () => {
    expect(at(45, 50)?.kind).toBe('Assignment')
  })
  it('else finds the smallest node around the range', () => {
    expect(at(46, 47)?.kind).toBe('Assignment')
    expect(at(30, 48)?.kind).toBe('Block')
  })
  it('leaves Yul out', () => expect(at(51, 52)?.kind).toBe('InlineAssembly'))
  it('finds nothing in another file or outside of this one', () => {
    expect(at(0, 1, 1)).toBeUndefined()
    expect(at(53, 55)).toBeUndefined()
    expect(at(-1, -1, -1)).toBeUndefined()
  })
})

describe('AstNode', () => {
  const declaration = ast.byId(2)!
  it('answers by field', () => {
    expect(declaration.name).toBe('a')
    expect(declaration.text('storageLocation')).toBe('memory')
    expect(declaration.flag('stateVariable')).toBe(false)
    expect(declaration.typeIdentifier).toBe('t_array$_t_uint256_$dyn_memory_ptr')
    expect(ast.byId(3)?.many('declarations')).toEqual([undefined, declaration])
    expect(ast.byId(7)?.one('body')).toBe(ast.byId(6))
    expect(ast.byId(7)?.parameters('parameters')).toEqual([])
  })
  it('has no answer for fields of another kind', () => {
    expect(declaration.one('name')).toBeUndefined()
    expect(declaration.many('name')).toEqual([])
    expect(declaration.text('nothing')).toBeUndefined()
    expect(ast.byId(6)?.typeIdentifier).toBeUndefined()
  })
  it('finds what encloses it', () => {
    expect(declaration.closest(({ kind }) => kind === 'FunctionDefinition')?.name).toBe('f')
    expect(declaration.closest(({ kind }) => kind === 'Nothing')).toBeUndefined()
  })
})

describe('a damaged tree', () => {
  const DAMAGED: unknown[] = [
    undefined,
    null,
    7,
    'text',
    [],
    {},
    { nodeType: 'SourceUnit' },
    { nodeType: 'SourceUnit', src: 'x:y:z' },
    { nodeType: 'SourceUnit', src: '0:5:0', nodes: [null, 1, { src: '0:1:0' }, { nodeType: 'X', src: '1' }] },
  ]
  it('loses nodes, nothing else', () => {
    for (const unit of DAMAGED) expect(new Ast([unit]).byId(1)).toBeUndefined()
    expect(new Ast(DAMAGED).nodeAt({ start: 0, end: 1, file: 0 })?.kind).toBe('SourceUnit')
  })
  it('may be 20,000 nodes deep', () => {
    let node: object = { id: 0, nodeType: 'BinaryOperation', src: '0:1:0' }
    for (let depth = 1; depth < 20_000; depth++)
      node = { id: depth, nodeType: 'BinaryOperation', src: '0:1:0', left: node }
    const deep = new Ast([node])
    expect(deep.byId(0)?.closest(({ id }) => id === 19_999)?.id).toBe(19_999)
  })
})
