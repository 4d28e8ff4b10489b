/** Texts of the examples, as Vite reads them. */
declare module '@examples/*' {
  const text: string
  export default text
}
