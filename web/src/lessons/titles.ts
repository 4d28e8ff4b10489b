/**
 * The lessons' titles, in the order in which to take them: known before any lesson is loaded.
 * @module
 */
import type { Both } from './lesson.ts'

export interface LessonTitle {
  readonly id: string
  readonly title: Both
}

export const LESSON_TITLES: readonly LessonTitle[] = [
  { id: 'bytes', title: { en: 'Memory is bytes', zh: '内存就是字节' } },
  { id: 'expansion', title: { en: 'What memory costs', zh: '内存的价格' } },
  { id: 'free-pointer', title: { en: 'The free memory pointer', zh: '空闲内存指针' } },
  { id: 'memory-lane', title: { en: 'MemoryLane, in six sections', zh: 'MemoryLane 的六个部分' } },
  { id: 'structs', title: { en: 'Structs', zh: '结构体' } },
  { id: 'arrays', title: { en: 'Fixed and dynamic arrays', zh: '定长与动态数组' } },
  { id: 'strings', title: { en: 'Strings and nested arrays', zh: '字符串与嵌套数组' } },
  { id: 'values', title: { en: 'Values that never enter memory', zh: '从不进入内存的值' } },
  { id: 'returned', title: { en: 'Reading returned data', zh: '读取返回的数据' } },
]
