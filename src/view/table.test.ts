import { describe, expect, it } from 'vitest'
import { plain, span } from './span.ts'
import { layoutTable } from './table.ts'
import { displayWidth } from './width.ts'

const text = (lines: ReturnType<typeof layoutTable>) => lines.map(plain)

describe('layoutTable', () => {
  it('lines up columns, numbers to the right, without spaces at the end of a line', () => {
    const columns = [{ title: 'offset' }, { title: 'bytes', align: 'right' }, { title: 'object' }] as const
    const rows = [
      [span('0x000'), span('64'), span('scratch space')],
      [span('0x040'), span('1,024'), span('')],
    ]
    expect(text(layoutTable(columns, rows))).toEqual([
      ' offset  bytes  object',
      ' 0x000      64  scratch space',
      ' 0x040   1,024',
    ])
  })
  it('lines up Chinese beside Latin', () => {
    const lines = text(
      layoutTable(
        [{ title: '对象' }, { title: '值' }],
        [
          [span('零槽'), span('0')],
          [span('bytes32 a'), span('1')],
        ],
      ),
    )
    expect(lines).toEqual([' 对象       值', ' 零槽       0', ' bytes32 a  1'])
    expect(lines.map((line) => displayWidth(line.slice(0, line.search(/\S+$/))))).toEqual([12, 12, 12])
  })
  it('keeps a least width and cuts at a greatest', () => {
    const columns = [{ title: 'a', minWidth: 5 }, { title: 'b', maxWidth: 4 }, { title: 'c' }]
    expect(text(layoutTable(columns, [[span('x'), span('abcdef'), span('y')]]))).toEqual([
      ' a      b     c',
      ' x      abc…  y',
    ])
  })
  it('has no line of titles when there are none', () =>
    expect(text(layoutTable([{ title: '' }], [[span('x')]]))).toEqual([' x']))
  it('shows titles alone when there are no rows', () =>
    expect(text(layoutTable([{ title: 'a' }, { title: 'b' }], []))).toEqual([' a  b']))
})
