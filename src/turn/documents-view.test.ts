import { beforeAll, describe, expect, test } from 'vitest'
import { chunkBlocks, loadPacks, readDocument } from '../knowledge/index.ts'
import { createPackTermer } from '../understanding/index.ts'
import { SURE } from '../decision/index.ts'
import type { DocumentsView } from '../dialogue/index.ts'
import { createDocumentsReader } from './documents-view.ts'

const KETTLE = `# 晨雾电热水壶使用手册
## 首次使用
第一次使用前请加满清水煮沸两遍并倒掉。壶身内壁的彩虹纹是矿物质沉积,不影响使用。
## 除垢
建议每两个月除垢一次,倒入白醋与清水各半,静置三十分钟后煮沸。不要用钢丝球擦洗内胆。
## 故障
指示灯连闪三下表示干烧保护已启动,请断电冷却十五分钟后再加水。底座出现异味请停止使用并联系我们。
## 保修
壶体自签收日起保修两年,底座和电源线保修一年。人为摔落造成的损坏不在保修范围内。
售价 199 元,满 300 元减 30 元。
`
const CLUB = `# 青禾会员章程
## 入会
年满十八周岁的顾客可以在小程序里申请入会,审核一般当天完成。
## 积分
积分每年十二月三十一日清零,清零前三十天会短信提醒。积分不能转赠给其他会员。
## 门店
徐汇门店位于漕溪北路,营业到晚上九点半。门店提供免费改裤脚服务,需要提前一天预约。
| 等级 | 生日礼 | 专属顾问 |
| --- | --- | --- |
| 银卡 | 手写贺卡 | 没有 |
| 金卡 | 香薰蜡烛 | 有 |
`
const BIKE = `# Harbor folding bike guide
## Tyres
Keep the tyres between 50 and 65 psi and check them every two weeks.
## Battery
The battery may stay in the frame while charging. Store it at half charge when the bike is not ridden for a month.
## Limits
The frame carries riders up to 110 kilograms including luggage. Children under twelve must not ride it alone.
## Folding
Lower the saddle first, then release the hinge lever in the middle of the frame.
`

/** A question and a part of the sentence that answers it; null: no document says it. */
const ASKED: readonly (readonly [string, string | null])[] = [
  ['水壶第一次用要怎么处理', '加满清水'],
  ['内壁有彩虹纹是怎么回事', '彩虹纹'],
  ['多久除一次垢', '每两个月'],
  ['内胆可以用钢丝球洗吗', '钢丝球'],
  ['指示灯连闪三下是什么意思', '连闪三下'],
  ['底座有异味怎么办', '异味'],
  ['电源线保修多长时间', '电源线保修一年'],
  ['摔坏了在保修范围吗', '摔落'],
  ['多大年龄可以申请入会', '十八周岁'],
  ['积分什么时候清零', '清零'],
  ['积分能转赠给朋友吗', '转赠'],
  ['徐汇门店几点关门', '九点半'],
  ['门店可以改裤脚吗', '改裤脚'],
  ['金卡的生日礼是什么', '香薰蜡烛'],
  ['银卡有专属顾问吗', '手写贺卡'],
  ['壶体保修几年', '保修两年'],
  ['what tyre pressure should I keep', '65 psi'],
  ['can the battery stay in the frame while charging', 'stay in the frame'],
  ['how heavy may a rider be including luggage', '110 kilograms'],
  ['where is the hinge lever', 'hinge lever'],
  ['how should I store the battery', 'half charge'],
  ['may children ride it alone', 'under twelve'],
  ['水壶能煮咖啡吗', null],
  ['水壶有多重', null],
  ['有没有粉色的', null],
  ['你们老板是谁', null],
  ['会员可以带宠物进来吗', null],
  ['门店有停车场吗', null],
  ['北京有门店吗', null],
  ['可以寄到国外吗', null],
  ['说明书有英文的吗', null],
  ['积分可以抵现金吗', null],
  ['入会要身份证吗', null],
  ['这个壶适合送长辈吗', null],
  ['噪音大不大', null],
  ['今天天气怎么样', null],
  ['你会唱歌吗', null],
  ['怎么注销账号', null],
  ['员工有制服吗', null],
  ['壶盖可以拆下来洗吗', null],
  ['does the bike come in red', null],
  ['do you sell helmets', null],
  ['can I take the bike on a plane', null],
  ['how fast does it go', null],
  ['is the saddle leather', null],
  ['who designed the bike', null],
  ['水壶多少钱', null],
  ['有什么优惠', null],
]

let view: DocumentsView
let empty: DocumentsView

beforeAll(async () => {
  const packs = await loadPacks('packs')
  const read = createDocumentsReader(packs, createPackTermer(packs))
  empty = read([])
  const files = [KETTLE, CLUB, BIKE]
  const chunks = await Promise.all(
    files.map(async (text, at) => {
      const document = await readDocument({ bytes: Buffer.from(text), name: 'x.md' })
      const found = await chunkBlocks(document.blocks)
      return found.map((one, chunk) => ({ ...one, chunk, documentId: `d${at}`, version: 1, title: document.title }))
    }),
  )
  view = read(chunks.flat())
})

const best = (question: string) => view.near(question, 1)[0]

describe('what documents say', () => {
  test('of 48 questions those are quoted that a document answers, with the right sentence; none that no document answers', () => {
    const answered = ASKED.flatMap(([question, said]) => (said === null ? [] : [{ said, found: best(question) }]))
    const foreign = ASKED.flatMap(([question, said]) => (said === null ? [best(question)?.score ?? 0] : []))
    expect(Math.max(...foreign)).toBeLessThan(SURE)
    const quoted = answered.filter(({ found }) => (found?.score ?? 0) >= SURE)
    expect(quoted.filter(({ said, found }) => !found?.quote.includes(said))).toEqual([])
    expect(quoted.length).toBeGreaterThanOrEqual(11)
  })

  test('prices and offers are never said from a document, whatever is asked', () => {
    const asked = ['水壶售价', '壶体保修几年', '满 300 减多少', '保修']
    const texts = asked.flatMap((question) => view.near(question, 50)).map(({ text }) => text)
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.filter((text) => /199|300/.test(text))).toEqual([])
    expect(view.near('水壶多少钱', 1)).toEqual([])
  })

  test('names the document and the headings; a shop without documents has nothing near', () => {
    expect(best('壶体保修几年')).toMatchObject({ source: '晨雾电热水壶使用手册 › 保修', id: 'd0.1.3' })
    expect(empty.near('多久除一次垢', 1)).toEqual([])
  })
})
