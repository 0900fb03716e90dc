import { type DefaultTheme, defineConfig } from 'vitepress'

/** Pages in reading order; every one stands in both languages. */
const PAGES = {
  zh: [
    ['start', '五分钟上手'],
    ['setup', '快速设置'],
    ['concepts', '概念'],
    ['knowledge', '知识'],
    ['offers', '优惠'],
    ['live-rooms', '直播间'],
    ['classifier', '文本分类器'],
    ['widget', '网页聊天窗'],
    ['api', 'HTTP 接口'],
    ['websocket', 'WebSocket'],
    ['webhooks', 'Webhook'],
    ['operations', '部署与运维'],
    ['system', '系统页'],
    ['configuration', '配置'],
    ['metrics', '指标'],
    ['demo-shop', '演示商城'],
  ],
  en: [
    ['start', 'Five-minute start'],
    ['setup', 'Set-up'],
    ['concepts', 'Concepts'],
    ['knowledge', 'Knowledge'],
    ['offers', 'Offers'],
    ['live-rooms', 'Live rooms'],
    ['classifier', 'Text classifier'],
    ['widget', 'Chat window'],
    ['api', 'HTTP API'],
    ['websocket', 'WebSocket'],
    ['webhooks', 'Webhooks'],
    ['operations', 'Operations'],
    ['system', 'System page'],
    ['configuration', 'Configuration'],
    ['metrics', 'Metrics'],
    ['demo-shop', 'Demo shop'],
  ],
} as const

const sidebarOf = (language: 'zh' | 'en'): DefaultTheme.SidebarItem[] =>
  PAGES[language].map(([page, text]) => ({ text, link: `/${language}/${page}` }))

export default defineConfig({
  title: 'Xiaoer',
  cleanUrls: true,
  outDir: '../dist/docs',
  cacheDir: '../dist/docs-cache',
  // A page that points nowhere fails the build, and with it CI.
  ignoreDeadLinks: false,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  locales: {
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      title: '小二',
      description: '开源、自托管的电商客服机器人',
      themeConfig: {
        sidebar: sidebarOf('zh'),
        outline: { label: '本页', level: [2, 3] },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '浅色',
        darkModeSwitchTitle: '深色',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '语言',
        skipToContentLabel: '跳到正文',
      },
    },
    en: {
      label: 'English',
      lang: 'en',
      title: 'Xiaoer',
      description: 'Open-source, self-hosted customer service for shops',
      themeConfig: { sidebar: sidebarOf('en'), outline: { level: [2, 3] } },
    },
  },
  themeConfig: {
    search: {
      // Made at build time and read by the browser: nothing is asked of any other server.
      provider: 'local',
      options: {
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                displayDetails: '显示详情',
                resetButtonTitle: '清空',
                backButtonTitle: '返回',
                noResultsText: '没有找到',
                footer: { selectText: '打开', navigateText: '移动', closeText: '关闭' },
              },
            },
          },
        },
        miniSearch: {
          options: {
            // Chinese is written without spaces: each sign is a word of its own.
            tokenize: (text) => text.toLowerCase().match(/[\u3400-\u9fff]|[\p{L}\p{N}]+/gu) ?? [],
          },
        },
      },
    },
  },
})
