/** Results of a project's tests. @module */
export { junitText, testsDocument } from './document.ts'
export { listScreen, suiteName, suiteScreen, summaryScreen, type TestDetail } from './screen.ts'
export { traceScreen } from './trace.ts'
