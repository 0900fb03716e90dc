import { expect, test } from 'vitest'
import { aProduct } from '../../test/fixtures/shop-documents.ts'
import { createNameIndex } from './name-index.ts'

const products = [
  aProduct({ productId: 'seat', title: '儿童安全座椅', names: ['安全座椅', 'car seat'] }),
  aProduct({ productId: 'sofa', title: '科技布三人沙发', names: ['沙发', 'sofa'] }),
  aProduct({ productId: 'canvas', title: '低帮百搭帆布鞋', names: ['帆布鞋', 'canvas shoes'] }),
  aProduct({ productId: 'runner', title: '轻弹缓震跑步鞋男', names: ['跑鞋', 'running shoes'] }),
  aProduct({ productId: 'old', title: '旧款帆布鞋', names: ['帆布鞋'], onShelf: false }),
]
const index = createNameIndex(products)
const pointsAt = (plain: string, to: number) => plain.startsWith('那', to)
const found = (plain: string) =>
  index
    .find(plain, pointsAt)
    .map((span) => [plain.slice(span.from, span.to), ...span.products.map((one) => one.productId)])

test('a product is found by its name, by the end of it, and by a run of its title', () => {
  expect(found('安全座椅几岁能坐')).toEqual([['安全座椅', 'seat']])
  expect(found('座椅和沙发')).toEqual([
    ['座椅', 'seat'],
    ['沙发', 'sofa'],
  ])
  expect(found('那个科技布好打理吗')).toEqual([['科技布', 'sofa']])
  expect(found('三个人坐得下吗')).toEqual([])
})

test('the beginning of a name counts only where words point at the thing', () => {
  expect(found('帆布那双')).toEqual([['帆布', 'canvas']])
  expect(found('安全吗')).toEqual([])
})

test('what was typed by ear or in pinyin is heard where nothing is written', () => {
  expect(found('撒发掉皮吗')).toEqual([['撒发', 'sofa']])
  expect(found('shafa diaopi ma')).toEqual([['shafa', 'sofa']])
  expect(found('洒罚')).toEqual([])
})

test('English names are found by their noun, in one or many, and narrowed by the word before', () => {
  expect(found('is the seat heavy')).toEqual([['seat', 'seat']])
  expect(found('are those shoes wide')).toEqual([['shoes', 'canvas', 'runner']])
  expect(found('running shoes in 42')).toEqual([['running shoes', 'runner']])
})
