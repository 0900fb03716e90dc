/** A kind of noise: it makes another writing of a text, or null where the text leaves no room for it. */
export type Noise = (text: string, draw: Draw) => string | readonly string[] | null

/** One of these, by the seed. */
export type Draw = <Item>(items: readonly Item[]) => Item

/**
 * Written for this test alone and not with the robot's means: characters that sound alike, by their syllable. What buyers' fingers
 * and input methods do, drawn by seed.
 */
const ALIKE: Readonly<Record<string, string>> = {
  ...{
    tui: '退腿推',
    huo: '货或伙获',
    fa: '发法罚',
    bao: '包保宝报',
    you: '邮由油有优右',
    kuan: '款宽',
    yun: '运云韵',
  },
  ...{
    fei: '费飞非',
    xian: '险线现先显',
    kuai: '快块',
    di: '递第弟地',
    dao: '到道倒',
    ma: '码吗马嘛',
    hao: '号好',
    se: '色涩',
  },
  ...{
    mian: '面免棉',
    liao: '料了',
    qiu: '球求',
    shui: '水睡谁',
    diao: '掉吊',
    xi: '洗喜',
    ji: '机几寄积',
    shou: '收手售',
  },
  ...{ dan: '单但蛋', gai: '改该', piao: '票飘', zhi: '址支知直质', dian: '电点店', hua: '话花画', huan: '换还环' },
  ...{
    po: '破婆',
    dong: '洞动冬',
    cuo: '错措',
    shao: '少烧',
    jian: '件见减',
    qu: '取去区',
    xiao: '消小销',
    ding: '订定顶',
  },
  ...{
    zheng: '正整',
    pin: '品拼',
    liang: '量两亮',
    pian: '便偏片',
    yi: '宜一意',
    quan: '券全劝',
    zhe: '折这者',
    man: '满慢',
  },
  ...{
    cha: '差查茶',
    jia: '价加家',
    zeng: '赠增',
    fu: '付服福',
    kuan2: '宽',
    ti: '体提',
    ke: '客可课',
    fu2: '负',
    wen: '问文',
  },
  ...{
    cui: '催脆',
    neng: '能',
    ren: '人认',
    gong: '工公',
    tou: '投头',
    su: '诉素',
    tai: '态太',
    ting: '停庭',
    ling: '领零',
  },
  ...{
    wu: '物无五',
    liu: '流六留',
    qian: '签钱千',
    cheng: '城成',
    shi: '市是式',
    mai: '买卖',
    xin: '新心信',
    jiang: '疆将讲',
  },
  ...{
    hou: '厚后候',
    ku: '裤库',
    tan: '弹谈',
    li: '力里理',
    bu: '补不部',
    hei: '黑',
    mo: '模磨',
    te: '特',
    chuan: '穿传',
  },
}

const sounds = Object.entries(ALIKE).flatMap(([syllable, characters]) =>
  [...characters].map((character) => ({ character, syllable: syllable.replace(/\d/, ''), characters })),
)
const soundOf = (character: string) => sounds.find((one) => one.character === character)

const placesOf = (text: string, fits: (at: number) => boolean): number[] => Array.from(text, (_, at) => at).filter(fits)

/** One character, in a long text two, is another that sounds the same. */
const homophone: Noise = (text, draw) => {
  const places = placesOf(text, (at) => (soundOf(text[at] ?? '')?.characters.length ?? 0) > 1)
  if (places.length === 0) return null
  const changed = [...text]
  for (let count = text.length >= 9 ? 2 : 1; count > 0; count -= 1) {
    const at = draw(places)
    const others = [...(soundOf(text[at] ?? '')?.characters ?? '')].filter((other) => other !== text[at])
    changed[at] = draw(others)
  }
  return changed.join('')
}

/** Two neighbours are left in pinyin, as when the choice of the character was missed. */
const inPinyin: Noise = (text, draw) => {
  const places = placesOf(text, (at) => Boolean(soundOf(text[at] ?? '') && soundOf(text[at + 1] ?? '')))
  if (places.length === 0) return null
  const at = draw(places)
  const typed = [text[at], text[at + 1]].map((character) => soundOf(character ?? '')?.syllable ?? '')
  return text.slice(0, at) + typed.join(draw(['', '', ' '])) + text.slice(at + 2)
}

/** A finger slips: a character is left out, doubled, or changes places with the next. */
const typo: Noise = (text, draw) => {
  if (text.length < 6) return null
  const at = draw(placesOf(text, (place) => place > 0 && place < text.length - 1))
  const [one = '', two = ''] = [text[at], text[at + 1]]
  const slips = [text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + one + text.slice(at)]
  return draw([...slips, text.slice(0, at) + two + one + text.slice(at + 2)])
}

const SIGNS = [
  '😂',
  '😭😭',
  '🙏',
  '[流泪]',
  '~~~',
  '!!!',
  '???',
  '。。。',
  '呀呀呀',
  '哈哈哈',
  '🌹🌹',
  '/:,@f',
] as const

/** Signs of feeling before, behind and within. */
const signs: Noise = (text, draw) => {
  const at = draw(placesOf(text, () => true))
  const within = draw([true, false]) ? text.slice(0, at) + draw(SIGNS) + text.slice(at) : text
  return draw([true, false]) ? `${within}${draw(SIGNS)}${draw(SIGNS)}` : `${draw(SIGNS)}${within}${draw(SIGNS)}`
}

/** Sent in pieces. */
const burst: Noise = (text, draw) => {
  if (text.length < 6) return null
  const at = draw(placesOf(text, (place) => place >= 2 && place <= text.length - 2))
  return draw([
    [text.slice(0, at), text.slice(at)],
    ['在吗', text.slice(0, at), text.slice(at)],
    ['亲', text],
  ])
}

const ENGLISH = {
  before: ['hi ', 'hello 请问', 'excuse me ', 'ok ', 'btw ', 'so ', 'sorry '],
  behind: [' pls', ' thx', ' thank you', ' ok?', ' please', ' right?', ' asap'],
} as const

/** Two languages in one breath. */
const mixed: Noise = (text, draw) =>
  draw([draw(ENGLISH.before) + text, text + draw(ENGLISH.behind), draw(ENGLISH.before) + text + draw(ENGLISH.behind)])

export const NOISES: Readonly<Record<string, Noise>> = { homophone, inPinyin, typo, signs, burst, mixed }
