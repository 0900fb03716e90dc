/** One of these, by the seed of this run: `XIAOER_SEED=7 npx vitest run test/browser` draws others. */
export function createDraw(seed = process.env.XIAOER_SEED ?? '1') {
  let state = [...seed].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0, 7)
  return <Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const item = items[Math.floor((state / 2 ** 32) * items.length)]
    if (item === undefined) throw new Error('nothing to draw from')
    return item
  }
}
